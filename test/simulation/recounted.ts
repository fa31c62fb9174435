import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BudgetVoteExportQueries, type BudgetVoteId } from '#libs/budgeting/src/index.js';
import { DomainError, type VoteId } from '#libs/kernel/src/index.js';
import { fromRoot, TrailQueries, TrailSeal } from '#libs/platform/src/index.js';
import { VoteExportQueries } from '#libs/voting/src/index.js';
import type { Says } from './oracle.js';
import type { SimulatedWorld } from './world.js';

/** So often the log is sealed until a vote's last row lies in its chain: other seeds' transactions may hold that up. */
const ROUNDS_MAX = 100;
const ROUND_MS = 20;

interface Counted {
  readonly id: string;
  readonly room: 'voting' | 'budgeting';
}

/** At a quiet point: each vote that was counted since the last is counted again as a stranger does, from its export against the head of the log. */
export async function recounted(world: SimulatedWorld): Promise<Says> {
  const closed = await world.db.rows<Counted>(
    `select id, 'voting' as room from voting.vote where state = 'closed'
     union all select id, 'budgeting' from budgeting.vote where state = 'closed' order by 2, 1`,
  );
  const says: string[] = [];
  for (const vote of closed.filter(({ id }) => !world.recounted.has(id))) {
    says.push(...(await recount(world, vote)));
    world.recounted.add(vote.id);
    world.note(`counted again: a vote ${vote.room === 'voting' ? 'of an association' : 'under a budget'}`);
  }
  return says;
}

async function recount(world: SimulatedWorld, { id, room }: Counted): Promise<Says> {
  const exported = await sealed<object>(world, () =>
    room === 'voting'
      ? world.house.get(VoteExportQueries).of(id as VoteId)
      : world.house.get(BudgetVoteExportQueries).of(id as BudgetVoteId),
  );
  if (exported === null) return [`the vote ${id} was never sealed`];
  const head = (await world.house.get(TrailQueries).head())!;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-simulation-'));
  const file = path.join(folder, 'vote.json');
  fs.writeFileSync(file, JSON.stringify(exported));
  const words = [fromRoot(`libs/${room}/data/recount.mjs`), file, '--head', `${head.n}:${head.hash}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  fs.rmSync(folder, { recursive: true });
  return status === 0 ? [] : [`recounting ${id} says: ${stdout}${stderr}`];
}

/** What is exported once its rows of the log are sealed; null when they never are. */
async function sealed<T>(world: SimulatedWorld, exported: () => Promise<T>): Promise<T | null> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    await world.house.get(TrailSeal).seal();
    try {
      return await exported();
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'vote-not-sealed') throw error;
      await sleep(ROUND_MS);
    }
  }
  return null;
}
