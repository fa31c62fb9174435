import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'plai start ș-'));
fs.chmodSync(dataDir, 0o755); // root's PostgreSQL runs as somebody else
const database = path.join(dataDir, 'postgres');
const started: Start[] = [];

/** `npm start`, without the demonstration unless it is asked for, on free ports and a folder of its own (with a space and a letter that is not ASCII). */
class Start {
  said = '';
  private constructor(
    readonly ports: Readonly<Record<string, string>>,
    readonly process: ChildProcess,
  ) {
    for (const stream of [process.stdout!, process.stderr!])
      stream.on('data', (text: Buffer) => (this.said += text.toString()));
    started.push(this);
  }

  static async begin(over: Readonly<Record<string, string>> = {}): Promise<Start> {
    const [PORT, SANDBOX_PORT, MAILBOX_PORT] = await freePorts(3);
    const ports = { PORT: PORT!, SANDBOX_PORT: SANDBOX_PORT!, MAILBOX_PORT: MAILBOX_PORT!, ...over };
    const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, PLAI_DATA_DIR: dataDir, PLAI_DEMO: '0', ...ports };
    const child = spawn(process.execPath, ['scripts/start.mjs'], {
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Start(ports, child);
  }

  async runs(): Promise<this> {
    while (!this.said.includes('Plai runs: ')) {
      if (this.process.exitCode !== null) throw new Error(this.said);
      await Promise.race([once(this.process.stdout!, 'data'), once(this.process, 'close')]);
    }
    return this;
  }

  /** Its exit code, once everything that it said has arrived. */
  async end(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'close');
    return this.process.exitCode;
  }

  /** The processes that it started, by name. */
  children(): Map<string, number> {
    const all = processes().filter(({ parent }) => parent === this.process.pid);
    return new Map(all.map(({ pid, args }) => [/apps\/([a-z-]+)/.exec(args)?.[1] ?? args, pid]));
  }

  url(at: string): string {
    return `http://127.0.0.1:${this.ports.PORT}${at}`;
  }
}

function processes(): { pid: number; parent: number; args: string }[] {
  const text = execFileSync('ps', ['-ww', '-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return text.split('\n').map((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), parent: Number(parent), args: args ?? '' };
  });
}

const alive = (pids: Iterable<number>) => processes().filter(({ pid }) => [...pids].includes(pid));
const servers = () => processes().filter(({ args }) => args.includes(`-D ${database}`));
const postmaster = () => Number(fs.readFileSync(path.join(database, 'postmaster.pid'), 'utf8').split('\n')[0]);

async function freePorts(count: number): Promise<string[]> {
  const probes = Array.from({ length: count }, () => net.createServer().listen(0, '127.0.0.1'));
  await Promise.all(probes.map((probe) => once(probe, 'listening')));
  const ports = probes.map((probe) => String((probe.address() as AddressInfo).port));
  await Promise.all(probes.map((probe) => new Promise((done) => probe.close(done))));
  return ports;
}

async function inDatabase(sql: string): Promise<number | null> {
  const port = fs.readFileSync(path.join(database, 'postmaster.pid'), 'utf8').split('\n')[3];
  const client = new pg.Client(`postgres://plai@127.0.0.1:${port}/plai`);
  await client.connect();
  const { rowCount } = await client.query(sql).finally(() => client.end());
  return rowCount;
}

