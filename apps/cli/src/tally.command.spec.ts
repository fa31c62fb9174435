import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { fromRoot } from '#libs/platform/src/index.js';
import { exitOf, UsageError } from './command.js';
import { tallyCommand } from './tally.command.js';

const S09 = fromRoot('libs/budgeting/data/elections/s09_fraction_endowment.pb');
const folder = mkdtempSync(path.join(tmpdir(), 'plai-tally-'));
const printed: string[] = [];
beforeEach(() => void jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line)));
afterEach(() => {
  jest.restoreAllMocks();
  printed.length = 0;
});
afterAll(() => rmSync(folder, { recursive: true }));

it('prints the winners for programs', async () => {
  expect(await tallyCommand.run([S09, '--rule', 'mes_add1u', '--json'])).toBe(0);
  expect(JSON.parse(printed.join('\n'))).toEqual({
    rule: 'mes_add1u',
    winners: ['1', '2', '3'],
    purchaseOrder: ['2', '3', '1'],
    totalCost: '100',
    budget: '100',
    voters: 3,
    endowment: '103/3',
    increments: 1,
  });
});

it('prints a table for people', async () => {
  expect(await tallyCommand.run([S09, '--rule', 'mes_none'])).toBe(0);
  expect(printed[0]).toBe('mes_none: 2 of 3 for 66 of 100, 3 ballots');
  expect(printed.slice(2).map((line) => line.trim().split(/\s+/).slice(0, 2).join(' '))).toEqual(['1 2', '2 3', '- 1']);
});

it('answers an unknown rule and an unreadable file with exit code 2', async () => {
  const broken = path.join(folder, 'broken.pb');
  writeFileSync(broken, 'META\nkey;value\nbudget;much\nPROJECTS\nproject_id;cost\nVOTES\nvoter_id;vote\n');
  for (const [args, says] of [
    [[S09, '--rule', 'best'], 'tally FILE.pb --rule'],
    [[S09], 'tally FILE.pb --rule'],
    [['--rule', 'mes_u'], 'tally FILE.pb --rule'],
    [[S09, '--rules', 'mes_u'], 'tally FILE.pb --rule'],
    [[`${S09}x`, '--rule', 'mes_u'], 'cannot be read (ENOENT)'],
    [[broken, '--rule', 'mes_u'], 'line 3: "much" is no sum of money'],
  ] as const) {
    const error: unknown = await tallyCommand.run(args).catch((refused: unknown) => refused);
    expect(error).toBeInstanceOf(UsageError);
    expect(exitOf(error)).toEqual({ says: expect.stringContaining(says), code: 2 });
  }
});
