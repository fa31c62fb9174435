import { BudgetVotesQueries, type BudgetVoteId, CastingService, PaperBallotsService, PreparingService, ResultsQueries, VoidingService, WinnersService } from '#libs/budgeting/src/index.js'; // prettier-ignore
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { type ApprovalId, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { acts, allowed, nothing } from '../act.js';
import type { SimulatedWorld } from '../world.js';
import { optionsOf } from './board.js';
import { answererOf, joins, NAMES, neighboursOf, newcomer, PARTS } from './people.js';

const OPTIONS_LEAST = 3;
const TWO_HOURS = 7_200;

/** The vote under a budget that is prepared or open in the town of the sites; null when there is none. */
export async function openVote(
  world: SimulatedWorld,
  states: readonly string[] = ['open'],
): Promise<BudgetVoteId | null> {
  const sql = `select id from budgeting.vote where place_code = $1 and state = any($2)`;
  return (await world.db.rows<{ id: BudgetVoteId }>(sql, [world.towns[0]!.placeCode, states]))[0]?.id ?? null;
}

/** Whatever is next for the town's vote under a budget: it is prepared, another body agrees that it opens, neighbours vote. */
async function budgetVote(world: SimulatedWorld): Promise<void> {
  const draft = await openVote(world, ['draft']);
  if (draft) return answerDraft(world, draft);
  const open = await openVote(world);
  if (!open) return prepare(world);
  for (const voter of await neighboursOf(world)) if (world.below(2)) await allowed(castBy(world, open, voter));
  if (world.below(2)) await castBeside(world, open);
}

/** The vote that is open in the town of the sites, or one that opens now. */
async function anOpenVote(world: SimulatedWorld): Promise<BudgetVoteId> {
  if (!(await openVote(world))) await budgetVote(world);
  const draft = await openVote(world, ['draft']);
  if (draft) await answerDraft(world, draft);
  const open = await openVote(world);
  if (!open) throw nothing('no vote is open');
  return open;
}

async function prepare(world: SimulatedWorld): Promise<void> {
  const { townHallId, mayor, secretary } = world.towns[0]!;
  const options = await optionsOf(world, OPTIONS_LEAST + world.below(3));
  const all = options.reduce((sum, { cost }) => sum.plus(cost), Money.lei(0n));
  const dearest = options.reduce((most, { cost }) => (cost.compare(most) > 0 ? cost : most), Money.lei(1n));
  const part = Money.lei((all.minor * BigInt(40 + world.below(70))) / 100n);
  const budget = part.compare(dearest) > 0 ? part : dearest;
  const id = newId<'BudgetVote'>();
  const said = { lang: 'ro', title: 'Ce facem la anul', days: 7 + world.below(4), identity: 'email' } as const;
  const wanted = options.map((option) => option.id);
  await world.get(PreparingService).prepare({ id, townHallId, ...said, budget, options: wanted }, world.one([mayor, secretary])); // prettier-ignore
  if (world.below(5)) await answerDraft(world, id);
}

async function answerDraft(world: SimulatedWorld, id: BudgetVoteId): Promise<void> {
  const [preparing, by] = [world.get(PreparingService), await answererOf(world, id as string as ApprovalId)];
  const lot = world.below(12);
  if (lot === 0) return preparing.refuse(id, 'Prețurile sunt vechi.', by);
  if (lot === 1) return preparing.withdraw(id, world.towns[0]!.secretary);
  await preparing.agree(id, by);
  world.note('budget vote opened');
  for (const voter of await neighboursOf(world)) if (world.below(2)) await allowed(castBy(world, id, voter));
}

/** Whatever somebody likes of what is on the ballot; by lot he thinks again. */
export async function castBy(world: SimulatedWorld, id: BudgetVoteId, by: PersonId): Promise<void> {
  for (let times = world.below(5) ? 1 : 2; times > 0; times -= 1) {
    const ticked = await someOf(world, id);
    const { receipt } = await world.get(CastingService).cast(id, ticked, by);
    world.ballots.set(receipt, ticked.join(','));
  }
}

/** Somebody votes who was no neighbour before, or says in the same step that he is one. */
async function castBeside(world: SimulatedWorld, id: BudgetVoteId): Promise<void> {
  const ticked = await someOf(world, id);
  const beside = { roll: world.one(['resident', 'native'] as const), part: world.one(PARTS) };
  const { receipt } = await world.get(CastingService).cast(id, ticked, await newcomer(world), beside);
  world.ballots.set(receipt, ticked.join(','));
}

async function someOf(world: SimulatedWorld, id: BudgetVoteId): Promise<string[]> {
  const options = await world.get(BudgetVotesQueries).options(id);
  return options.flatMap(({ code }) => (world.below(2) ? [code] : []));
}

/** A ballot on paper: the town hall enters it, another body signs, says no, or comes too late; now and then its voice has come by phone, or comes so after it. */
async function paperBallot(world: SimulatedWorld): Promise<void> {
  const [voteId, { mayor, secretary }] = [await anOpenVote(world), world.towns[0]!];
  const [id, name, ticked, papers] = [newId<'Approval'>(), world.one(NAMES), await someOf(world, voteId), world.get(PaperBallotsService)]; // prettier-ignore
  const [by, end] = [world.one([mayor, secretary]), (what: string) => world.note(`paper ballot ${what}`)];
  const slip = { number: `B-${id.slice(-9)}`, name, roll: world.one(['resident', 'native'] as const), part: world.one(PARTS) }; // prettier-ignore
  await papers.enter({ id, voteId, ticked, ...slip }, by);
  const lot = world.below(9);
  if (lot === 0) return end('nobody signed yet');
  if (lot === 1) return papers.decline({ id }, '', by).then(() => end('taken back'));
  const second = await answererOf(world, id);
  if (lot === 2) return papers.decline({ id }, 'Semnătura lipsește.', second).then(() => end('refused'));
  if (lot === 3) await allowed(castBy(world, voteId, await joins(world, name)));
  if (!(await allowed(papers.sign(id, second).then(({ receipt }) => world.ballots.set(receipt, ticked.join(',')))))) return end('not signed: its voice had come'); // prettier-ignore
  end('counted');
  if (lot > 4) return;
  const phoned = await allowed(castBy(world, voteId, await joins(world, name)));
  if (phoned) throw new Error(`${name} has two voices in ${voteId}`);
  end('refused its voice by phone');
}

/** The town hall wants an open vote stopped: the other body agrees or does not, the town hall takes it back, or the vote closes before. */
async function stopVote(world: SimulatedWorld): Promise<void> {
  const [voteId, { mayor, secretary }, voiding] = [await anOpenVote(world), world.towns[0]!, world.get(VoidingService)];
  const asked = (await world.get(ApprovalsQueries).of(`budget-vote:${voteId}`)).find(({ kind, state }) => kind === 'budget-vote-void' && state === 'waiting'); // prettier-ignore
  const id = asked?.id ?? newId<'Approval'>();
  const [by, end] = [world.one([mayor, secretary]), (what: string) => world.note(`stopping a vote ${what}`)];
  if (!asked) await voiding.ask({ id, voteId, reason: 'Prețul fântânii era greșit.' }, by);
  const [second, lot] = [await answererOf(world, id), world.below(5)];
  if (lot === 0) return end('left open');
  if (lot === 1) return voiding.decline(id, '', by).then(() => end('taken back'));
  if (lot === 2) return voiding.decline(id, 'Prețul e bun.', second).then(() => end('refused'));
  await voiding.agree(id, second);
  end('agreed');
}

/** The days of the vote are over: it is closed and counted, and the town hall begins a project of what was chosen. */
async function countVote(world: SimulatedWorld): Promise<void> {
  const id = await anOpenVote(world);
  const [left] = await world.db.rows<{ seconds: number }>('select ceil(extract(epoch from closes_at - platform.now()))::int as seconds from budgeting.vote where id = $1', [id]); // prettier-ignore
  await world.pass(left!.seconds + TWO_HOURS);
  const { state } = (await world.get(BudgetVotesQueries).find(id))!;
  if (state !== 'closed') throw new Error(`the vote ${id} is ${state} and not counted`);
  world.note('budget vote counted');
  const [winner] = await world.get(ResultsQueries).winners(id);
  if (!winner || world.below(2)) return;
  await world.get(WinnersService).begin(id, winner.code, newId<'Project'>(), world.towns[0]!.mayor);
  world.note('budget vote: a project of a winner begun');
}

/** What becomes of votes under a budget. */
export const BUDGETING_ACTS = acts({
  budgetVote: [budgetVote, 2, 2, 1],
  paperBallot: [paperBallot, 3, 2, 1],
  stopVote: [stopVote, 2, 2, 1],
  countVote: [countVote, 0, 3, 2],
});
