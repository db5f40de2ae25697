'use strict';
// A small client of Redis: one command on a connection of its own.
const net = require('net');

/** Sends one command and resolves to its answer as text. */
exports.command = (words, { port, password }) => new Promise((resolve, reject) => {
  const socket = net.connect(Number(port), '127.0.0.1');
  const encode = (list) => `*${list.length}\r\n` + list.map((w) => `$${Buffer.byteLength(w)}\r\n${w}\r\n`).join('');
  let answers = password ? 2 : 1;
  let pending = '';
  socket.setTimeout(4000, () => socket.destroy(new Error('redis: ETIMEDOUT, no answer in 4 s')));
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('redis: connection closed')));
  socket.on('connect', () => socket.write((password ? encode(['AUTH', password]) : '') + encode(words)));
  socket.on('data', (data) => {
    pending += data;
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 2);
      if (line[0] === '-') { reject(new Error(`redis: ${line.slice(1)}`)); return socket.destroy(); }
      answers -= 1;
      if (answers === 0) { resolve(line.slice(1)); return socket.destroy(); }
    }
  });
});
