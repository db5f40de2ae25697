CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL, price int NOT NULL);
INSERT INTO products SELECT n, 'flower ' || n, 100 + n FROM generate_series(1, 12) n;
CREATE TABLE orders (id int PRIMARY KEY, product int NOT NULL REFERENCES products, amount int NOT NULL);
INSERT INTO orders SELECT n, 1 + n % 12, n FROM generate_series(1, 500) n
