// How dear a complete posting is beside a bare append, and a balance beside the sum of everything. All in one run, in
// interleaved rounds: read the ratios, the rates are the machine's. `npm run bench -- --rounds 5 --seconds 2 --clients 16
// --entries 200000`. It starts a server of its own in a folder of its own and removes both.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ensureDatabase, migrate, startDevDatabase } from '#libs/platform/src/index.js';
import { migrations } from '#migrations/index.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    clients: { type: 'string', default: '16' },
    entries: { type: 'string', default: '200000' },
  },
});
const [rounds, seconds, clients, entries] = ['rounds', 'seconds', 'clients', 'entries'].map((name) =>
  Number(values[name]),
);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const project = randomUUID();
const claim = `held:project/${project}:claim:MDL`;
const released = `held:project/${project}:released:MDL`;

const APPEND = `
with j as (insert into bench.journal (key, digest, kind, status) values ($1, $2, 'gift.counted', 'posted') returning id, tx)
insert into bench.entry (journal_id, line, account_id, amount, status, tx)
select j.id, v.line, v.account, v.amount, 'posted', j.tx from j, (values (1, 1, 500), (2, 2, -500)) v(line, account, amount)`;
const request = (key, debit, credit) =>
  JSON.stringify({
    key,
    kind: 'gift.counted',
    status: 'posted',
    project,
    ref: {},
    postings: [{ d: debit, c: credit, a: '500' }],
  });
const post = (text) => ({ name: 'post', text: 'select * from ledger.post($1)', values: [text] });
const clearing = 'held:stripe:clearing:MDL';
const acts = {
  'bare append of three rows': () => ({
    name: 'append',
    text: APPEND,
    values: [`gift:${randomUUID()}`, Buffer.alloc(32)],
  }),
  'complete post of a gift (no lock)': () => post(request(`gift:${randomUUID()}`, clearing, claim)),
  'post out of a guarded account (one at a time)': () => post(request(`out:${randomUUID()}`, claim, released)),
  'repeat of an earlier post': () => post(request(`gift:old-${Math.floor(Math.random() * 1_000)}`, clearing, claim)),
};

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-bench-'));
fs.chmodSync(dir, 0o755);
const server = await startDevDatabase(dir);
try {
  const url = await ensureDatabase(server, 'bench');
  await migrate(url, migrations);
  const pool = await Promise.all(Array.from({ length: clients }, () => connect(url)));
  await prepare(pool[0]);
  await throughput(pool);
  await balances(pool[0]);
  for (const client of pool) await client.end();
} finally {
  server.stop();
  fs.rmSync(dir, { recursive: true, force: true });
}

async function connect(url) {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}

async function prepare(client) {
  await client.query(`create schema bench;
    create table bench.journal (like ledger.journal including defaults including identity including indexes);
    create table bench.entry (like ledger.entry including defaults including indexes)`);
  for (let n = 0; n < 1_000; n += 1) await client.query(post(request(`gift:old-${n}`, clearing, claim)));
  // So much that the guarded account never runs dry.
  const rich = {
    key: 'gift:rich',
    kind: 'gift.counted',
    status: 'posted',
    project,
    ref: {},
    postings: [{ d: clearing, c: claim, a: '1000000000000' }],
  };
  await client.query(post(JSON.stringify(rich)));
}

async function throughput(pool) {
  const rates = Object.fromEntries(Object.keys(acts).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, act] of Object.entries(acts)) {
      const until = performance.now() + seconds * 1_000;
      const begun = performance.now();
      const done = await Promise.all(
        pool.map(async (client) => {
          let n = 0;
          for (; performance.now() < until; n += 1) await client.query(act());
          return n;
        }),
      );
      rates[name].push((done.reduce((sum, n) => sum + n, 0) * 1_000) / (performance.now() - begun));
      await pool[0].query('select ledger.seal(100000)');
    }
  }
  const [base] = Object.keys(acts);
  console.log(`\n${clients} clients on one project, ${rounds} rounds of ${seconds} s, median of each round's ratio`);
  for (const [name, list] of Object.entries(rates)) {
    const ratio = median(list.map((rate, round) => rate / rates[base][round]));
    console.log(`${name.padEnd(48)} ${median(list).toFixed(0).padStart(7)}/s   ${ratio.toFixed(2)} of the append`);
  }
}

async function balances(client) {
  const { rows } = await client.query('select code, id from ledger.account where code = any ($1)', [[clearing, claim]]);
  const [of, from] = [clearing, claim].map((code) => rows.find((row) => row.code === code).id);
  await client.query(
    `with j as (insert into ledger.journal (key, digest, kind, status) select 'fill:' || n, sha256(''), 'gift.counted', 'posted' from generate_series(1, $1::int) n returning id, tx)
     insert into ledger.entry (journal_id, line, account_id, amount, status, tx)
     select id, line, case line when 1 then $2::bigint else $3::bigint end, case line when 1 then 5 else -5 end, 'posted', tx from j, generate_series(1, 2) line`,
    [Math.ceil(entries / 2), of, from],
  );
  await client.query('select ledger.seal(1000000)');
  await client.query('vacuum analyze');
  const sum = {
    name: 'sum',
    text: `select sum(e.amount * a.sign) from ledger.entry e join ledger.account a on a.id = e.account_id where a.code = $1`,
    values: [claim],
  };
  const read = { name: 'read', text: 'select balance from ledger.account_balance where code = $1', values: [claim] };
  const whole = await time(client, sum, 20);
  const count = Number((await client.query('select count(*) as n from ledger.entry')).rows[0].n);
  console.log(`\nbalance of an account with half of ${count} entries`);
  console.log(`${'sum of all'.padEnd(48)} ${whole.toFixed(2).padStart(7)} ms`);
  let tail = 0;
  for (const size of [0, 200, 2_000]) {
    for (; tail < size; tail += 1) await client.query(post(request(`gift:${randomUUID()}`, clearing, claim)));
    const took = await time(client, read, 200);
    console.log(
      `${`snapshot and a tail of ${size}`.padEnd(48)} ${took.toFixed(2).padStart(7)} ms   ${(took / whole).toFixed(3)} of the sum`,
    );
  }
}

async function time(client, query, times) {
  const took = [];
  for (let n = 0; n < times; n += 1) {
    const begun = performance.now();
    await client.query(query);
    took.push(performance.now() - begun);
  }
  return median(took);
}
