'use strict';
// The backend: a page that reads the database and counts in Redis, and its health.
const fs = require('fs');
const http = require('http');
const shop = require('./shop');

const succeeds = (promise, what) => promise.then(() => true, (error) => {
  console.error(`health: no connection to ${what}:`, error);
  return false;
});

async function health(request, response) {
  const [database, redis] = await Promise.all([
    succeeds(shop.products(), 'the database'),
    succeeds(shop.pingRedis(), 'redis'),
  ]);
  response.writeHead(database && redis ? 200 : 503, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ timestamp: new Date().toISOString(), database, redis }));
}

async function page(request, response) {
  const [products, reviews, visits] = await Promise.all([shop.products(), shop.reviews(), shop.countVisit()]);
  const list = products.map(([name, price]) => `<li>${name}: ${price}</li>`).join('');
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(`<h1>Flowers</h1><ul>${list}</ul><p>${reviews[0][0]} reviews, visit ${visits}</p>`);
}

const server = http.createServer((request, response) => {
  const answer = request.url === '/health' ? health : page;
  answer(request, response).catch((error) => {
    console.error(`request ${request.url} failed:`, error);
    request.socket.destroy();
  });
});

fs.writeFileSync('/var/cache/shop/catalogue.json', JSON.stringify({ built: Date.now(), text: ' '.repeat(65536) }));
server.listen(Number(process.env.BACKEND_PORT), '127.0.0.1', () => console.log('listening'));
process.on('SIGTERM', () => process.exit(0));
