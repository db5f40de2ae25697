'use strict';
// What the shop reads and counts.
const postgres = require('./postgres');
const redis = require('./redis');

const env = process.env;
const database = { port: env.POSTGRES_PORT, password: env.POSTGRES_PASSWORD };
const counter = { port: env.REDIS_PORT, password: env.REDIS_PASSWORD };

/** The flowers with their coupons. */
exports.products = () => postgres.query(
  'SELECT p.name, p.price, c.percent FROM products p LEFT JOIN coupons c ON c.product = p.id ORDER BY p.id', database);
exports.reviews = () => postgres.query('SELECT count(*) FROM reviews', database);
exports.countVisit = () => redis.command(['INCR', 'visits'], counter);
exports.pingRedis = () => redis.command(['PING'], counter);
exports.runSQL = (sql) => postgres.query(sql, database);
