// `npm run simulate -- --seeds 100 --acts 200`: towns, donors, banks and Stripe do whatever they may, in an order drawn by lot,
// on a PostgreSQL of its own; after every act the audit is asked. `--seed 7 --acts 133 --verbose` tells one story again;
// `--table` says how often each act was done and refused, and in how many seeds it was done.
import { type ChildProcess, fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ensureDatabase, migrate, startDevDatabase } from '#libs/platform/src/index.js';
import { migrations } from '#migrations/index.js';
import type { Heard, Order } from './job.js';
import { TOUCHING } from './oracle.js';
import type { Told } from './story.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    acts: { type: 'string', default: '200' },
    jobs: { type: 'string', default: String(os.availableParallelism()) },
    breach: { type: 'string' },
    twice: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
  },
});
const first = Number(values.seed ?? values.from);
const orders: Order[] = Array.from({ length: values.seed ? 1 : Number(values.seeds) }, (_, n) => n + first).flatMap(
  (seed) => Array.from({ length: values.twice ? 2 : 1 }, () => ({ seed, acts: Number(values.acts), breach: values.breach ? Number(values.breach) : null, verbose: values.verbose })), // prettier-ignore
);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-simulation-'));
fs.chmodSync(folder, 0o755);
const server = await startDevDatabase(folder, { forgetful: true });
const tolds: Told[] = [];
const jobs = new Set<ChildProcess>();
let stopped = false;
// Npm hands a signal on that its whole group has had already: the second must not end it before it has cleaned up.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
const began = performance.now();
try {
  await template();
  const env = { ...process.env, TEST_DATABASE_URL: server.url('postgres'), TEST_FILES_DIR: path.join(folder, 'files') };
  await Promise.all(Array.from({ length: Math.min(Number(values.jobs), orders.length) }, () => work(env)));
} finally {
  for (const job of jobs) job.kill();
  server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exitCode = summary() && !stopped ? 0 : 1;

/** The migrated database that every seed clones, which also tells what was touched. */
async function template(): Promise<void> {
  const root = new pg.Client(server.url('postgres'));
  await root.connect();
  // Every seed has a database of its own, for a minute.
  await root.query('alter system set autovacuum = off');
  await root.query('select pg_reload_conf()');
  await root.end();
  const url = await ensureDatabase(server, 'plai_simulation');
  await migrate(url, migrations);
  const client = new pg.Client(url);
  await client.connect();
  await client.query(TOUCHING);
  await client.end();
}

/** Somebody wants it to end: what was told until now is summed up. */
function stop(): void {
  stopped = true;
  orders.length = 0;
  for (const job of jobs) job.kill();
}

/** One process, which takes one seed after the other. */
async function work(env: NodeJS.ProcessEnv): Promise<void> {
  const job = fork(path.join(path.dirname(fileURLToPath(import.meta.url)), 'job.js'), { env });
  jobs.add(job);
  await new Promise<void>((done, fail) => {
    job.once('exit', (code) => {
      jobs.delete(job);
      if (code && !stopped) fail(new Error(`a job ended with ${code}`));
      else done();
    });
    job.on('message', (heard: Heard) => {
      if ('told' in heard) note(heard.told);
      else if (heard.line !== 'ready') return void process.stdout.write(`${heard.line}\n`);
      next(job);
    });
  });
}

function next(job: ChildProcess): void {
  const order = orders.shift();
  if (order) job.send(order);
  else job.disconnect();
}

function note(told: Told): void {
  tolds.push(told);
  const { seed, acts, refused, broken, hash, seconds } = told;
  const rate = (acts / seconds).toFixed(1);
  if (broken === null)
    return void process.stdout.write(`seed ${seed}: ${acts} acts, ${refused} refused, ${rate} a second, story ${hash}\n`); // prettier-ignore
  process.stdout.write(`seed ${seed} BROKE after act ${broken.act} (${broken.name}):\n${broken.says.map((line) => `  ${line}`).join('\n')}\n`); // prettier-ignore
  process.stdout.write(
    `  again: npm run simulate -- --seed ${seed} --acts ${broken.act}${values.breach ? ` --breach ${values.breach}` : ''} --verbose\n`,
  );
}

/** Says what came of it all; gives whether all was well. */
function summary(): boolean {
  const sum = (of: (told: Told) => number) => tolds.reduce((all, told) => all + of(told), 0);
  const [acts, seconds] = [sum((told) => told.acts), (performance.now() - began) / 1000];
  const broken = tolds.filter((told) => told.broken !== null);
  const stories = new Map<number, Set<string>>();
  for (const { seed, hash } of tolds) stories.set(seed, (stories.get(seed) ?? new Set()).add(hash));
  const unlike = [...stories].filter(([, hashes]) => hashes.size > 1).map(([seed]) => seed);
  const share = (of: (told: Told) => number, all: (told: Told) => number) =>
    Math.round((100 * sum(of)) / (sum(all) || 1));
  const oracle = share((told) => told.oracleSeconds, (told) => told.seconds); // prettier-ignore
  const asked = share((told) => told.asked, (told) => told.asking); // prettier-ignore
  const lines = [
    `${stories.size} seeds, ${acts} acts (${sum((told) => told.refused)} refused) in ${seconds.toFixed(0)} s: ${(acts / seconds).toFixed(1)} acts a second`,
    `the oracle took ${oracle} % of the time and asked ${asked} % of its questions again`,
    `${broken.length} seeds broke${broken.length > 0 ? `: ${broken.map(({ seed }) => seed).join(', ')}` : ''}`,
    ...(values.twice ? [`${unlike.length} seeds told another story the second time${unlike.length > 0 ? `: ${unlike.join(', ')}` : ''}`] : []), // prettier-ignore
  ];
  process.stdout.write(`${[...(values.table ? table() : []), ...lines].join('\n')}\n`);
  return broken.length === 0 && unlike.length === 0;
}

/** How often each act was done, in how many seeds, and what it was refused for; then what came of some. */
function table(): string[] {
  const sums = new Map<string, { done: number; seeds: number; refused: Map<string, number> }>();
  for (const [what, done, codes] of tolds.flatMap((told) => told.table)) {
    const { refused, ...sum } = sums.get(what) ?? { done: 0, seeds: 0, refused: new Map<string, number>() };
    for (const code of codes) refused.set(code, 1 + (refused.get(code) ?? 0));
    sums.set(what, { done: sum.done + done, seeds: sum.seeds + Number(done > 0), refused });
  }
  const rows = [...sums].sort(([a], [b]) => Number(a.startsWith('–')) - Number(b.startsWith('–')) || (a < b ? -1 : 1));
  return rows.map(([what, { done, seeds, refused }]) => {
    const why = [...refused].map(([code, times]) => `${code} ${times}`).join(', ');
    return `${String(done).padStart(4)} in ${String(seeds).padStart(2)} seeds  ${what}${why && `; refused: ${why}`}`;
  });
}
