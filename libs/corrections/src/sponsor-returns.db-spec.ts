import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { type BankAccountId, type BankLineId, BankService, type LineMeaning, NamingService, type OrderId, OrderRejectionsService } from '#libs/banking/src/index.js'; // prettier-ignore
import { civilDate, type CivilDate, Money, newId } from '#libs/kernel/src/index.js';
import { JournalsQueries } from '#libs/ledger/src/index.js';
import { type CallId, CallsService, MatchingQueries, SponsorReturnsService } from '#libs/matching/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openBank } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { openSponsor } from '../../../test/support/sponsor.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { CorrectionsModule, CorrectionsService } from './index.js';

const PAYEE = { iban: 'MD24AG000225100013104168', holder: 'Nucul SRL' };
const hundred = Money.parse('100', 'MDL');

let room: Room;
let town: Town;
let bank: BankAccountId;
let today: CivilDate;
beforeAll(async () => {
  room = await openRoom([CorrectionsModule, AuditModule]);
  await room.get(RatesService).loadShipped();
  town = await buildTown(room);
  bank = await openBank(room, town.operators[0]);
  today = civilDate(await room.get(Clock).now());
});
afterAll(() => room.close());

it('what was said by mistake of an order to a sponsor is taken back, and his money is where it was before', async () => {
  const call = await closedCall();
  const order = await send(call);
  await reject(order);
  expect(await stands(call)).toBe('100.00 0.00');
  await correct(`order:${order}:rejected`);
  expect(await stands(call)).toBe('0.00 100.00');
  const paid = await book('order', order);
  await correct(`order:${order}:confirmed`);
  expect(await stands(call)).toBe('0.00 100.00');
  await name(paid, 'order', order);
  await book('order-returned', order);
  expect(await stands(call)).toBe('100.00 0.00');
  // Meanwhile it was sent again: of the payment nothing is left for what was said to have come back.
  const again = await send(call);
  await expect(ask(`order:${order}:returned`)).rejects.toMatchObject({ code: 'correction-changed' });
  await reject(again);
  await correct(`order:${order}:returned`);
  expect(await stands(call)).toBe('0.00 100.00');
});

it('what left the pool by two signatures has its own way back, through the bank', async () => {
  const order = await send(await closedCall());
  await expect(ask(`sponsor-return:${order}`)).rejects.toMatchObject({ code: 'correction-other-way', params: { way: 'bank' } }); // prettier-ignore
});

async function closedCall(): Promise<CallId> {
  const call = await openSponsor(room, town, { places: [], paid: hundred });
  await room.get(CallsService).close(call, town.operators[0]);
  return call;
}

async function send(callId: CallId): Promise<OrderId> {
  const approvalId = newId<'Approval'>();
  await room.get(SponsorReturnsService).ask({ approvalId, callId, ...PAYEE }, town.operators[0]);
  return room.get(SponsorReturnsService).confirm(approvalId, town.operators[1]);
}

async function reject(order: OrderId): Promise<void> {
  const rejections = room.get(OrderRejectionsService);
  await rejections.confirm(await rejections.ask(order, 'IBAN', town.operators[0]), town.operators[1]);
  await heard();
}

async function book(meaning: LineMeaning, refersTo: string): Promise<BankLineId> {
  const line = { id: newId<'BankLine'>(), accountId: bank, bookedOn: today, amount: hundred, reference: newId(), meaning, refersTo }; // prettier-ignore
  await room.get(BankService).confirmLine(await room.get(BankService).enterLine(line, town.operators[0]), town.operators[1]); // prettier-ignore
  await heard();
  return line.id;
}

async function name(id: BankLineId, meaning: LineMeaning, refersTo: string): Promise<void> {
  const naming = room.get(NamingService);
  await naming.confirm(await naming.ask(id, { meaning, refersTo }, town.operators[0]), town.operators[1]);
  await heard();
}

async function ask(key: string) {
  const journal = (await room.get(JournalsQueries).find({ key }))!;
  const id = newId<'Approval'>();
  await room.get(CorrectionsService).ask({ id, journalId: journal.id, reason: 'Era alt ordin, cu aceeași sumă.' }, town.operators[0]); // prettier-ignore
  return id;
}

/** Both sign; nothing that the audit looks at is broken, before its news are heard and after. */
async function correct(key: string): Promise<void> {
  await room.get(CorrectionsService).confirm(await ask(key), town.operators[1]);
  expect(await room.get(AuditService).run()).toEqual([]);
  await heard();
}

async function heard(): Promise<void> {
  await room.drain();
  expect(await room.get(AuditService).run()).toEqual([]);
}

async function stands(id: CallId): Promise<string> {
  const { free, returned } = (await room.get(MatchingQueries).call(id))!;
  return [free, returned].join(' ');
}
