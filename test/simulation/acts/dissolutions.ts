import { type Approval, ApprovalsQueries } from '#libs/approvals/src/index.js';
import { type BudgetVoteId, PaperBallotsService, PreparingService, VoidingService } from '#libs/budgeting/src/index.js';
import { CashiersService, CoversService, ReceiptsService, VoidsService } from '#libs/cash/src/index.js';
import { DissolutionsQueries, DissolutionsService, SuccessionsService } from '#libs/dissolutions/src/index.js';
import { type NeedId, NeedsService } from '#libs/funds/src/index.js';
import { type BodyId, DomainError, newId, type PersonId, type PledgeId } from '#libs/kernel/src/index.js';
import { PaperVotesService } from '#libs/voting/src/index.js';
import type { Town } from '../../support/town.js';
import { acts, allowed, nothing } from '../act.js';
import type { SimulatedWorld } from '../world.js';
import { call, finishAssemblies, living } from './assemblies.js';
import { bring } from './cash.js';
import { headOf } from './people.js';

const VOTES_SECONDS = 6 * 86_400;
const STEPS_MAX = 8;
const NO = 'Asociația se închide.';
const ANSWERS = `select association_id as id from projects.project where state in ('campaign', 'collecting', 'funded', 'in-delivery')
  union select q.association_id from projects.partner q join projects.project p on p.id = q.project_id where p.state in ('campaign', 'collecting', 'funded', 'in-delivery')`;

/** How somebody of an association says no to what waits for it, by kind. */
const REFUSALS: Readonly<Record<string, (world: SimulatedWorld, asked: Approval, by: PersonId) => Promise<unknown>>> = {
  'fund-need': (world, { id }, by) => world.get(NeedsService).refuse(id as string as NeedId, NO, by),
  'cash-receipt': (world, { subject, askedBy }) => world.get(ReceiptsService).discard(subject.slice('cash:'.length) as PledgeId, NO, askedBy), // prettier-ignore
  'cash-cover': (world, asked, by) => world.get(CoversService).refuse(asked, NO, by),
  'cash-void': (world, asked, by) => world.get(VoidsService).refuse(asked, NO, by),
  'cash-cashier': (world, { id }, by) => world.get(CashiersService).refuse(id, NO, by),
  'budget-vote': (world, { id }, by) => world.get(PreparingService).refuse(id as string as BudgetVoteId, NO, by),
  'budget-vote-void': (world, { id }, by) => world.get(VoidingService).decline(id, NO, by),
  'budget-vote-paper': (world, asked, by) => world.get(PaperBallotsService).decline(asked, NO, by),
  'vote-paper': (world, asked, by) => world.get(PaperVotesService).decline(asked, NO, by),
};

const endAny = async (world: SimulatedWorld) => end(world, await oneOf(world, await living(world)));

/** The association of a town that builds with another ends. */
async function endPartner(world: SimulatedWorld): Promise<void> {
  const partners = world.sites.flatMap(({ partner }) => partner ?? []);
  const towns = (await living(world)).filter((town) => partners.includes(town));
  if (towns.length === 0) throw nothing('no town builds with another');
  await end(world, await oneOf(world, towns));
}

/** Rather one that answers for a project which goes on. */
async function oneOf(world: SimulatedWorld, towns: readonly Town[]): Promise<Town> {
  const rows = await world.db.rows<{ id: BodyId }>(ANSWERS);
  const busy = towns.filter(({ associationId }) => rows.some(({ id }) => id === associationId));
  return world.one(busy.length > 0 ? busy : towns);
}

