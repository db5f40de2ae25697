'use strict';
// Applies the migrations that the database lacks, each in a transaction of its own.
const fs = require('fs');
const path = require('path');
const { runSQL } = require('./shop');

const folder = path.join(__dirname, 'migrations');

async function main() {
  await runSQL('CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY)');
  const applied = new Set((await runSQL('SELECT name FROM schema_migrations')).map(([name]) => name));
  for (const name of fs.readdirSync(folder).sort().filter((file) => !applied.has(file))) {
    const sql = fs.readFileSync(path.join(folder, name), 'utf8');
    await runSQL(`BEGIN; ${sql}; INSERT INTO schema_migrations VALUES ('${name}'); COMMIT`);
    console.log(`applied ${name}`);
  }
}

main().catch((error) => { console.error(error); process.exit(1); });
