import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  type BudgetVoteExport,
  type BudgetVoteId,
  CastingService,
  PaperBallotsService,
} from '#libs/budgeting/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { type OptionId } from '#libs/needs/src/index.js';
import { fromRoot, TrailQueries, TrailSeal } from '#libs/platform/src/index.js';
import { BudgetTown } from '../../../../test/support/budget-town.js';
import { eventually } from '../../../../test/support/eventually.js';
import { buildTown } from '../../../../test/support/town.js';
import { roomOf } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let id: BudgetVoteId;
beforeAll(async () => {
  web = await openWeb();
  const room = roomOf(web);
  const town = await buildTown(room);
  const { mayor, president } = town;
  const budget = new BudgetTown(room, town);
  const options: OptionId[] = [];
  for (const lei of [200n, 300n, 400n]) options.push(await budget.option(Money.lei(lei * 100n)));
  id = await budget.opened({ budget: Money.lei(60_000n), options });
  for (let n = 0; n < 12; n += 1)
    await web.get(CastingService).cast(id, n % 3 === 0 ? ['03'] : ['01', '02'], await budget.neighbour(n % 2 ? 'native' : 'resident')); // prettier-ignore
  for (let n = 0; n < 12; n += 1) {
    const [paper, roll] = [newId<'Approval'>(), n % 2 ? 'native' : 'resident'] as const;
    await web.get(PaperBallotsService).enter({ id: paper, voteId: id, number: `${n}`, name: `Om ${'abcdefghijkl'[n]!}`, roll, ticked: n < 6 ? ['01'] : [] }, mayor); // prettier-ignore
    await web.get(PaperBallotsService).sign(paper, president);
  }
  await budget.close();
  await eventually(async () => {
    await web.get(TrailSeal).seal();
    expect(await web.get(TrailQueries).wayOver(`budget-vote:${id}`, ['budget-vote.counted'])).not.toBeNull();
  });
});
afterAll(() => web.close());

it('a stranger recounts the vote with one command and in a spreadsheet', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-recount-'));
  const verify = (text: string, ...args: string[]) => {
    fs.writeFileSync(path.join(folder, 'vote.json'), text);
    return spawnSync(process.execPath, [fromRoot('libs/budgeting/data/recount.mjs'), path.join(folder, 'vote.json'), ...args]).status; // prettier-ignore
  };
  const at = `/api/v1/budget-votes/${id}`;
  const text = await (await web.fetch(`${at}/export`)).text();
  expect(JSON.parse(text)).toMatchObject({ vote: { paper: { counted: 12, late: 0 } }, results: [{ roll: 'all', voters: 24, winners: ['01', '02'], total: '50000' }, {}, {}, {}] }); // prettier-ignore
  expect(verify(text)).toBe(0);
  expect(verify(text.replace('"total":"50000"', '"total":"50001"'))).toBe(1);
  expect(verify(text.replace('"ticked":["03"]', '"ticked":["01"]'))).toBe(1);
  expect(verify(text.replace('"channel":"paper"', '"channel":"online"'))).toBe(1);
  expect(verify(text.replace('"cost":"30000"', '"cost":"30001"'))).toBe(1);
  const { head } = (JSON.parse(text) as BudgetVoteExport).trail;
  expect(verify(text, '--head', `${head.n}:${head.hash}`)).toBe(0);
  expect(verify(text, '--head', `${head.n}:${'f'.repeat(64)}`)).toBe(1);
  expect(verify(text, '--head', head.hash)).toBe(2);
  expect(await (await web.fetch('/recount-budget.mjs')).text()).toContain('plai-budget-vote-1');
  const [titlesOf, ...rows] = (await (await web.fetch(`${at}/ballots.csv`)).text())
    .replace('\ufeff', '')
    .trim()
    .split('\r\n');
  expect(titlesOf).toBe('receipt,roll,channel,01,02,03');
  const columns = [3, 4, 5].map((n) => rows.reduce((sum, row) => sum + Number(row.split(',')[n]), 0));
  expect([rows.length, ...columns]).toEqual([24, 14, 8, 4]);
  expect(rows.filter((row) => row.split(',')[2] === 'paper')).toHaveLength(12);
  expect(await (await web.fetch(`${at}/ballots.pb`)).text()).toMatch(/;native;paper\n/);
  const [titles, ...paid] = (await (await web.fetch(`${at}/payments.csv`)).text()).replace('\ufeff', '').trim().split('\r\n'); // prettier-ignore
  expect(titles).toBe('receipt,had,01,02,left');
  const sums = paid.map((row) => row.split(',').slice(1).map(Number));
  expect([2, 3].map((n) => sums.reduce((sum, row) => sum + row[n - 1]!, 0).toFixed(2))).toEqual(['200.00', '300.00']);
  for (const [had, ...rest] of sums) expect(rest.reduce((sum, one) => sum + one, 0)).toBeCloseTo(had!, 6);
  for (const lang of ['ro', 'ru', 'en'])
    expect(await (await web.fetch(`/${lang}/budget-votes/${id}`)).text()).toContain('node recount-budget.mjs');
  fs.rmSync(folder, { recursive: true });
});

it('stays as it was opened, voted and counted, whatever the application’s own role tries', async () => {
  const set = (change: string) => web.db.rows(`update budgeting.vote set ${change} where id = $1`, [id]);
  for (const change of [`state = 'open'`, 'result_hash = ballots_hash', 'closes_at = opened_at'])
    await expect(set(change)).rejects.toThrow('is closed');
  await expect(set('budget_minor = budget_minor + 1')).rejects.toThrow('permission denied');
  await expect(web.db.rows(`update budgeting.ballot set ticked = '{03}' where vote_id = $1`, [id])).rejects.toThrow('is closed'); // prettier-ignore
  await expect(web.db.rows(`update budgeting.ballot set roll = 'native' where vote_id = $1`, [id])).rejects.toThrow('permission denied'); // prettier-ignore
  const more = `insert into budgeting.option (vote_id, code, option_id, title, description, cost_minor)
    select vote_id, '09', gen_random_uuid(), title, description, 1 from budgeting.option where vote_id = $1 limit 1`;
  await expect(web.db.rows(more, [id])).rejects.toThrow('the ballot of vote');
});
