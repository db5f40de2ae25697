CREATE TABLE coupons (product int PRIMARY KEY REFERENCES products, percent int NOT NULL)
