import { type ApprovalId, DomainError, Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { CancellationService, CompletionService, DeliveryQueries, InvoicesService, MoneyBackService, ReleasesService, StagesService, type TrancheRequest } from '#libs/delivery/src/index.js'; // prettier-ignore
import { SealService } from '#libs/ledger/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import { acts } from '../act.js';
import type { Site, SimulatedWorld } from '../world.js';
import { inspectorOf, membersOf } from './people.js';

const VOTE_DAYS = 5;

/** Whatever is next for a tranche: the town asks, the inspector looks and the association votes, two sign. */
async function tranche(world: SimulatedWorld): Promise<void> {
  const site = await siteAtWork(world);
  const requests = await world.get(DeliveryQueries).requests(site.project.id);
  const approved = requests.find(({ state }) => state === 'approved');
  if (approved) return release(world, approved.id);
  const asked = requests.find(({ state }) => state === 'asked');
  if (asked)
    return site.walk.inspect(asked.id, world.below(9) ? 'accepted' : 'refused', await inspectorOf(world, site));
  const voting = requests.find(({ state }) => state === 'voting');
  if (voting) return vote(world, voting);
  const live = new Set(requests.filter(({ state }) => !['refused', 'rejected', 'void'].includes(state)).map(({ trancheId }) => trancheId)); // prettier-ignore
  const next = site.project.tranches.findIndex((id) => !live.has(id));
  if (next >= 0) await site.walk.ask(next);
}

/** A project whose money may be asked for, by lot. Refused when there is none. */
export async function siteAtWork(world: SimulatedWorld): Promise<Site> {
  const sql = `select id from projects.project where state in ('funded', 'in-delivery')`;
  const at = new Set((await world.db.rows<{ id: string }>(sql)).map(({ id }) => id));
  const sites = world.sites.filter(({ project }) => at.has(project.id));
  if (sites.length === 0) throw new DomainError('not-found', 'none', 'no project is at work');
  return world.one(sites);
}

/** Every member of each association votes as he likes, mostly for it; then the days of the votes pass. */
export async function vote(world: SimulatedWorld, { votes }: TrancheRequest): Promise<void> {
  for (const { voteId, associationId, outcome } of votes) {
    // Where a town has no association the days of objection go on when the others have voted.
    if (outcome !== null) continue;
    for (const member of await membersOf(world, associationId)) {
      const choice = world.one(['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'no', 'abstain'] as const);
      if (world.below(9)) await world.get(VotesService).cast(voteId, choice, null, member);
    }
  }
  await world.pass(VOTE_DAYS * 86_400);
}

/** A tranche that is approved is ordered: somebody has signed before, or signs now; somebody else signs too. */
export async function release(world: SimulatedWorld, id: TrancheRequest['id']): Promise<void> {
  const sql = `select id from approvals.approval where subject = 'tranche:' || $1 and state = 'waiting'`;
  const [waiting] = await world.db.rows<{ id: ApprovalId }>(sql, [id]);
  const releases = world.get(ReleasesService);
  const approval = waiting?.id ?? (await releases.askRelease(id, world.staff[0]));
  await releases.confirmRelease(approval, world.staff[1]);
}

async function invoice(world: SimulatedWorld): Promise<void> {
  const site = world.one(world.sites);
  const unspent = await unspentOf(site);
  if (unspent < 3n) return;
  await spend(world, site, { amount: Money.lei(world.below(2) ? unspent : unspent / 3n), proven: world.below(4) > 0 });
}

/** What the town hall has and has not spent yet, in bani. */
export async function unspentOf({ walk }: Site): Promise<bigint> {
  return (await walk.books())['town-unspent'] ?? 0n;
}

/** The town hall enters an invoice, which is proven or cancelled. */
export async function spend(
  world: SimulatedWorld,
  { walk, project, town }: Site,
  { amount, proven }: { amount: Money; proven: boolean },
): Promise<void> {
  const invoices = world.get(InvoicesService);
  const [date, file] = [await walk.today(), await walk.pdf(town.mayor)];
  const id = newId<'Invoice'>();
  const invoice = { id, projectId: project.id, lineId: project.lines[0]!, supplier: 'Electro', number: id.slice(-9), date, amount, file }; // prettier-ignore
  await invoices.enter(invoice, town.mayor);
  if (proven) await invoices.prove(id, { number: '1', date, file }, town.mayor);
  else await invoices.cancel(id, 'greșită', town.mayor);
}

const moneyBack = (world: SimulatedWorld) => sendBackHalf(world, world.one(world.sites));

/** The town hall sends half of what it has back. */
export async function sendBackHalf(world: SimulatedWorld, site: Site): Promise<void> {
  const unspent = await unspentOf(site);
  if (unspent < 2n) return;
  const line = await world.bank.line({ meaning: 'gift', amount: Money.lei(unspent / 2n) });
  await world.get(MoneyBackService).take(line, site.project.id, world.staff[0]);
}

const cancel = (world: SimulatedWorld) => cancelProject(world, world.one(world.sites).project.id);

/** Two of the operator's cancel a project. */
export async function cancelProject(world: SimulatedWorld, id: ProjectId): Promise<void> {
  const cancellation = world.get(CancellationService);
  const approval = await cancellation.cancel(id, 'Nu se mai face.', world.staff[0]);
  await cancellation.confirm(approval, world.staff[1]);
}

const complete = (world: SimulatedWorld) => completeProject(world, world.one(world.sites));

/** The town hall makes its final account, and the operator closes the project. */
export async function completeProject(world: SimulatedWorld, { walk, project, town }: Site): Promise<void> {
  const [date, file, completion] = [await walk.today(), await walk.pdf(town.mayor), world.get(CompletionService)];
  const met = { id: newId<'StageReport'>(), projectId: project.id, milestoneId: project.milestones[0]!, on: date, file }; // prettier-ignore
  await world.get(StagesService).met(met, town.mayor).catch(() => undefined); // prettier-ignore
  const note = 'Facturile sunt altele decât planul.';
  await completion.finalAccount({ id: newId<'FinalAccount'>(), projectId: project.id, note }, town.mayor);
  await completion.accept({ projectId: project.id, number: '1', date, file }, town.mayor);
  await completion.complete(project.id, world.staff[0]);
}

async function seal(world: SimulatedWorld): Promise<void> {
  await world.get(SealService).seal();
}

/** What becomes of works, their tranches and invoices. */
export const WORKS_ACTS = acts({
  tranche: [tranche, 0, 16, 5],
  invoice: [invoice, 0, 5, 5],
  moneyBack: [moneyBack, 0, 1, 1],
  cancel: [cancel, 0, 1, 3],
  complete: [complete, 0, 1, 4],
  seal: [seal, 1, 1, 1],
});
