import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { BankAccountsService, BankService, type EnterLine } from '#libs/banking/src/index.js';
import {
  type FundGift,
  FundGivingService,
  FundRefundsService,
  FundsModule,
  FundsQueries,
} from '#libs/funds/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, JournalsQueries, LedgerQueries } from '#libs/ledger/src/index.js';
import { ChargesService, CheckoutsService } from '#libs/payments/src/index.js';
import { LossesService } from '#libs/pledges/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { CorrectionsModule, CorrectionsService } from './index.js';

const CHORES = ['payments.book', 'funds.disputes', 'payments.book'];
const money = (text: string) => Money.parse(text, 'MDL');

let room: StripeRoom;
let town: Town;
beforeAll(async () => {
  room = await openStripeRoom([CorrectionsModule, FundsModule, AuditModule]);
  await room.get(RatesService).loadShipped();
  town = await buildTown(room);
  const [first, second] = town.operators;
  const accountId = newId<'BankAccount'>();
  const opened = { id: accountId, currency: 'MDL', iban: 'MD24AG000225100013104168', bank: 'Banca', holder: 'Plai' } as const; // prettier-ignore
  for (const by of [first, second]) await room.get(BankAccountsService).open(opened, by);
  const means = { id: newId<'BankLine'>(), accountId, bookedOn: '2024-05-01' as EnterLine['bookedOn'], reference: 'M1', meaning: 'own-means', amount: money('3000') } as const; // prettier-ignore
  await room.get(BankService).confirmLine(await room.get(BankService).enterLine(means, first), second);
});
afterAll(() => room.close());

const settled = async () => {
  for (let round = 0; round < 2; round += 1) {
    await room.settle();
    for (const chore of CHORES) await room.get(Courier).run(chore);
  }
  await room.settle();
};
const gift = async (lei: string): Promise<FundGift> => {
  const id = newId<'FundGift'>();
  const words = { placeCode: town.placeCode, email: `${id}@example.com`, lang: 'ro' as const, coverFee: false, paths: { success: '/s', cancel: '/c' } }; // prettier-ignore
  const made = await room.get(FundGivingService).give({ id, ...words, amount: money(lei) });
  await room.get(FundGivingService).payUrl(id);
  const { session } = (await room.get(CheckoutsService).find(made.checkoutId!))!;
  await room.stripe.control.pay(session!, { card: '4242424242424242', authenticate: 'authorise' });
  await settled();
  return (await room.get(FundsQueries).find(id))!;
};
/** Two of the operator's do something about the town's loss, or fill the reserve; gives the journal's key. */
const act = async (kind: 'covered' | 'set-aside', lei: string): Promise<string> => {
  const approvalId = newId<'Approval'>();
  const home = kind === 'set-aside' ? null : ({ kind: 'town', id: town.placeCode } as const);
  await room.get(LossesService).ask({ approvalId, kind, home, amount: money(lei) }, town.operators[0]);
  await room.get(LossesService).confirm(approvalId, town.operators[1]);
  return `loss:${approvalId}`;
};
const correct = async (key: string) => {
  const id = newId<'Approval'>();
  const { id: journalId } = (await room.get(JournalsQueries).find({ key }))!;
  await room.get(CorrectionsService).ask({ id, journalId, reason: 'Am acoperit altă pierdere.' }, town.operators[0]);
  await room.get(CorrectionsService).confirm(id, town.operators[1]);
};
/** What the fund's page says (given, gone for losses, held), and the loss in the books. */
const stands = async () => {
  const { given, moved, used, lost, held } = await room.get(FundsQueries).totals(town.placeCode);
  expect(given.plus(moved).minus(used).minus(lost).toString()).toBe(held.toString());
  expect(await room.get(AuditService).run()).toEqual([]);
  const loss = await room.get(LedgerQueries).balance(account('held', 'town', town.placeCode, 'loss', 'MDL'));
  return [given, lost, held, loss].map(String).join(' ');
};

it('a town’s loss that the reserve covered by mistake is open again, and the fund’s page counts on', async () => {
  const one = await gift('300');
  const refund = { approvalId: newId<'Approval'>(), giftId: one.id, amount: null, reason: 'La cerere' };
  await room.get(FundRefundsService).ask(refund, town.operators[0]);
  await room.get(FundRefundsService).confirm(refund.approvalId, town.operators[1]);
  await settled();
  const charge = (await room.get(ChargesService).ofOwner(one.owner)).find(({ state }) => state === 'succeeded')!;
  const { id: dispute } = await room.stripe.control.dispute(charge.stripeCharge!);
  await settled();
  await room.stripe.control.closeDispute(dispute, { outcome: 'lost' });
  await settled();
  expect(await stands()).toBe('0.00 0.00 0.00 300.00');
  await act('set-aside', '300');
  const covered = await act('covered', '200');
  expect(await stands()).toBe('0.00 0.00 0.00 100.00');
  await correct(covered);
  expect(await stands()).toBe('0.00 0.00 0.00 300.00');
  await gift('100');
  expect(await stands()).toBe('100.00 100.00 0.00 200.00');
  // Nobody signs what the purse pays: while a loss is open nothing in it is free to recover it with.
  const recovered = newId<'Approval'>();
  const ask = { approvalId: recovered, kind: 'recovered', home: { kind: 'town', id: town.placeCode }, amount: money('10') } as const; // prettier-ignore
  await room.get(LossesService).ask(ask, town.operators[0]);
  await expect(room.get(LossesService).confirm(recovered, town.operators[1])).rejects.toMatchObject({ code: 'not-enough' }); // prettier-ignore
  await room.get(LossesService).refuse(recovered, town.operators[1], 'Fondul nu are nimic liber.');
  const again = await act('covered', '150');
  await gift('60');
  expect(await stands()).toBe('160.00 160.00 0.00 0.00');
  await expect(correct(again)).rejects.toMatchObject({ code: 'correction-changed' });
  await gift('200');
  expect(await stands()).toBe('360.00 300.00 60.00 0.00');
});
