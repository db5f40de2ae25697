'use strict';
// A small client of PostgreSQL: one query on a connection of its own, rows as arrays of strings.
const net = require('net');

const message = (type, body) => {
  const head = Buffer.alloc(type ? 5 : 4);
  if (type) head.write(type, 0);
  head.writeInt32BE(body.length + 4, type ? 1 : 0);
  return Buffer.concat([head, body]);
};
const text = (...strings) => Buffer.from(strings.join('\0') + '\0');
const startup = (user) => message('', Buffer.concat([Buffer.from([0, 3, 0, 0]), text('user', user, 'database', user, '')]));

const fields = (body) => {
  const row = [];
  for (let at = 2; row.length < body.readInt16BE(0); ) {
    const length = body.readInt32BE(at);
    row.push(length < 0 ? null : body.toString('utf8', at + 4, at + 4 + length));
    at += 4 + Math.max(length, 0);
  }
  return row;
};
const failure = (body) => {
  const parts = body.toString('utf8').split('\0');
  const part = (key) => (parts.find((p) => p.startsWith(key)) || ' ').slice(1);
  return Object.assign(new Error(part('M')), { code: part('C') });
};

/** Runs `sql`, which may be several commands, and resolves to the rows. */
exports.query = (sql, { port, user = 'postgres', password }) => new Promise((resolve, reject) => {
  const socket = net.connect(Number(port), '127.0.0.1');
  const rows = [];
  let pending = Buffer.alloc(0);
  let asked = false;
  let error = null;
  const finish = () => { socket.destroy(); error ? reject(error) : resolve(rows); };
  const handle = {
    R: (body) => {
      if (body.readInt32BE(0) === 3) socket.write(message('p', text(password)));
    },
    D: (body) => rows.push(fields(body)),
    E: (body) => { error = failure(body); if (!asked) finish(); },
    Z: () => { if (asked) return finish(); asked = true; socket.write(message('Q', text(sql))); },
  };
  socket.setTimeout(4000, () => socket.destroy(new Error('database: ETIMEDOUT, no answer in 4 s')));
  socket.on('error', reject);
  socket.on('close', () => reject(error || new Error('database: connection terminated unexpectedly')));
  socket.on('connect', () => socket.write(startup(user)));
  socket.on('data', (data) => {
    pending = Buffer.concat([pending, data]);
    while (pending.length >= 5 && pending.length > pending.readInt32BE(1)) {
      const end = pending.readInt32BE(1) + 1;
      const type = String.fromCharCode(pending[0]);
      const body = pending.subarray(5, end);
      pending = pending.subarray(end);
      if (handle[type]) handle[type](body);
    }
  });
});
