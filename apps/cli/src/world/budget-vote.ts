import { newId } from '#libs/kernel/src/index.js';
import { PARTS } from '../demo/board.data.js';
import { BALLOTS, FINISHED, MORE_VOTERS, PAPERS, SALCIA } from '../demo/votes.data.js';
import { sign, type Town } from './town.js';
import { type Actor, eachOf, type World } from './world.js';

/** What a town hall puts to the vote. */
interface VotePlan {
  readonly title: string;
  /** Lei. */
  readonly budget: string;
  readonly days: number;
  readonly identity: string;
}

/** What stands on a ballot on paper. */
interface PaperSeen {
  readonly number: string;
  readonly name: string;
  readonly roll: string;
  readonly part?: string;
  readonly ticked: readonly string[];
}

/** A vote under a budget with a few dozen ballots on both rolls, some on paper; gives its id. Nobody has counted it yet. */
export async function voteUnderBudget(world: World, town: Town, people: readonly Actor[]): Promise<string> {
  const { placeCode, domain } = town.cast;
  const more = await voters(world, MORE_VOTERS, { placeCode, domain, from: people.length });
  const id = await openVote(world, town, FINISHED);
  const ballots = BALLOTS.flatMap(([many, ticked]) => Array.from({ length: many }, () => ticked));
  // Five steps apart, so that every part and both rolls tick a bit of everything.
  const everybody = [...people, ...more];
  await eachOf(ballots, 4, async (ticked, n) => {
    await everybody[(n * 5) % everybody.length]!.api.put(`/budget-votes/${id}/ballot`, { ticked });
  });
  for (const [n, paper] of PAPERS.entries())
    await sign(town.president, await onPaper(town, id, { number: `${n + 1}`, ...paper }));
  return id;
}

/** The town hall enters a ballot on paper, which its second body has still to compare; gives the approval. */
async function onPaper({ mayor }: Town, vote: string, paper: PaperSeen): Promise<string> {
  const path = `/budget-votes/${vote}/papers/${newId()}`;
  return (await mayor.api.put<{ approvalId: string }>(path, paper)).approvalId;
}

/** Another town votes now: its people have written three needs, its town hall has priced them; a ballot on paper waits. */
export async function voteNow(world: World, town: Town): Promise<void> {
  const { placeCode, domain } = town.cast;
  const people = await voters(world, SALCIA.people, { placeCode, domain, from: 0 });
  for (const [n, { title, why, cost, description, ...where }] of SALCIA.needs.entries()) {
    const [need, said] = [newId(), { ...where, title, lang: 'ro' }];
    await people[n]!.api.put(`/places/${placeCode}/needs/${need}`, { ...said, why });
    const option = { ...said, description, cost, needs: [need], source: 'Deviz al primăriei, noiembrie 2026' };
    await town.mayor.api.put(`/places/${placeCode}/options/${newId()}`, option);
  }
  const id = await openVote(world, town, SALCIA.vote);
  for (const [n, ticked] of SALCIA.ballots.entries())
    await people[n]!.api.put(`/budget-votes/${id}/ballot`, { ticked });
  await onPaper(town, id, { number: '1', ...SALCIA.paper });
}

/** Waits until the result of a vote is there. */
export async function counted(world: World, id: string): Promise<void> {
  const state = async () => (await world.anybody.get<{ state: string }>(`/budget-votes/${id}`)).state;
  await world.until('a vote under a budget is counted', async () => (await state()) === 'closed');
}

/** The town hall puts all that it has priced to the vote; the association's president agrees. */
async function openVote(world: World, town: Town, plan: VotePlan): Promise<string> {
  const id = newId();
  const options = await world.anybody.list<{ id: string }>(`/places/${town.cast.placeCode}/options`);
  const body = { ...plan, lang: 'ro', options: options.map((option) => option.id) };
  const { approvalId } = await town.mayor.api.put<{ approvalId: string }>(`/bodies/${town.townHallId}/budget-votes/${id}`, body); // prettier-ignore
  await sign(town.president, approvalId);
  return id;
}

async function voters(
  world: World,
  names: readonly string[],
  { placeCode, domain, from }: { placeCode: string; domain: string; from: number },
): Promise<Actor[]> {
  const people: Actor[] = [];
  await eachOf(names, 4, async (name, index) => {
    const n = from + index;
    const actor = await world.signIn(`locuitor${n + 1}@${domain}`, name);
    const part = PARTS[Math.floor(n / PARTS.length) % PARTS.length];
    await actor.api.put(`/places/${placeCode}/neighbours/me`, { roll: n % 3 === 2 ? 'native' : 'resident', part });
    people[index] = actor;
  });
  return people;
}
