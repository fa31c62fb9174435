import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fromRoot } from '#libs/platform/src/index.js';
import { UsageError } from './command.js';
import { answerTo, matchCommand } from './match.command.js';
import { lists } from './match/lists.js';

type Entry = Record<string, unknown>;
const vectors = JSON.parse(fs.readFileSync(fromRoot('libs/matching/data/vectors.json'), 'utf8')) as Record<
  string,
  Entry | Entry[]
>;
const OUTPUTS = [
  'raw',
  'match',
  'match_unsaturated',
  'per_donation',
  'pool_left',
  'pot5000',
  'pot20',
  'funding',
  'violations',
  'grant',
  'federal',
  'state',
  'municipal',
];
const known = Object.keys(lists).flatMap((list) =>
  [vectors[list]!].flat().map((entry, index): [string, string, Entry] => [`${list}[${index}]`, list, entry]),
);

describe('every vector, without its outputs', () => {
  it.each(known)('%s', (_, list, entry) => {
    const outputs = list === 'three_for_one' ? [...OUTPUTS, 'total'] : OUTPUTS;
    const inputs = Object.fromEntries(Object.entries(entry).filter(([key]) => !outputs.includes(key)));
    const [answered] = answerTo({ [list]: [inputs] })[list] as [Entry];
    expect(near(answered)).toEqual(near(entry));
  });

  it('answers the whole file under its own keys', () => {
    expect(near(answerTo(vectors))).toEqual(near(vectors));
  });
});

describe('nonsense', () => {
  it.each<[string, unknown, RegExp]>([
    ['no object', [], /The file is no object/],
    ['an unknown list', { lottery: [] }, /lottery is no list that is known/],
    ['a name of every object', { constructor: [] }, /constructor is no list that is known/],
    ['a negative gift', { qf: [{ contribs: { p: { d: -1 } }, pool: 7 }] }, /qf\[0\]\.contribs\.p\.d is no sum/],
    ['parts of a ban', { qf: [{ contribs: { p: { d: 0.5 } }, pool: 7 }] }, /qf\[0\]\.contribs\.p\.d is no sum/],
    ['a text for a pool', { qf: [{ contribs: {}, pool: '7' }] }, /qf\[0\]\.pool is no sum/],
    ['no cap', { qf_capped: [{ contribs: {}, pool: 7 }] }, /qf_capped\[0\]\.cap is no sum/],
    ['a ratio of nothing', { one_to_one: [{ donations: [], ratio: '1/0' }] }, /one_to_one\[0\]\.ratio is no ratio/],
    ['a gift of nobody', { one_to_one: [{ donations: [[1, 'p', 5]], ratio: '1' }] }, /donations\[0\] is no text/],
    ['groups of no list', { cocm_single_source: [{ contribs: {}, clusters: { g: 'a' } }] }, /clusters\.g is no list/],
  ])('%s', (_, file, says) => {
    expect(() => answerTo(file)).toThrow(says);
    expect(() => answerTo(file)).toThrow(UsageError);
  });
});

describe('at the command line', () => {
  const printed: string[] = [];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-match-'));
  const file = path.join(folder, 'one.json');
  beforeAll(() => {
    jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
    fs.writeFileSync(file, JSON.stringify({ one_to_one: [{ donations: [['d', 'p', 700]], ratio: '1/2', pool: 300 }] }));
  });
  afterAll(() => {
    jest.restoreAllMocks();
    fs.rmSync(folder, { recursive: true });
  });

  it('prints JSON for programs and a table for people', async () => {
    expect([await matchCommand.run([file, '--json']), await matchCommand.run([file])]).toEqual([0, 0]);
    const [json, table] = printed as [string, string];
    expect(JSON.parse(json)).toMatchObject({ one_to_one: [{ match: { p: 300 }, per_donation: [300], pool_left: 0 }] });
    expect(table).toMatch(/one_to_one\[0\]\.match\.p +300\n/);
  });

  it('says what a file is that cannot be read, and what it expects', () => {
    expect(() => matchCommand.run([`${file}.none`])).toThrow(/cannot be read/);
    expect(() => matchCommand.run([])).toThrow(/match FILE\.json/);
  });
});

/** The two rules that are computed in binary fractions are compared to nine places. */
function near(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, one: unknown) =>
      typeof one === 'number' && !Number.isInteger(one) ? one.toFixed(9) : one,
    ),
  );
}