/** An association ends: its members decide, by lot what stands in the way is settled, somebody goes on with its projects or the public does, two of the operator confirm. */
async function end(world: SimulatedWorld, town: Town): Promise<void> {
  const { associationId } = town;
  const found = () => world.get(DissolutionsQueries).ofAssociation(associationId);
  if (!(await found())) await decide(world, town);
  if (!(await found())) return world.note('dissolution: the members did not want it');
  if (world.below(5)) await settleAll(world, town);
  await findSuccessor(world, town);
  const standIn = (await found())!.succession?.state !== 'agreed';
  const service = world.get(DissolutionsService);
  const id = await service.ask(associationId, { standIn }, world.staff[0]).catch((error: unknown) => {
    if (error instanceof DomainError) world.note(`dissolution: stands in the way: ${error.code}`);
    throw error;
  });
  if (world.below(6) === 0)
    return service.refuse(id, 'Încă nu.', world.staff[1]).then(() => world.note('dissolution: the second said no'));
  await service.confirm(id, world.staff[1]);
  await mustHaveHandedOver(world, town, standIn);
}

async function decide(world: SimulatedWorld, town: Town): Promise<void> {
  await finishAssemblies(world, town.associationId, ['yes']);
  await call(world, town, [{ kind: 'dissolution' }]);
  await finishAssemblies(world, town.associationId, ['yes']);
}

/** What it has begun comes to its end: assemblies, votes, questions, cash on its way. */
async function settleAll(world: SimulatedWorld, town: Town): Promise<void> {
  await finishAssemblies(world, town.associationId, ['yes', 'no']);
  const open = `select from voting.vote where association_id = $1 and state = 'open'`;
  for (let n = 0; n < STEPS_MAX && (await world.db.rows(open, [town.associationId])).length > 0; n += 1)
    await world.pass(VOTES_SECONDS);
  for (let n = 0; n < STEPS_MAX; n += 1) await allowed(bring(world, town));
  const waiting = await world.get(ApprovalsQueries).waiting(`association:${town.associationId}`);
  for (const asked of waiting) await allowed(REFUSALS[asked.kind]!(world, asked, await headOf(world, town)));
}

/** Another association is asked to go on; it agrees, says no, has not answered, or is not asked any more. */
async function findSuccessor(world: SimulatedWorld, town: Town): Promise<void> {
  const { associationId } = town;
  const [successions, by] = [world.get(SuccessionsService), await headOf(world, town)];
  const before = (await world.get(DissolutionsQueries).ofAssociation(associationId))!.succession;
  const others = (await living(world)).filter((other) => other.associationId !== associationId);
  const asked = before?.state === 'offered' && others.find((other) => other.associationId === before.successorId);
  if (before?.state === 'agreed' || (!asked && (others.length === 0 || world.below(6) === 0))) return;
  const [other, id] = [asked || world.one(others), asked ? before.id : newId<'Succession'>()];
  if (!asked) await successions.offer(associationId, { id, successorId: other.associationId }, by);
  const [lot, head] = [world.below(10), await headOf(world, other)];
  if (lot === 0) return world.note('succession: not answered yet');
  if (lot === 1) return successions.decline(id, 'Avem destule.', head).then(() => world.note('succession: declined'));
  if (lot === 2) return successions.takeBack(associationId, id, by).then(() => world.note('succession: taken back'));
  await successions.agree(id, head);
}

/** Nothing that is open is left with it. */
async function mustHaveHandedOver(world: SimulatedWorld, { associationId }: Town, standIn: boolean): Promise<void> {
  const sql = `select to_id as "to" from projects.hand_over where from_id = $1`;
  const handed = await world.db.rows<{ to: string | null }>(sql, [associationId]);
  if (handed.some(({ to }) => (to === null) !== standIn)) throw new Error(`${associationId} gave its projects elsewhere`); // prettier-ignore
  const what = handed.length > 0 ? `its projects go to ${standIn ? 'the public' : 'another'}` : 'without projects';
  world.note(`association ended: ${what}`);
}

/** How associations end. */
export const DISSOLUTIONS_ACTS = acts({
  endPartner: [endPartner, 0, 3, 2],
  endAny: [endAny, 0, 0, 4],
});