describe('npm start', () => {
  afterEach(async () => {
    for (const { process } of started) process.kill('SIGTERM');
    await Promise.all(started.splice(0).map((start) => start.end()));
  });
  afterAll(() => fs.rmSync(dataDir, { recursive: true, force: true }));

  it('brings everything along, and Ctrl-C takes everything away', async () => {
    const plai = await (await Start.begin()).runs();
    expect((await fetch(plai.url('/readyz'))).status).toBe(200);
    const children = plai.children();
    expect([...children.keys()].sort()).toEqual(['mailbox', 'stripe-sandbox', 'web', 'worker']);
    process.kill(-plai.process.pid!, 'SIGINT');
    expect([await plai.end(), alive(children.values()), servers()]).toEqual([0, [], []]);
  });

  it('loads the demonstration, whose people sign in with one press', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai demo-'));
    fs.chmodSync(folder, 0o755);
    const plai = await (await Start.begin({ PLAI_DEMO: '1', PLAI_DATA_DIR: folder })).runs();
    const read = async (at: string) => (await fetch(plai.url(at))).text();
    expect(await read('/en/sign-in')).toContain('primara@mihaileni.plai.example');
    expect(await read('/ro/t/mihaileni-riscani/needs')).toContain('Podețul peste pârâu se rupe');
    process.kill(plai.process.pid!, 'SIGTERM');
    expect(await plai.end()).toBe(0);
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('is stopped as well while it still starts', async () => {
    const plai = await Start.begin();
    while (servers().length === 0) await new Promise((done) => setTimeout(done, 50));
    process.kill(plai.process.pid!, 'SIGTERM');
    expect([await plai.end(), servers()]).toEqual([0, []]);
  });

  it('tells which process died and what it said last, and stops', async () => {
    const plai = await (await Start.begin()).runs();
    const children = plai.children();
    process.kill(children.get('web')!, 'SIGKILL');
    expect([await plai.end(), alive(children.values()), servers()]).toEqual([1, [], []]);
    expect(plai.said).toContain('web has stopped (SIGKILL)');
    expect(plai.said).toContain('web listening on');
  });

  it('reuses what a killed start left behind, alone', async () => {
    const killed = await (await Start.begin()).runs();
    const before = postmaster();
    process.kill(killed.process.pid!, 'SIGKILL');
    const again = await (await Start.begin(killed.ports)).runs(); // the ports are the same: what held them goes
    expect(postmaster()).toBe(before);
    const third = await Start.begin();
    expect([await third.end(), third.said]).toEqual([1, expect.stringContaining('Plai runs already')]);
    expect((await fetch(again.url('/readyz'))).status).toBe(200);
  });

  it('begins anew when a demonstration was left half loaded, and after a crash whose number went to a stranger', async () => {
    const half = await (await Start.begin()).runs();
    await inDatabase('create table half_loaded ()');
    process.kill(half.process.pid!, 'SIGTERM');
    expect([await half.end(), servers()]).toEqual([0, []]);
    fs.writeFileSync(path.join(dataDir, 'demo-is-loading'), '');
    fs.writeFileSync(path.join(database, 'postmaster.pid'), `${process.pid}\n${database}\n1\n1\n\n127.0.0.1\n`);
    const plai = await (await Start.begin()).runs();
    expect(plai.said).toContain('beginning anew');
    expect(await inDatabase(`select where to_regclass('half_loaded') is not null`)).toBe(0);
    expect(postmaster()).not.toBe(process.pid);
  });

  it.each(['PORT', 'SANDBOX_PORT', 'MAILBOX_PORT'])('names %s when its port is taken', async (variable) => {
    const holder = net.createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const taken = String((holder.address() as AddressInfo).port);
    const plai = await Start.begin({ [variable]: taken });
    expect([await plai.end(), servers()]).toEqual([1, []]);
    expect(plai.said).toContain(`Port ${taken} is taken. Set ${variable} to a free one`);
    await new Promise((done) => holder.close(done));
  });

  it('tells root where PostgreSQL may not enter', async () => {
    if (process.getuid?.() !== 0) return;
    const closed = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-closed-'));
    const plai = await Start.begin({ PLAI_DATA_DIR: closed });
    expect([await plai.end(), plai.said]).toEqual([1, expect.stringContaining('- PLAI_DATA_DIR must lie where')]);
    fs.rmSync(closed, { recursive: true });
  });

  it('never starts the sandbox beside a real key', async () => {
    const plai = await Start.begin({
      STRIPE_SECRET_KEY: 'sk_live_0123456789',
      STRIPE_HOST: '127.0.0.1',
      PLAI_DEMO: '1',
    });
    expect([await plai.end(), servers()]).toEqual([1, []]);
    for (const name of ['STRIPE_HOST', 'PLAI_DEMO', 'STRIPE_WEBHOOK_SECRET']) expect(plai.said).toContain(`- ${name} `);
  });

  it.each([
    ['DATABASE_URL', 'postgres://plai@127.0.0.1:1/plai'],
    ['REDIS_URL', 'redis://127.0.0.1:1'],
    ['FILES_DIR', '/dev/null/plai'],
  ])('names %s when what it names does not answer', async (name, value) => {
    const plai = await Start.begin({ [name]: value });
    expect([await plai.end(), servers()]).toEqual([1, []]);
    expect(plai.said).toContain(`${name} cannot be used: `);
  });
});
