import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import type { BankLineId } from '#libs/banking/src/index.js';
import { CashiersService, CashQueries, CoversService, type Deposit, type DepositId, DepositsService, ReceiptsService, VoidsService } from '#libs/cash/src/index.js'; // prettier-ignore
import { Money, newId, type PersonId, type PledgeId } from '#libs/kernel/src/index.js';
import type { Town } from '../../support/town.js';
import { acts } from '../act.js';
import type { SimulatedWorld } from '../world.js';
import { headOf, otherOf } from './people.js';

/** The town's cashier, named by two when there is none yet. */
async function cashierOf(world: SimulatedWorld, town: Town): Promise<PersonId> {
  const { associationId, members } = town;
  const [president, inspector] = [await headOf(world, town), await otherOf(world, town)];
  const [known] = await world.get(CashQueries).cashiers(associationId);
  const cashiers = world.get(CashiersService);
  if (known?.state === 'asked') await cashiers.confirm(known.approvalId, inspector);
  if (!known) await cashiers.confirm(await cashiers.ask(associationId, members[0]!, president), inspector);
  return members[0]!;
}

/** A cashier takes cash and another officer signs; by lot it goes back to its giver. */
async function takeCash(world: SimulatedWorld): Promise<void> {
  const { town, project } = world.one(world.sites);
  const { associationId } = town;
  const by = await cashierOf(world, town);
  const [president, inspector] = [await headOf(world, town), await otherOf(world, town)];
  const lei = Money.lei(BigInt(1 + world.below(60_000)));
  const shortfall = world.one(['return', 'smaller', 'next'] as const);
  const said = { line: null, shortfall, onward: true, giver: 'Ion', shown: false, email: null, lang: 'ro' } as const;
  const words = { projectId: project.id, lei, ...said };
  const { id, approvalId } = await world.get(ReceiptsService).write({ id: newId<'Pledge'>(), associationId, ...words }, by); // prettier-ignore
  if (world.below(6) === 0) return world.get(ReceiptsService).discard(id, 'scris greșit', by);
  await world.get(ReceiptsService).sign(approvalId, inspector);
  world.gifts.push(id);
  if (world.below(5)) return;
  await makeVoid(world, id, by, president);
}

const bringCash = (world: SimulatedWorld) => bring(world, world.one(world.sites).town);

/** What is in hand goes onto a slip, then to the bank: whole, in two parts, or as far as both sides agree. */
export async function bring(world: SimulatedWorld, town: Town): Promise<void> {
  const cash = world.get(CashQueries);
  const open = (await cash.deposits(town.associationId)).find(({ state }) => state === 'open');
  if (open) return toBank(world, town, open);
  const free = (await cash.open(town.associationId)).filter(({ state, depositId }) => state === 'signed' && !depositId);
  const receiptIds = free.slice(0, 1 + world.below(3)).map(({ id }) => id);
  if (receiptIds.length === 0) return;
  const by = await cashierOf(world, town);
  const id: DepositId = newId<'Deposit'>();
  await world.get(DepositsService).make({ id, associationId: town.associationId, receiptIds }, by);
  if (world.below(6) === 0) await world.get(DepositsService).cancel(id, by);
}

async function toBank(world: SimulatedWorld, town: Town, deposit: Deposit): Promise<void> {
  const president = await headOf(world, town);
  const { id, code, sum, came, receipts } = deposit;
  const [first] = await world.get(CashQueries).receiptsOf(id);
  const part = receipts > 1 && came.isZero() && world.below(3) === 0 ? first!.lei : sum.minus(came);
  const text = world.below(2) ? `numerar ${code}` : 'numerar';
  // All of it may have come, and wait for somebody's word.
  const line = part.isPositive() ? await world.bank.line({ meaning: 'gift', amount: part, text }) : await cameFor(world, id); // prettier-ignore
  if ((await world.get(DepositsService).attach(line, id, world.staff[0])) === 'counted' || world.below(2)) return;
  const covers = world.get(CoversService);
  const { coverWish } = (await world.get(CashQueries).deposit(id))!;
  if (coverWish && world.below(2)) return covers.confirm(coverWish, president);
  if (coverWish)
    return covers.refuse((await world.get(ApprovalsQueries).find(coverWish))!, 'nu e al nostru', president);
  const approvalId = newId<'Approval'>();
  await covers.ask({ approvalId, depositId: id, receiptIds: [first!.id] }, world.staff[0]);
  await covers.confirm(approvalId, president);
}

/** A line of the statement that was said to be this deposit's. */
async function cameFor(world: SimulatedWorld, id: DepositId): Promise<BankLineId> {
  const [line] = await world.db.rows<{ id: BankLineId }>('select line_id as id from cash.deposit_line where deposit_id = $1 order by 1 limit 1', [id]); // prettier-ignore
  return line!.id;
}

async function makeVoid(world: SimulatedWorld, id: PledgeId, by: PersonId, second: PersonId): Promise<void> {
  const voids = world.get(VoidsService);
  await voids.confirm(await voids.ask(id, 'și-a luat banii înapoi', by), second);
}

/** What cashiers do. */
export const CASH_ACTS = acts({
  takeCash: [takeCash, 3, 1, 0],
  bringCash: [bringCash, 3, 2, 1],
});
