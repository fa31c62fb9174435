// Jest loads this file with Node's own loader: #libs/* is the built code in dist/.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { devDataDir, ensureDatabase, migrate, startDevDatabase } from '#libs/platform/src/index.js';
import { migrations } from '#migrations/index.js';

const ready = Symbol.for('plai.test-database');

/** One server for the run and one migrated template; every spec file clones it. Several Jest projects share it. */
export default async function globalSetup() {
  globalThis[ready] ??= prepare();
  await globalThis[ready];
}

async function prepare() {
  const server = await startDevDatabase(devDataDir('test'), { forgetful: true });
  const client = new pg.Client(server.url('postgres'));
  await client.connect();
  const left = await client.query(`select datname from pg_database where datname like 'plai\\_t%'`);
  for (const { datname } of left.rows) await client.query(`drop database "${datname}" with (force)`);
  await client.end();
  await migrate(await ensureDatabase(server, 'plai_template'), migrations);
  process.env.TEST_FILES_DIR = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-test-files-'));
  process.env.TEST_DATABASE_URL = server.url('postgres');
  globalThis[Symbol.for('plai.test-database.stop')] = server.stop;
}
