import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { type BankAccountId, type BankLine, BankService } from '#libs/banking/src/index.js';
import { CashiersService, CashQueries, DepositsService, ReceiptsService } from '#libs/cash/src/index.js';
import { CorrectionsModule, CorrectionsService } from '#libs/corrections/src/index.js';
import { civilDate, Money, newId, type PersonId, type PledgeId } from '#libs/kernel/src/index.js';
import { JournalsQueries } from '#libs/ledger/src/index.js';
import { Clock, formatMoney, type Lang, LANGS, Outbox } from '#libs/platform/src/index.js';
import { DeskQueries, GiftRefundsService, PledgesQueries, ReturnOrdersService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { countGift, creditLine, openBank } from '../../../test/support/money.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';
import { plant } from '../../../test/support/superuser.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';

const lei = (text: string) => Money.parse(text, 'MDL');
const UNPAID = {
  ro: ['Banii nu au plecat încă spre dumneavoastră', 'Nu era așa'],
  ru: ['Ваши деньги ещё не отправлены', 'Это было не так'],
  en: ['Your refund has not left yet', 'We had not'],
};

describe('letters about what two take back', () => {
  let room: LetterRoom;
  let town: Town;
  let project: TownProject;
  let bank: BankAccountId;
  beforeAll(async () => {
    room = await openLetterRoom([CorrectionsModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    town = await buildTown(room);
    bank = await openBank(room, town.operators[0]);
    await book({ amount: lei('500'), meaning: 'own-means' });
    project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '60 days' });
  });
  afterAll(() => room.close());

  const drained = async () => {
    for (let n = 0; n < 3; n += 1) await room.drain();
  };
  const correct = async (key: string) => {
    const journal = (await room.get(JournalsQueries).find({ key }))!;
    const id = newId<'Approval'>();
    await room.get(CorrectionsService).ask({ id, journalId: journal.id, reason: 'Era altă plată.' }, town.operators[0]);
    await room.get(CorrectionsService).confirm(id, town.operators[1]);
    await drained();
    expect(await room.get(AuditService).run()).toEqual([]);
  };
  const lettersTo = async (id: PersonId, words: string) =>
    (await room.lettersTo(id)).filter(({ subject }) => subject.includes(words));
  const book = async (said: Pick<BankLine, 'amount' | 'meaning'> & { refersTo?: string }) => {
    const line = { id: newId<'BankLine'>(), accountId: bank, bookedOn: civilDate(await room.get(Clock).now()), reference: newId(), ...said }; // prettier-ignore
    await room.get(BankService).confirmLine(await room.get(BankService).enterLine(line, town.operators[0]), town.operators[1]); // prettier-ignore
    await drained();
  };
  const pay = (orderId: string, amount: Money) => book({ amount, meaning: 'order', refersTo: orderId });
  /** A gift whose refund the bank was said to have paid. */
  const refunded = async (lang: Lang) => {
    const pledgeId = await countGift(room, town, { projectId: project.id, bank, lei: lei('50') });
    await plant(room, ['pledges.pledge'], [`update pledges.pledge set lang = '${lang}' where id = '${pledgeId}'`]);
    const approvalId = newId<'Approval'>();
    await room.get(GiftRefundsService).ask({ approvalId, pledgeId, amount: null, reason: 'La cerere' }, town.operators[0]); // prettier-ignore
    await room.get(GiftRefundsService).confirm(approvalId, town.operators[1]);
    const [{ id: refundId }] = (await room.get(DeskQueries).refundsOf(pledgeId)) as never as [{ id: never }];
    const order = { approvalId: newId<'Approval'>(), refundId, iban: 'MD24AG000225100013104168', holder: 'Ion Rusu' };
    await room.get(ReturnOrdersService).ask(order, town.operators[0]);
    const orderId = await room.get(ReturnOrdersService).confirm(order.approvalId, town.operators[1]);
    await pay(orderId, lei('50'));
    return { pledge: (await room.get(PledgesQueries).find(pledgeId))!, orderId };
  };

  it.each(LANGS)('tell a donor in %s that his refund has not left, and again when it has', async (lang) => {
    const { pledge, orderId } = await refunded(lang);
    const [subject, said] = UNPAID[lang] as [string, string];
    expect(await lettersTo(pledge.personId, subject)).toEqual([]);
    await correct(`order:${orderId}:confirmed`);
    const told = await lettersTo(pledge.personId, subject);
    expect(told).toHaveLength(1);
    for (const words of [said, pledge.ref, formatMoney(lang, lei('50'))]) expect(told[0]!.text).toContain(words);
    const letters = async () => (await lettersTo(pledge.personId, pledge.ref)).length;
    const before = await letters();
    await pay(orderId, lei('50'));
    expect([await letters(), (await lettersTo(pledge.personId, subject)).length]).toEqual([before + 1, 1]);
  });

  it('say nothing of it when the money has left by the time the letter is written', async () => {
    const { pledge } = await refunded('en');
    const [{ id: refundId }] = (await room.get(DeskQueries).refundsOf(pledge.id)) as never as [{ id: string }];
    await room.db.transaction((tx) => room.get(Outbox).add(tx, { name: 'pledges.refund-unpaid', data: { pledgeId: pledge.id, refundId } })); // prettier-ignore
    await drained();
    expect(await lettersTo(pledge.personId, UNPAID.en[0]!)).toEqual([]);
  });

  it('tell givers of cash and the association that a deposit is open again, and that it is counted after all', async () => {
    const [cashier] = town.members;
    const cashiers = room.get(CashiersService);
    await cashiers.confirm(await cashiers.ask(town.associationId, cashier!, town.president), town.inspector);
    const ids: PledgeId[] = [];
    for (const lang of LANGS) {
      const words = { projectId: project.id, lei: lei('30'), line: null, shortfall: 'return', onward: false, giver: 'Ion Rusu', shown: true, email: `${newId()}@example.com`, lang } as const; // prettier-ignore
      const { id, approvalId } = await room.get(ReceiptsService).write({ id: newId(), associationId: town.associationId, ...words }, cashier!); // prettier-ignore
      await room.get(ReceiptsService).sign(approvalId, town.president);
      ids.push(id);
    }
    const deposit = await room.get(DepositsService).make({ id: newId(), associationId: town.associationId, receiptIds: ids }, cashier!); // prettier-ignore
    const { code } = (await room.get(CashQueries).deposit(deposit))!;
    const attach = async () => {
      const line: BankLine['id'] = await creditLine(room, town, { bank, lei: lei('90'), purpose: code });
      expect(await room.get(DepositsService).attach(line, deposit, town.operators[0])).toBe('counted');
      await drained();
    };
    const told = async (words: string) => [(await lettersTo(cashier!, words)).length, (await lettersTo(town.president, words)).length]; // prettier-ignore
    const [open, counted] = [`Depunerea ${code} nu a ajuns încă`, `Depunerea ${code} a ajuns la bancă`];
    await attach();
    expect([await told(open), await told(counted)]).toEqual([[0, 0], [1, 1]]); // prettier-ignore
    await correct(`pledge:${ids[0]}:counted`);
    expect(await told(open)).toEqual([1, 1]);
    expect((await lettersTo(town.president, open))[0]!.text).toContain('depunerea e din nou deschisă');
    const said = ['Banii dumneavoastră nu au ajuns încă la bancă', 'Ваши деньги ещё не поступили в банк', 'Your money has not reached the bank yet']; // prettier-ignore
    for (const [n, id] of ids.entries()) {
      const { personId, ref } = (await room.get(PledgesQueries).find(id))!;
      expect((await lettersTo(personId, said[n]!)).map(({ text }) => text.includes(ref))).toEqual([true]);
    }
    await attach();
    expect([await told(open), await told(counted)]).toEqual([[1, 1], [2, 2]]); // prettier-ignore
  });
});
