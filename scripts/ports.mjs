// Ports of this machine: checked before anything starts, so that a message can name the variable to set.
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { told } from './told.mjs';

const WAIT_MS = 3000;

/**
 * Throws what to do unless each variable holds a port that can be opened. What a killed start left behind is going:
 * it gets a moment.
 */
export async function mustBeFree(env, variables) {
  const seen = new Map();
  for (const variable of variables) {
    const port = Number(env[variable]);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw told(`${variable} must be a port number, 1 to 65535; it is "${env[variable]}".`);
    if (seen.has(port))
      throw told(`${variable} and ${seen.get(port)} are both ${port}: set one of them to another port.`);
    seen.set(port, variable);
  }
  for (const until = performance.now() + WAIT_MS; ; await sleep(100)) {
    const refused = await Promise.all([...seen.keys()].map((port) => refusal(port, env.HOST || '127.0.0.1')));
    const at = refused.findIndex(Boolean);
    if (at === -1) return;
    if (refused[at] === 'EADDRINUSE' && performance.now() < until) continue;
    throw told(sentence(variables[at], Number(env[variables[at]]), refused[at], env.HOST));
  }
}

/** A port that nobody uses now. */
export function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function refusal(port, host) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', ({ code }) => resolve(code));
    probe.listen(port, host, () => probe.close(() => resolve('')));
  });
}

function sentence(variable, port, code, host) {
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken. Set ${variable} to a free one, for example: ${variable}=${port > 60_000 ? port - 1000 : port + 1000} npm start`;
  if (code === 'EACCES') return `This user may not open port ${port}. Set ${variable} to one above 1023.`;
  return `Port ${port} of ${variable} cannot be opened on HOST=${host ?? '127.0.0.1'} (${code}).`;
}
