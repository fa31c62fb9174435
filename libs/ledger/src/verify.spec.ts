import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
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
