import { Money } from '#libs/kernel/src/index.js';
import { BankingQueries, LineReturnsService, OrderFilesService, OrderRejectionsService, type PaymentOrder, PaymentOrdersService } from '#libs/banking/src/index.js'; // prettier-ignore
import { newId } from '#libs/kernel/src/index.js';
import { acts } from '../act.js';
import { IBANS } from '../bank.js';
import type { SimulatedWorld } from '../world.js';

async function moveOrder(world: SimulatedWorld): Promise<void> {
  const orders = await world.get(BankingQueries).orders({ states: ['ordered', 'in-transit', 'arrived'] });
  const moving = orders.filter(({ id, state }) => state !== 'arrived' || !world.done.has(id));
  if (moving.length === 0) return;
  const order = world.one(moving);
  const [first, second] = world.staff;
  const { amount, id, state } = order;
  if (state === 'arrived') {
    world.done.add(id);
    // Most of what has arrived stays there.
    if (world.below(4)) return;
    return void (await world.bank.line({ meaning: 'order-returned', amount, refersTo: id }));
  }
  if (state === 'ordered' && world.below(3) === 0) return takeFile(world, order);
  if (state === 'ordered' && world.below(2)) return world.get(PaymentOrdersService).markSent(id, first);
  if (world.below(5)) return void (await world.bank.line({ meaning: 'order', amount, refersTo: id }));
  const rejections = world.get(OrderRejectionsService);
  await rejections.confirm(await rejections.ask(id, 'cont închis', first), second);
}

/** The file of everything that waits for the order's account goes to the bank, unless the second person says no. */
async function takeFile(world: SimulatedWorld, { accountId }: PaymentOrder): Promise<void> {
  const [files, id] = [world.get(OrderFilesService), newId<'OrderFile'>()];
  const [first, second] = world.staff;
  const approval = await files.make(id, accountId, first);
  if (world.below(4) === 0) return files.refuse(approval, second, 'nu azi');
  await files.confirm(approval, second);
  if (world.below(4)) await files.take(id, first);
}

/** Money that nobody has claimed goes back. */
async function sendBack(world: SimulatedWorld): Promise<void> {
  const [line] = await world.get(BankingQueries).openLines();
  if (!line) return;
  const returns = world.get(LineReturnsService);
  const approval = await returns.ask(line.id, { iban: IBANS.MDL!, holder: 'Ion' }, world.staff[0]);
  await returns.confirm(approval, world.staff[1]);
}

async function exchange(world: SimulatedWorld): Promise<void> {
  const [open] = await world.get(BankingQueries).openExchanges();
  if (open) {
    const bought = Money.lei(open.amount.minor * 19n + 3n);
    return void (await world.bank.line({ meaning: 'exchange-bought', amount: bought, refersTo: open.id }));
  }
  await world.bank.line({ meaning: 'exchange-sold', amount: Money.ofMinor(BigInt(1 + world.below(3_000)), 'EUR') });
}

async function bank(world: SimulatedWorld): Promise<void> {
  const meaning = world.one(['bank-fee', 'own-means', 'own-means', 'unidentified'] as const);
  const id = await world.bank.line({ meaning, amount: Money.lei(BigInt(1 + world.below(200_000))) });
  if (meaning !== 'unidentified' || world.below(2)) return;
  const line = (await world.get(BankingQueries).line(id))!;
  await world.bank.line({ meaning: 'unidentified-returned', amount: line.amount, refersTo: id });
}

const brokenStatement = (world: SimulatedWorld) => world.bank.broken(world.one(['MDL', 'EUR'] as const));

/** What the operator's bank shows, and what people make of it. */
export const BANK_ACTS = acts({
  moveOrder: [moveOrder, 1, 8, 5],
  sendBack: [sendBack, 1, 1, 1],
  exchange: [exchange, 1, 1, 1],
  bank: [bank, 2, 2, 2],
  brokenStatement: [brokenStatement, 1, 1, 0],
});
