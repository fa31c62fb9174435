import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { fromRoot, Trail, TrailQueries, TrailSeal } from '#libs/platform/src/index.js';
import { eventually } from '../../../test/support/eventually.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { sealAll } from '../../../test/support/sealed.js';
import { asSuperuser, plant } from '../../../test/support/superuser.js';
import { account, CHART, ChainQueries, HeadsQueries, into, LedgerModule, LedgerService, ProofsQueries, SealService } from './index.js'; // prettier-ignore

const VERIFIER = fromRoot('libs/ledger/data/verify.mjs');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-verify-'));
const lei = (minor: number) => Money.lei(BigInt(minor));
const clearing = account('held', 'stripe', 'clearing', 'MDL');
const sha = (...parts: (string | Buffer)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

interface Seal extends Record<string, unknown> {
  seal: number;
  hash: string;
}

/** Runs the program itself on a file of these lines. */
function verifying(lines: readonly string[], ...options: string[]): { code: number | null; says: string } {
  const file = path.join(folder, `${newId()}.jsonl`);
  fs.writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return run(file, ...options);
}

function run(...args: string[]): { code: number | null; says: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFIER, ...args], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n')).toHaveLength(1);
  return { code: status, says: stdout.trim() };
}

const isSeal = (line: string) => line.startsWith('{"seal"');

/** What somebody with the whole machine can do: every seal made anew over what the lines say now. */
function resealed(lines: readonly string[]): string[] {
  let [prev, leaves] = ['00', [] as Buffer[]];
  return lines.map((line) => {
    if (!isSeal(line)) {
      leaves.push(sha(Buffer.of(0), line));
      return line;
    }
    let level = leaves;
    while (level.length > 1) {
      level = level.flatMap((left, at) => {
        const right = level[at + 1];
        return at % 2 === 1 ? [] : [right ? sha(Buffer.of(1), left, right) : left];
      });
    }
    const s: Seal = { ...(JSON.parse(line) as Seal), journals: leaves.length, root: level[0]!.toString('hex'), prev };
    s.hash = sha([s.seal, s.from, s.to, s.journals, s.root, s.prev].join('|')).toString('hex');
    [prev, leaves] = [s.hash, []];
    return JSON.stringify(s);
  });
}

