import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fromRoot } from '#libs/platform/src/index.js';

const JOURNALS = 100_000;
const sha = (...parts: (string | Buffer)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** A book of many journals, a thousand a seal, written piece by piece. */
function write(file: string): number {
  const out = fs.openSync(file, 'w');
  let [prev, tx, bytes] = ['00', 0, 0];
  for (let seal = 1; tx < JOURNALS; seal += 1) {
    const from = seal === 1 ? 0 : tx + 1;
    const lines: string[] = [];
    for (let n = 0; n < 1_000; n += 1) lines.push(journal((tx += 1)));
    let level = lines.map((line) => sha(Buffer.of(0), line));
    while (level.length > 1) {
      level = level.flatMap((left, at) => (at % 2 === 1 ? [] : [level[at + 1] ? sha(Buffer.of(1), left, level[at + 1]!) : left])); // prettier-ignore
    }
    const root = level[0]!.toString('hex');
    const hash = sha([seal, from, tx + 1, 1_000, root, prev].join('|')).toString('hex');
    const link = JSON.stringify({ seal, from: `${from}`, to: `${tx + 1}`, journals: 1_000, root, prev, hash });
    bytes += fs.writeSync(out, `${lines.join('\n')}\n${link}\n`);
    prev = hash;
  }
  fs.closeSync(out);
  return bytes;
}

function journal(n: number): string {
  const gift = sha(`${n}`).toString('hex').slice(0, 32);
  const dims = { gift };
  const entries = [
    ['held:stripe:clearing:MDL', 'MDL', `${n}`, 'posted', dims],
    ['held:project/01a202a5-ae70-7f21-94b9-a4a53eac8d65:claim:MDL', 'MDL', `-${n}`, 'posted', dims],
  ];
  return JSON.stringify({ id: n, tx: n, at: '1790000000000000', key: `pledge:${gift}:counted`, kind: 'pledge.counted', status: 'posted', ends: null, ref: {}, entries, salt: gift, digest: gift + gift }); // prettier-ignore
}

it('reads books of any length in the memory of a few: 100,000 journals in a heap of 24 MB', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-verify-long-'));
  const file = path.join(folder, 'books.jsonl');
  try {
    expect(write(file)).toBeGreaterThan(2 * 24_000_000);
    const verifier = fromRoot('libs/ledger/data/verify.mjs');
    const { status, stdout } = spawnSync(process.execPath, ['--max-old-space-size=24', verifier, file], { encoding: 'utf8' }); // prettier-ignore
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^Proved: 100000 journals under 100 seals/) }); // prettier-ignore
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

describe('an address that never ends', () => {
  type Main = (args: readonly string[], limits: object) => Promise<number>;
  const send = (reply: ServerResponse, text: string): void => {
    if (!reply.destroyed) reply.write(text, () => setImmediate(send, reply, text));
  };
  const server = createServer((request, reply) => {
    const lines: Record<string, string> = { '/empty': '\n'.repeat(500), '/line': 'a'.repeat(10_000), '/books': `${journal(1)}\n`, '/heads': `1 ${'a'.repeat(64)}\n` }; // prettier-ignore
    const text = lines[request.url!];
    if (text) send(reply.writeHead(200), text);
    else if (request.url === '/silent') reply.writeHead(200).write(`${journal(1)}\n`);
    else if (request.url !== '/deaf') reply.writeHead(302, { location: request.url === '/file' ? 'file:///etc/passwd' : '/loop' }).end(); // prettier-ignore
  });
  let address: string;
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['/loop', 'sends on more than 5 times.'],
    ['/file', 'sends on to what is no address.'],
    ['/empty', "is no export of Plai's books."],
    ['/line', "is no export of Plai's books."],
    ['/books', 'has not come to its end after 5000000 bytes.'],
    ['/heads', 'has not come to its end after 5000000 bytes.'],
    ['/deaf', 'is silent for 0.2 seconds.'],
    ['/silent', 'is silent for 0.2 seconds.'],
  ])('could not be read: %s', async (path, says) => {
    const { main } = (await import(fromRoot('libs/ledger/data/verify.mjs'))) as { main: Main };
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const of = address + path;
    const asked = path === '/heads' ? ['books.jsonl', '--heads', of] : [of];
    const isSilent = says.includes('silent'); // the others may rest for longer on a busy machine
    const exit = await main(asked, isSilent ? { silentMs: 200 } : { bytes: 5_000_000 });
    const said = log.mock.calls.flat();
    log.mockRestore();
    expect({ exit, said }).toEqual({ exit: 2, said: [`Could not read: ${of} ${says}`] });
  });

  it('nor for longer than a whole reading may take', async () => {
    const { main } = (await import(fromRoot('libs/ledger/data/verify.mjs'))) as { main: Main };
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await main([`${address}/books`], { wholeMs: 360 })).toBe(2);
    expect(log.mock.calls.flat()).toEqual([`Could not read: ${address}/books has not come to its end after 0.0001 hours.`]); // prettier-ignore
    log.mockRestore();
  });
});
