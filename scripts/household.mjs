// The processes that `npm start` starts: it waits until they answer, tells when one dies, and takes all of them along.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { told } from './told.mjs';

const STOP_MS = 15_000;
const READY_MS = 60_000;
const TAIL_LINES = 20;
const READY = { web: '/readyz', 'stripe-sandbox': '/healthz', mailbox: '/' };

export class Household {
  #children = new Map();
  #stopping = false;

  /** `onDeath` is told when a process dies that should run on. */
  constructor(dataDir, onDeath) {
    this.logs = path.join(dataDir, 'logs');
    this.onDeath = onDeath;
    fs.mkdirSync(this.logs, { recursive: true });
  }

  /** Starts one of our processes and waits until it answers, or (the worker) says that it is ready. */
  async launch(name, env) {
    const file = path.join(this.logs, `${name}.log`);
    const log = fs.openSync(file, 'w');
    const child = this.#spawn(name, [], env, ['ignore', log, log, 'ipc']);
    fs.closeSync(log);
    const gone = new Promise((_resolve, reject) =>
      child.once('exit', (code, signal) => {
        if (this.#stopping) return;
        const how = signal ?? `exit code ${code}`;
        reject(told(`${name} has stopped (${how}); the end of ${file}:\n${tail(file)}`));
      }),
    );
    gone.catch((error) => this.onDeath(error));
    const ready = name === 'worker' ? new Promise((resolve) => child.once('message', resolve)) : answers(env, name);
    await Promise.race([ready, gone, late(name, file)]);
  }

  /** Runs one of our commands to its end. */
  run(name, args, env) {
    const child = this.#spawn(name, args, env, ['ignore', 'inherit', 'inherit', 'ipc']);
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => {
        if (code === 0) resolve();
        else reject(told(`${name} ${args.join(' ')} failed (exit code ${code}); logs are in ${this.logs}.`));
      });
    });
  }

  /** Ends everything: by asking, after a while without asking. */
  async stop() {
    this.#stopping = true;
    const all = [...this.#children.values()];
    const gone = Promise.all(all.map((child) => new Promise((resolve) => child.once('exit', resolve))));
    for (const child of all) child.kill('SIGTERM');
    const timeout = sleep(STOP_MS, 'late', { ref: false });
    if ((await Promise.race([gone, timeout])) === 'late') for (const child of all) child.kill('SIGKILL');
    await gone;
  }

  #spawn(name, args, env, stdio) {
    if (this.#stopping) throw told('Stopping.');
    const flags = ['--enable-source-maps', '--import', './scripts/with-parent.mjs', `dist/apps/${name}/src/main.js`];
    // A group of its own: Ctrl-C reaches the start alone, which then stops everything in order.
    const child = spawn(process.execPath, [...flags, ...args], { env, stdio, detached: true });
    this.#children.set(child.pid, child);
    child.once('exit', () => this.#children.delete(child.pid));
    return child;
  }
}

async function answers(env, name) {
  const host = !env.HOST || /^(0\.0\.0\.0|::|localhost)$/.test(env.HOST) ? '127.0.0.1' : env.HOST;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${env.PORT}${READY[name]}`;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
}

async function late(name, file) {
  await sleep(READY_MS, undefined, { ref: false });
  throw told(`${name} did not get ready in ${READY_MS / 1000} s; the end of ${file}:\n${tail(file)}`);
}

function tail(file) {
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
