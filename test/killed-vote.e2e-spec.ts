import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { counted, voteNow } from '#apps/cli/src/world/budget-vote.js';
import { passUntil } from '#apps/cli/src/world/life.js';
import { foundTown, type Town } from '#apps/cli/src/world/town.js';
import { type Actor, eachOf } from '#apps/cli/src/world/world.js';
import type { BudgetVoteExport } from '#libs/budgeting/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import { salcia } from './support/cast.js';
import { Mortals } from './support/mortals.js';
import { openWorld, type RunningWorld } from './support/world.js';

const NEIGHBOURS = 24;
/** The five of the town who vote before anything is killed; a paper waits and nobody signs it. */
const BEFORE = 5;
const TICKS = [['01'], ['01', '02'], ['03'], ['02']];
const KILLS = 3;

describe('a vote under a budget whose web and worker are killed', () => {
  let running: RunningWorld;
  let town: Town;
  let vote: { readonly id: string; readonly closesAt: string };
  let mortals: Mortals;
  const people: Actor[] = [];
  const receipts: string[] = [];

  beforeAll(async () => {
    running = await openWorld({ webs: 2 });
    const { world } = running;
    town = await foundTown(world, running.operators, salcia());
    await voteNow(world, town);
    const { placeCode } = town.cast;
    await eachOf(Array.from({ length: NEIGHBOURS }), 4, async (_, n) => {
      const actor = await world.signIn(`alegator-${n}@donor.plai.example`, `Alegător ${n}`);
      await actor.api.put(`/places/${placeCode}/neighbours/me`, { roll: n % 2 === 0 ? 'resident' : 'native' });
      people[n] = actor;
    });
    vote = (await world.anybody.list<typeof vote>(`/places/${placeCode}/budget-votes`))[0]!;
    mortals = await Mortals.of(running);
  }, 400_000);
  afterAll(async () => {
    mortals.close();
    await running.close();
  });

  it('takes each ballot once, though whoever sent it had to send it again', async () => {
    const casting = eachOf(people, 6, async ({ api }, n) => {
      for (const ticked of [TICKS[(n + 1) % TICKS.length]!, TICKS[n % TICKS.length]!]) {
        const { receipt } = await api.put<{ receipt: string }>(`/budget-votes/${vote.id}/ballot`, { ticked });
        receipts[n] = receipt;
      }
    });
    await mortals.killDuring(casting, ['web'], 200);
    expect(new Set(receipts).size).toBe(NEIGHBOURS);
  }, 600_000);

  it('is counted once, though its worker is killed while it closes and counts', async () => {
    await passUntil(running.world, new Date(vote.closesAt));
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await sleep(kill * 150);
      await mortals.kill('worker');
    }
    await counted(running.world, vote.id);
    await running.world.settle();
    const exported = await running.world.anybody.get<BudgetVoteExport>(`/budget-votes/${vote.id}/export`);
    expect(exported.ballots).toHaveLength(NEIGHBOURS + BEFORE);
    const ticks = new Map(exported.ballots.map(({ receipt, ticked }) => [receipt, ticked]));
    for (const [n, receipt] of receipts.entries()) expect(ticks.get(receipt)).toEqual(TICKS[n % TICKS.length]);
    expect(await running.world.audit()).toEqual([]);
  }, 600_000);

  it('can be recounted by a stranger', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-killed-vote-'));
    const file = path.join(folder, 'vote.json');
    fs.writeFileSync(file, JSON.stringify(await running.world.anybody.get(`/budget-votes/${vote.id}/export`)));
    expect(spawnSync(process.execPath, [fromRoot('libs/budgeting/data/recount.mjs'), file]).status).toBe(0);
    fs.rmSync(folder, { recursive: true });
  });

  it('tells each voter of the result in one letter, which a kill may send twice', () => {
    for (const { email } of people) {
      const told = running.mailbox.letters.filter(({ to, text }) => to === email && text.includes(vote.id));
      const results = told.filter(({ subject }) => /rezultat|ales|votat/i.test(subject));
      expect(new Set(results.map(({ headers }) => headers['message-id'])).size).toBe(1);
    }
  });
});