describe('verify, run on a real export', () => {
  let room: Room;
  let lines: string[];
  let heads: { n: number; hash: string }[];
  const project = newId<'Project'>() as ProjectId;
  const claim = account('held', 'project', project, 'claim', 'MDL');
  const released = account('held', 'project', project, 'released', 'MDL');
  const gifts: string[] = [];

  const post = (journal: Parameters<LedgerService['post']>[1]) =>
    room.db.transaction((tx) => room.get(LedgerService).post(tx, journal));
  const give = async (minor: number) => {
    const gift = newId();
    gifts.push(gift);
    const postings = into(clearing, claim, lei(minor), lei(minor)).map((each) => ({ ...each, dims: { gift } }));
    await post({ key: `pledge:${gift}:counted`, kind: 'pledge.counted', project, postings, ref: { pledge: gift } });
  };
  const exported = async (): Promise<string[]> => {
    const chain = room.get(ChainQueries);
    let text = '';
    for await (const piece of chain.lines((await chain.piece({}))!)) text += piece;
    return text.trimEnd().split('\n');
  };
  const headOf = ({ n, hash }: { n: number; hash: string }) => ['--head', `${n}:${hash}`];

  beforeAll(async () => {
    room = await openRoom([LedgerModule]);
    for (let round = 0; round < 5; round += 1) {
      for (let n = 0; n < 4 + round; n += 1) await give(10_000 + 100 * round + n);
      const [key, postings] = [`tranche:${newId()}`, [{ debit: claim, credit: released, amount: lei(5_000) }]];
      await post({ key: `${key}:approved`, kind: 'tranche.approved', status: 'pending', project, postings });
      if (round % 2 === 0) {
        await sealAll(room);
        const ends = { key: `${key}:approved`, as: 'posted' } as const;
        // An ending may move less than was reserved, and other money beside it, as a lost dispute does.
        const [released] = postings.map((each) => ({ ...each, amount: lei(5_000 - round * 1_000) }));
        const beside = { debit: account('held', 'project', project, 'loss', 'MDL'), credit: account('held', 'operator', 'fx', 'MDL'), amount: lei(700) }; // prettier-ignore
        await post({ key: `${key}:released`, kind: 'tranche.released', ends, project, postings: [released!, beside] });
      } else
        await post({
          key: `${key}:void`,
          kind: 'tranche.void',
          ends: { key: `${key}:approved`, as: 'void' },
          project,
          postings: [],
        });
      await sealAll(room);
    }
    lines = await exported();
    heads = lines.filter(isSeal).map((line) => JSON.parse(line) as Seal).map(({ seal: n, hash }) => ({ n, hash })); // prettier-ignore
  });
  afterAll(async () => {
    fs.rmSync(folder, { recursive: true });
    await room.close();
  });

  /** The lines with one journal (not the first of its seal) changed. */
  const changed = (change: (line: string) => string[]): string[] => {
    const at = lines.findIndex((line, place) => place > 8 && line.includes('"pledge.counted"') && !isSeal(lines[place - 1]!)); // prettier-ignore
    return lines.flatMap((line, place) => (place === at ? change(line) : [line]));
  };
  const more = (line: string) => line.replaceAll(/"(-?)(10\d{3})"/g, '"$19$2"');

  it('proves the books as they are, in one sentence, and the head that was published', () => {
    const [journals, last] = [lines.filter((line) => !isSeal(line)).length, heads.at(-1)!];
    const alone = verifying(lines);
    expect(alone).toEqual({ code: 0, says: expect.stringMatching(new RegExp(`^Proved: ${journals} journals under ${last.n} seals, .*keep this one. The head is ${last.n}:${last.hash}\\.$`)) }); // prettier-ignore
    const compared = verifying(lines, ...headOf(last), ...headOf(heads[0]!));
    expect(compared).toEqual({ code: 0, says: expect.stringContaining('2 published heads agree with it.') });
    const facts = JSON.parse(verifying(lines, '--json').says) as object;
    expect(facts).toMatchObject({ ok: true, kind: 'books', journals, head: last });
  });

  it('names no gift in what is public, and everybody who knows his gift finds it', () => {
    const text = lines.join('\n');
    for (const gift of gifts) {
      expect(text).not.toContain(gift);
      expect(text).toContain(sha(gift).toString('hex').slice(0, 32));
    }
  });

  it.each([
    ['a changed amount, still balanced', (line: string) => [more(line)], /^Broken at seal \d+: a journal under it was changed after it was sealed/],
    ['a changed reference', (line: string) => [line.replace(/"pledge": "\w{4}/, '"pledge": "0000')], /^Broken at seal \d+: a journal under it was changed/],
    ['a deleted journal', () => [], /^Broken at seal \d+: \d+ journals stand before it and \d+ were sealed/],
    ['an inserted journal', (line: string) => [line, line.replaceAll(/"(id|tx)": (\d+)/g, (_, name: string, n: string) => `"${name}": ${BigInt(n) + (name === 'id' ? 1000n : 0n)}`).replace(/"key": "\w+:/, '"key": "other:')], /^Broken at seal \d+: \d+ journals stand before it and \d+ were sealed/],
    ['a journal that is there twice', (line: string) => [line, line], /^Broken at journal pledge:\w+:counted: it stands out of order/],
    ['an unbalanced journal', (line: string) => [line.replace(/"10(\d{3})"/, '"11$1"')], /^Broken at journal pledge:\w+:counted: it is not balanced/],
    ['books that mix', (line: string) => [line.replace('held:project', 'memo:project')], /^Broken at journal .*it mixes the two books/],
    ['currencies that mix', (line: string) => [line.replace('clearing:MDL', 'clearing:EUR')], /^Broken at journal .*it mixes currencies/],
  ])('finds %s', (_, change, says) => {
    expect(verifying(changed(change))).toEqual({ code: 1, says: expect.stringMatching(says) });
  }); // prettier-ignore

  it('finds journals that changed places, also when the seals were made anew', () => {
    const at = lines.findIndex((line, place) => place > 0 && !isSeal(line) && !isSeal(lines[place + 1]!));
    const other = [...lines.slice(0, at), lines[at + 1]!, lines[at]!, ...lines.slice(at + 2)];
    const out = expect.stringMatching(/^Broken at journal .*: it stands out of order/);
    expect(verifying(other)).toEqual({ code: 1, says: out });
    expect(verifying(resealed(other))).toEqual({ code: 1, says: out });
  });

  it('finds that the last seal, or a part of a line, was cut off', () => {
    expect(verifying(lines.slice(0, -1))).toEqual({ code: 1, says: expect.stringMatching(/under no seal: the end was cut off/) }); // prettier-ignore
    expect(verifying([...lines.slice(0, -1), lines.at(-1)!.slice(0, 40)]).says).toMatch(/it cannot be read: it was damaged or cut short/); // prettier-ignore
    expect(verifying(lines.slice(lines.findIndex(isSeal) + 1)).says).toContain('does not begin at the first seal');
  });

  it('finds whole seals that were cut off only with a head, and then which', () => {
    const end = lines.lastIndexOf(lines.filter(isSeal).at(-2)!) + 1;
    const cut = lines.slice(0, end);
    expect(verifying(cut).code).toBe(0);
    const last = heads.at(-1)!;
    expect(verifying(cut, ...headOf(last))).toEqual({ code: 1, says: expect.stringContaining(`Broken at seal ${last.n}: a head with this number was published, and the books end before it`) }); // prettier-ignore
  });

  it('finds a fork, whose chain is whole in itself, by a published head', () => {
    const fork = resealed(changed((line) => [more(line)]));
    expect(verifying(fork).code).toBe(0);
    const last = heads.at(-1)!;
    const list = path.join(folder, 'heads.txt');
    fs.writeFileSync(list, heads.map(({ n, hash }) => `2026-11-22 ${n} ${hash}\n`).join(''));
    expect(verifying(fork, ...headOf(last)).says).toMatch(new RegExp(`^Broken at seal ${last.n}: its hash is .* these are other books`)); // prettier-ignore
    expect(verifying(fork, '--heads', list).code).toBe(1);
    expect(verifying(lines, '--heads', list)).toMatchObject({ code: 0 });
    expect(verifying(resealed(lines)).code).toBe(0);
  });

  it('finds what was taken and is not there, and what is ended twice, however the seals are', () => {
    const twice = lines.find((line) => line.includes('"tranche.void"'))!;
    const again = twice
      .replace(/"id": \d+/, '"id": 999999')
      .replace(/"key": "tranche:(\w+):void"/, '"key": "tranche:$1:again"');
    const at = lines.length - 1;
    const tx = /"tx": (\d+)/.exec(lines[at - 1]!)![1]!;
    const added = (line: string) => resealed([...lines.slice(0, at), line.replace(/"tx": \d+/, `"tx": ${tx}`), lines[at]!]); // prettier-ignore
    expect(verifying(added(again)).says).toMatch(/^Broken at journal tranche:\w+:again: it ends tranche:.* which is not pending or was ended before/); // prettier-ignore
    const release = lines.find((line) => line.includes('"tranche.approved"'))!;
    const huge = release
      .replace(/"id": \d+/, '"id": 999999')
      .replace(/"key": "tranche:/, '"key": "tranche:0')
      .replaceAll('5000', '900000000');
    expect(verifying(added(huge)).says).toMatch(new RegExp(`^Broken at seal \\d+: more was taken from ${claim} than was there`)); // prettier-ignore
  });

  it('finds an ending that moves more than was reserved, or nothing of it', () => {
    const released = (from: string, to: string) =>
      resealed(lines.map((line) => (line.includes('"tranche.released"') ? line.replaceAll(from, to) : line)));
    const broken = /^Broken at journal tranche:\w+:released: it does not end tranche:\w+:approved as it was reserved/;
    expect(verifying(released('3000', '5001')).says).toMatch(broken);
    expect(verifying(released(':claim:MDL', ':loss:MDL')).code).toBe(1);
    expect(verifying(released('3000', '2999'))).toMatchObject({ code: 0 });
  });

  it('finds what somebody did with the triggers turned off', async () => {
    const untouched = verifying(await exported(), ...headOf(heads.at(-1)!));
    expect(untouched.code).toBe(0);
    const restore = `update ledger.entry set amount = amount / 2 where journal_id = (select min(id) from ledger.journal)`;
    await plant(room, ['ledger.entry'], [restore.replace('/', '*')]);
    const edited = verifying(await exported());
    await plant(room, ['ledger.entry'], [restore]);
    expect(edited).toEqual({ code: 1, says: expect.stringMatching(/^Broken at seal 1: a journal under it was changed after it was sealed/) }); // prettier-ignore
  });

  it('says what it found, whatever the books would have a terminal show instead', () => {
    const says = 'Proved: 3 journals under 1 seal, from the first to seal 1.';
    for (const steering of ['\u001b[2K\r', '\n', '\u009b2J', '\u2028', '\u202e']) {
      const key = JSON.stringify(`x${steering}${says}`).replaceAll('\u009b', '\\u009b');
      const answer = verifying(changed((line) => [line.replace(/"key": "[^"]+"/, `"key": ${key}`).replace(/"10(\d{3})"/, '"11$1"')])); // prettier-ignore
      expect(answer.code).toBe(1);
      expect(answer.says).toMatch(/^Broken at journal x\?/);
      expect(answer.says).not.toMatch(/[\p{C}\p{Zl}]/u);
    }
    const endless = verifying(changed((line) => [line.replace(/"key": "/, `$&${'x'.repeat(1_000_000)}`).replace(/"10(\d{3})"/, '"11$1"')])); // prettier-ignore
    expect(endless.says.length).toBeLessThan(1_000);
  });

  it('says that it could not read what is no export, and what is not there', () => {
    expect(run(path.join(folder, 'nowhere.jsonl'))).toMatchObject({ code: 2 });
    expect(verifying(['<!doctype html>'])).toEqual({ code: 2, says: expect.stringMatching(/^Could not read: .*no export/) }); // prettier-ignore
    expect(run()).toEqual({ code: 2, says: expect.stringContaining('Usage') });
    expect(verifying(lines, '--head', 'nonsense').code).toBe(2);
    expect(run('http://127.0.0.1:9').code).toBe(2);
  });

  it('checks the proof of one gift, which shows no other, up to a published head', async () => {
    const proof = (await room.get(ProofsQueries).of(`pledge:${gifts[2]}:counted`))!;
    const [seal, head] = [proof.seals[0]!, proof.seals.at(-1)!];
    const file = JSON.stringify(proof);
    for (const gift of gifts) {
      expect(file.includes(sha(gift).toString('hex').slice(0, 32))).toBe(gift === gifts[2]);
    }
    const whole = expect.stringMatching(/^Proved: the journal pledge:\w+:counted of \d{4}-\d\d-\d\d over 100\.02 MDL lies unchanged under seal/); // prettier-ignore
    expect(verifying([file])).toEqual({ code: 0, says: whole });
    expect(verifying([file], ...headOf({ n: head.seal, hash: head.hash })).says).toContain(
      'under a head that you know',
    );
    const lie = (n: number) => ({ n, hash: 'f'.repeat(64) });
    expect(verifying([file], ...headOf(lie(head.seal)))).toMatchObject({ code: 1 });
    expect(verifying([file], ...headOf(lie(head.seal + 1)))).toMatchObject({ code: 2 });
    for (const tampered of [
      { ...proof, journal: more(proof.journal) },
      { ...proof, path: proof.path.slice(1) },
      { ...proof, path: proof.path.map(([side, hash]) => [side === 'L' ? 'R' : 'L', hash]) },
      { ...proof, seals: [{ ...seal, root: 'a'.repeat(64) }, ...proof.seals.slice(1)] },
      { ...proof, seals: proof.seals.map((each) => ({ ...each, journals: each.journals + 1 })) },
    ]) {
      expect(verifying([JSON.stringify(tampered)])).toMatchObject({ code: 1, says: expect.stringMatching(/^Broken at/) }); // prettier-ignore
    }
    expect(await room.get(ProofsQueries).of(`pledge:${newId()}:counted`)).toBeNull();
  });

  it('gives no proof before the seal', async () => {
    await asSuperuser(room, async (open) => {
      await open.query('begin; select pg_current_xact_id()'); // nothing later is final while this one runs
      await give(777);
      await room.get(SealService).seal();
      const key = `pledge:${gifts.at(-1)}:counted`;
      expect(await room.get(ProofsQueries).placeOf(key)).toMatchObject({ seal: null, hash: null });
      expect(await room.get(ProofsQueries).of(key)).toBeNull();
      expect(await room.get(HeadsQueries).secondsUnsealed()).toBeGreaterThan(0);
      await open.query('commit');
    });
    await sealAll(room);
    expect(await room.get(ProofsQueries).of(`pledge:${gifts.at(-1)}:counted`)).not.toBeNull();
  });

  it('checks the log of who did what', async () => {
    for (let n = 0; n < 5; n += 1) {
      await room.db.transaction((tx) => room.get(Trail).add(tx, { actor: null, action: 'spec.noted', subject: `spec:${n}` })); // prettier-ignore
    }
    await eventually(async () => {
      await room.get(TrailSeal).seal();
      expect((await room.get(TrailQueries).head())?.n).toBe('5');
    });
    const rows = (await room.get(TrailQueries).log('', 100)).map((row) => JSON.stringify(row));
    const head = (await room.get(TrailQueries).head())!;
    expect(verifying(rows, '--head', `${head.n}:${head.hash}`)).toEqual({ code: 0, says: expect.stringMatching(/^Proved: 5 rows of the trail/) }); // prettier-ignore
    expect(verifying(rows.map((row) => row.replaceAll('spec:3', 'spec:x'))).says).toMatch(/^Broken at row 4 of the trail: it was changed/); // prettier-ignore
    expect(verifying(rows.filter((_, at) => at !== 1)).says).toMatch(/^Broken at row 3 of the trail: it does not follow row 1/); // prettier-ignore
    expect(verifying(rows.slice(0, -1), '--head', `${head.n}:${head.hash}`).code).toBe(1);
  });

  it('has the chart of the books', async () => {
    const { guardedSides } = (await import(VERIFIER)) as { guardedSides: ReadonlyMap<string, bigint> };
    const ours = CHART.filter(({ guarded }) => guarded).map(({ book, owner, name, side }) => [`${book}:${owner}:${name}`, side === 'debit' ? 1n : -1n]); // prettier-ignore
    expect([...guardedSides].sort()).toEqual(ours.sort());
  });
});
