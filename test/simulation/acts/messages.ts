import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import type { BankLineId } from '#libs/banking/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { type Aggregator, AggregatorsService, HookService, MessagesQueries, SecretsService, type Settlement, type SettlementId, SettlementsService, signatureOf } from '#libs/messages/src/index.js'; // prettier-ignore
import { Clock } from '#libs/platform/src/index.js';
import { acts } from '../act.js';
import type { SimulatedWorld } from '../world.js';

const GIVES = Money.lei(2_400n);

/** The one aggregator, opened by two when there is none yet. */
async function aggregatorOf(world: SimulatedWorld): Promise<Aggregator> {
  const [known] = await world.get(MessagesQueries).aggregators();
  if (known?.state === 'on') return known;
  const [first, second] = world.staff;
  const [aggregators, id] = [world.get(AggregatorsService), newId<'Aggregator'>()];
  const entered = { id, key: 'unu', name: 'Unu', number: '9024', lei: GIVES };
  await aggregators.confirm(await aggregators.open(entered, first), second);
  return (await world.get(MessagesQueries).aggregator(id))!;
}

/** Tells something as the aggregator would, signed with the newest secret; by lot twice. */
async function tell(world: SimulatedWorld, what: 'message' | 'settlement', said: object): Promise<void> {
  const { id, key } = await aggregatorOf(world);
  const secret = (await world.get(SecretsService).good(id)).at(-1)!;
  const body = Buffer.from(JSON.stringify(said));
  const signature = signatureOf(body, await world.get(Clock).now(), secret);
  for (let times = world.below(4) === 0 ? 2 : 1; times > 0; times -= 1)
    await world.get(HookService)[what]({ key, body, signature });
}

/** Somebody sends the code of a project; by lot a wrong one. */
async function sendMessage(world: SimulatedWorld): Promise<void> {
  const { project } = world.one(world.sites);
  const [row] = await world.db.rows<{ code: string }>('select code from projects.project where id = $1', [project.id]);
  const code = world.below(8) === 0 ? 'XXXX' : row!.code;
  const id = newId();
  const sender = `s-${world.below(5)}`;
  world.told.add(id);
  await tell(world, 'message', { id, code, lei: GIVES.toString(), at: '2026-01-01T10:00:00Z', sender });
  const [gift] = await world.db.rows<{ id: never }>('select id from messages.message where ref = $1 and refused is null', [id]); // prettier-ignore
  if (gift) world.gifts.push(gift.id);
}

/** The aggregator lists what it pays, or pays a list: whole, in two parts, or a list is dropped. */
async function settleMessages(world: SimulatedWorld): Promise<void> {
  const open = (await world.get(MessagesQueries).settlements()).find(({ state }) => state === 'open');
  if (open) return pay(world, open);
  const rows = await world.db.rows<{ ref: string }>(
    'select ref from messages.message where refused is null and settlement_id is null order by id limit $1',
    [1 + world.below(4)],
  );
  if (rows.length === 0) return;
  const gross = Money.lei(BigInt(rows.length) * GIVES.minor);
  const fee = Money.lei(BigInt(world.below(Number(gross.minor))));
  const sums = { gross: gross.toString(), fee: fee.toString(), net: gross.minus(fee).toString() };
  const reference = `UNU-${newId().slice(-12).toUpperCase()}`;
  await tell(world, 'settlement', { reference, messages: rows.map(({ ref }) => ref), ...sums });
}

async function pay(world: SimulatedWorld, { id, reference, net, came }: Settlement): Promise<void> {
  const settlements = world.get(SettlementsService);
  if (came.isZero() && world.below(8) === 0) return settlements.drop(id, world.staff[0]);
  const rest = net.minus(came);
  const part =
    rest.minor > 1n && world.below(3) === 0 ? Money.lei(1n + BigInt(world.below(Number(rest.minor - 1n)))) : rest;
  const text = world.below(2) ? `sms ${reference}` : 'sms';
  // All of it may have come, and wait for a person's word.
  const line = part.isPositive() ? await world.bank.line({ meaning: 'gift', amount: part, text }) : await cameFor(world, id); // prettier-ignore
  await settlements.attach(line, id, world.staff[0]);
  const [asked] = await world.get(ApprovalsQueries).of(`settlement:${id}`);
  if (asked?.state !== 'waiting') return;
  if (world.below(4)) return settlements.confirmLines(asked.id, world.staff[1]);
  await settlements.refuseLines(asked, 'nu e al lor', world.staff[1]);
}

/** A line of the statement that was said to be this settlement's. */
async function cameFor(world: SimulatedWorld, id: SettlementId): Promise<BankLineId> {
  const [line] = await world.db.rows<{ id: BankLineId }>('select line_id as id from messages.settlement_line where settlement_id = $1 order by 1 limit 1', [id]); // prettier-ignore
  return line!.id;
}

/** Gifts by message. */
export const MESSAGES_ACTS = acts({
  sendMessage: [sendMessage, 3, 1, 0],
  settleMessages: [settleMessages, 2, 2, 1],
});
