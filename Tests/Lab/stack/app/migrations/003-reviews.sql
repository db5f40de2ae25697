CREATE TABLE reviews (id int PRIMARY KEY, product int NOT NULL REFERENCES products, stars int NOT NULL)
