import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callAssembly, type Point, signMinutes, voteInAssembly } from '#apps/cli/src/world/assembly.js';
import { foundTown, type Town } from '#apps/cli/src/world/town.js';
import { fromRoot } from '#libs/platform/src/index.js';
import { salcia } from './support/cast.js';
import { Mortals } from './support/mortals.js';
import { openWorld, type RunningWorld } from './support/world.js';

const DAY = 86_400;
const ASKED = ['Cumpărăm o drujbă?', 'Reparăm poarta cimitirului?', 'Intrăm în federație?', 'Facem hram în mai?'];
const POINTS: readonly Point[] = [
  ...ASKED.map((ro): Point => ({ kind: 'question', question: { original: 'ro', ro, ru: ro, en: ro } })),
  { kind: 'officers', role: 'treasurer', years: 2 },
];
/** Of each five who may vote. */
const CHOICES = ['yes', 'yes', 'no', 'yes', 'abstain'];
const KILLS = 3;

interface Seen {
  readonly state: string;
  readonly items: readonly { readonly voteId: string; readonly outcome: string; readonly effect: string | null }[];
}

describe('an assembly whose web and worker are killed', () => {
  let running: RunningWorld;
  let mortals: Mortals;
  let town: Town;
  let id: string;
  const seen = () => town.president.api.get<Seen>(`/assemblies/${id}`);

  beforeAll(async () => {
    running = await openWorld({ webs: 2 });
    town = await foundTown(running.world, running.operators, salcia());
    id = await callAssembly(town, POINTS);
    await running.world.settle();
    mortals = await Mortals.of(running);
  }, 400_000);
  afterAll(async () => {
    mortals.close();
    await running.close();
  });

  it('opens each point once, and takes each vote once, though whoever sent it had to send it again', async () => {
    await running.world.passTime(8 * DAY + 3_600);
    await mortals.killDuring(voteInAssembly(running.world, town, id, CHOICES), ['worker', 'web'], 300);
    const votes = await running.db.rows<{ roll: number; ballots: number }>(
      `select v.roll_size as roll, (select count(*)::int from voting.ballot b where b.vote_id = v.id) as ballots from voting.vote v where v.subject like 'question:%'`,
    );
    expect(votes).toEqual(POINTS.map(() => ({ roll: town.voters.length, ballots: town.voters.length })));
  }, 600_000);

  it('is counted once, and what it decided happens once, though its worker is killed meanwhile', async () => {
    await running.world.passTime(5 * DAY + 3_600);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await sleep(kill * 150);
      await mortals.kill('worker');
    }
    await running.world.until('the assembly is closed', async () => (await seen()).state === 'closed');
    await running.world.settle();
    const { items } = await seen();
    expect(items.map(({ outcome, effect }) => [outcome, effect])).toEqual([
      ...ASKED.map(() => ['accepted', null]),
      ['accepted', 'done'],
    ]);
    expect(await running.db.rows('select from hometowns.term where elected')).toHaveLength(1);
    await signMinutes(running.world, town, id);
    expect(await running.world.audit()).toEqual([]);
  }, 600_000);

  it('can be recounted by a stranger, point by point', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-killed-assembly-'));
    for (const { voteId } of (await seen()).items) {
      const file = path.join(folder, `${voteId}.json`);
      fs.writeFileSync(file, JSON.stringify(await running.world.anybody.get(`/votes/${voteId}/export`)));
      expect(spawnSync(process.execPath, [fromRoot('libs/voting/data/recount.mjs'), file]).status).toBe(0);
    }
    fs.rmSync(folder, { recursive: true });
  });

  it('tells each member of the result in one letter, which a kill may send twice', () => {
    for (const { email } of town.voters) {
      const told = running.mailbox.letters.filter(({ to, text }) => to === email && text.includes(id));
      expect(told.length).toBeGreaterThan(0);
      const letters = new Set(told.map(({ subject, headers }) => `${subject} ${headers['message-id']}`));
      expect(letters.size).toBe(new Set(told.map(({ subject }) => subject)).size);
    }
  });
});
