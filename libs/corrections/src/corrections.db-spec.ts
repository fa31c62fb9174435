import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import {
  type BankAccountId, BankAccountsService, BankingQueries, type BankLine, BankService, type EnterLine, NamingService, StatementsQueries, StatementsService,
} from '#libs/banking/src/index.js'; // prettier-ignore
import { type Currency, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { account, type AccountCode, JournalsQueries, LedgerQueries } from '#libs/ledger/src/index.js';
import { PaymentsQueries } from '#libs/payments/src/index.js';
import {
  GiftDisputesQueries,
  GivingService,
  LossesService,
  PledgesQueries,
  ReceiptsQueries,
  TransfersService,
} from '#libs/pledges/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, staffer } from '../../../test/support/campaign.js';

import { Disputes } from '../../../test/support/disputes.js';
import { openLamps } from '../../../test/support/lamps.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { camtOf } from '../../../test/support/statements.js';
import { plant } from '../../../test/support/superuser.js';
import { type CorrectionId, CorrectionsModule, CorrectionsQueries, CorrectionsService } from './index.js';

const IBANS = { MDL: 'MD24AG000225100013104168', EUR: 'MD10AG398259791907483378', USD: 'MD04ML876232860129040479' };
const DAY = 86_400;
const WHY = 'Am luat un comision drept altceva.';

describe('corrections by hand', () => {
  let room: StripeRoom;
  let first: PersonId;
  let second: PersonId;
  const accounts = {} as Record<keyof typeof IBANS, BankAccountId>;
  beforeAll(async () => {
    room = await openStripeRoom([CorrectionsModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    [first, second] = [await staffer(room.db), await staffer(room.db)];
    for (const [currency, iban] of Object.entries(IBANS)) {
      const id = (accounts[currency as 'MDL'] = newId<'BankAccount'>());
      for (const by of [first, second])
        await room
          .get(BankAccountsService)
          .open({ id, currency: currency as Currency, iban, bank: 'Banca', holder: 'Plai' }, by);
    }
  });
  afterAll(() => room.close());

  const money = (text: string, currency: Currency = 'MDL') => Money.parse(text, currency);
  const corrections = () => room.get(CorrectionsService);
  const audit = () => room.get(AuditService).run();
  const stands = async (...codes: AccountCode[]) =>
    Promise.all(codes.map(async (code) => (await room.get(LedgerQueries).balance(code)).toString()));
  const at = (name: 'balance' | 'exchange', currency: keyof typeof IBANS = 'MDL') => account('held', 'bank', accounts[currency], name, currency); // prettier-ignore
  const own = (name: 'fees-bank' | 'capital' | 'unidentified' | 'unexplained' | 'loss-reserve' | 'fx', currency: Currency = 'MDL') => account('held', 'operator', name, currency); // prettier-ignore
  /** A line by hand, signed by two. */
  const book = async (over: Partial<EnterLine> & Pick<EnterLine, 'meaning' | 'amount'>): Promise<EnterLine['id']> => {
    const id = newId<'BankLine'>();
    const line = { id, accountId: accounts[over.amount.currency as 'MDL'], bookedOn: '2024-05-01' as EnterLine['bookedOn'], reference: newId(), ...over }; // prettier-ignore
    await room.get(BankService).confirmLine(await room.get(BankService).enterLine(line, first), second);
    return id;
  };
  const name = async (id: BankLine['id'], meaning: BankLine['meaning'], refersTo?: string) =>
    room.get(NamingService).confirm(await room.get(NamingService).ask(id, { meaning, ...(refersTo && { refersTo }) }, first), second); // prettier-ignore
  /** The number of the journal under this key. */
  const journal = async (key: string) => (await room.get(JournalsQueries).find({ key }))!.id;
  const ask = async (key: string, { id = newId<'Approval'>(), by = first, reason = WHY } = {}) => {
    await corrections().ask({ id, journalId: await journal(key), reason }, by);
    return id;
  };
  const correct = async (key: string) => {
    const id = await ask(key);
    await corrections().confirm(id, second);
    return id;
  };
  const line = async (id: BankLine['id']) => {
    const { meaning, refersTo } = (await room.get(BankingQueries).line(id))!;
    return [meaning, refersTo];
  };
  const asOwner = (sql: string) => plant(room, ['projects.project'], [sql]);
  const state = async (id: CorrectionId) => (await room.get(CorrectionsQueries).find(id))!.state;

  it('takes back what a line of a statement was named, leaves it open, and lets it be named anew, any number of times', async () => {
    const bytes = camtOf({ currency: 'USD', iban: IBANS.USD, opening: '0.00', entries: [{ amount: '100.00', reference: 'A1' }, { amount: '-9.00', reference: 'A2' }] }); // prettier-ignore
    const id = newId<'Statement'>();
    const entered = await room.get(StatementsService).enter({ id, accountId: accounts.USD, bytes }, first);
    await room.get(StatementsService).confirm(entered, second);
    const { lines } = (await room.get(StatementsQueries).statement(id))!;
    const [came, went] = lines.map((one) => one.id) as [BankLine['id'], BankLine['id']];
    await name(came, 'own-means');
    await name(went, 'bank-fee');
    const all = () => stands(at('balance', 'USD'), own('capital', 'USD'), own('unidentified', 'USD'), own('fees-bank', 'USD'), own('unexplained', 'USD')); // prettier-ignore
    expect(await all()).toEqual(['91.00', '100.00', '0.00', '9.00', '0.00']);
    await correct(`line:${went}:named`);
    expect(await all()).toEqual(['91.00', '100.00', '0.00', '0.00', '9.00']);
    expect(await line(went)).toEqual(['unexplained', null]);
    expect(await audit()).toEqual([]);
    await name(went, 'bank-fee');
    await correct(`line:${went}:named:2`);
    await name(went, 'exchange-sold');
    await correct(`line:${came}:named`);
    expect(await stands(own('capital', 'USD'), own('unidentified', 'USD'), own('fees-bank', 'USD'), at('exchange', 'USD'))).toEqual(['0.00', '100.00', '0.00', '9.00']); // prettier-ignore
    expect(await audit()).toEqual([]);
    await name(came, 'own-means');
    expect(await room.get(JournalsQueries).find({ key: `line:${came}:named:2` })).toMatchObject({ kind: 'line.own-means', reversedBy: null }); // prettier-ignore
    await correct(`deal:${went}:sold`);
    await name(went, 'exchange-sold');
    await correct(`deal:${went}:sold:2`);
    await name(went, 'bank-fee');
    expect(await all()).toEqual(['91.00', '100.00', '0.00', '9.00', '0.00']);
    expect(await audit()).toEqual([]);
  });

  it('takes back what was entered by hand, straight from the account: the bank still says what it said', async () => {
    const capital = await book({ meaning: 'own-means', amount: money('500') });
    const fee = await book({ meaning: 'bank-fee', amount: money('12.50') });
    const all = () => stands(at('balance'), own('capital'), own('unidentified'), own('fees-bank'), own('unexplained'));
    expect(await all()).toEqual(['487.50', '500.00', '0.00', '12.50', '0.00']);
    await correct(`line:${fee}`);
    await correct(`line:${capital}`);
    expect(await all()).toEqual(['487.50', '0.00', '500.00', '0.00', '12.50']);
    expect([await line(fee), await line(capital)]).toEqual([['unexplained', null], ['unidentified', null]]); // prettier-ignore
    expect(await audit()).toEqual([]);
    await name(capital, 'own-means');
    await name(fee, 'bank-fee');
    expect(await all()).toEqual(['487.50', '500.00', '0.00', '12.50', '0.00']);
    const stories = (await room.get(JournalsQueries).ofLine(fee)).map(({ key, reversedBy }) => `${key.replace(fee, 'ID')}${reversedBy ? ' taken back' : ''}`); // prettier-ignore
    expect(stories).toEqual(['line:ID:named', 'line:ID:apart', 'line:ID taken back']);
    expect(await audit()).toEqual([]);
  });

  it('opens an exchange half by half, the second first', async () => {
    await book({ meaning: 'own-means', amount: money('100', 'EUR') });
    const sold = await book({ meaning: 'exchange-sold', amount: money('100', 'EUR') });
    const bought = await book({ meaning: 'exchange-bought', amount: money('1950'), refersTo: sold });
    await expect(ask(`deal:${sold}:sold`)).rejects.toMatchObject({ kind: 'conflict', code: 'correction-bought-first' });
    await correct(`deal:${sold}:bought`);
    expect(await line(bought)).toEqual(['unidentified', null]);
    expect(await stands(at('exchange', 'EUR'), own('fx', 'EUR'), own('fx'), own('unidentified'))).toEqual(['100.00', '0.00', '0.00', '1950.00']); // prettier-ignore
    expect(await audit()).toEqual([]);
    await name(bought, 'exchange-bought', sold);
    expect(await stands(at('exchange', 'EUR'), own('unidentified'))).toEqual(['0.00', '0.00']);
    await correct(`deal:${sold}:bought:2`);
    await correct(`deal:${sold}:sold`);
    expect(await stands(at('exchange', 'EUR'), own('unexplained', 'EUR'))).toEqual(['0.00', '100.00']);
    expect(await audit()).toEqual([]);
    await name(sold, 'bank-fee');
    await name(bought, 'own-means');
    expect(await audit()).toEqual([]);
  });

  it('lets a payout be on its way again, and money that nobody claimed be nobody’s again', async () => {
    const { projectId } = await openCampaign(room.db, { model: 'keep' });
    await new Disputes(room).gift(projectId, '50 EUR');
    await room.stripe.control.payOut({});
    await room.settle();
    const [payout] = await room.get(PaymentsQueries).payoutsUnderWay();
    const arrival = await book({ meaning: 'payout', amount: payout!.amount, refersTo: payout!.id });
    const way = account('held', 'stripe', 'payout', 'EUR');
    await correct(`payout:${payout!.id}:arrived`);
    expect(await stands(way, own('unidentified', 'EUR'))).toEqual([payout!.amount.toString(), payout!.amount.toString()]); // prettier-ignore
    expect(await room.get(PaymentsQueries).payoutsUnderWay()).toHaveLength(1);
    expect(await audit()).toEqual([]);
    await name(arrival, 'payout', payout!.id);
    expect(await stands(way, own('unidentified', 'EUR'))).toEqual(['0.00', '0.00']);
    expect(await audit()).toEqual([]);

    const came = await book({ meaning: 'unidentified', amount: money('70') });
    const back = await book({ meaning: 'unidentified-returned', amount: money('70'), refersTo: came });
    await correct(`line:${back}`);
    expect((await room.get(BankingQueries).line(came))!.claimedBy).toBeNull();
    expect(await stands(own('unidentified'), own('unexplained'))).toEqual(['70.00', '70.00']);
    expect(await audit()).toEqual([]);
    // The terms of both begin anew, and only once.
    const reopened = () => room.db.rows(`with moved as (update banking.line set reopened_on = reopened_on - 5 where id = any($1) and reopened_on is not null returning (reopened_on - (platform.now() at time zone 'Europe/Chisinau')::date)::int as days) select * from moved`, [[came, back]]); // prettier-ignore
    expect(await reopened()).toEqual([{ days: -5 }, { days: -5 }]);
    await name(back, 'unidentified-returned', came);
    expect(await stands(own('unidentified'), own('unexplained'))).toEqual(['0.00', '0.00']);
    await correct(`line:${back}:named`);
    expect(await reopened()).toEqual([{ days: -10 }, { days: -10 }]);
    await name(back, 'unidentified-returned', came);
    expect(await audit()).toEqual([]);
  });

  it('frees what was set aside for losses, as long as it is there', async () => {
    const setAside = async (sum: string) => {
      const approvalId = newId<'Approval'>();
      await room.get(LossesService).ask({ approvalId, kind: 'set-aside', home: null, amount: money(sum) }, first);
      await room.get(LossesService).confirm(approvalId, second);
      return `loss:${approvalId}`;
    };
    const capital = await book({ meaning: 'own-means', amount: money('1000') });
    const [before] = await stands(own('capital'));
    const key = await setAside('300');
    expect(await stands(own('loss-reserve'))).toEqual(['300.00']);
    await correct(key);
    expect(await stands(own('loss-reserve'), own('capital'))).toEqual(['0.00', before]);
    await expect(ask(key)).rejects.toMatchObject({ code: 'correction-made' });
    expect(await audit()).toEqual([]);

    // Own means of which a part has been set aside since the question was asked are free no more.
    const asked = await ask(`line:${capital}`);
    await setAside(before!);
    await expect(corrections().confirm(asked, second)).rejects.toMatchObject({ kind: 'conflict', code: 'not-enough' });
    expect(await state(asked)).toBe('asked');
    expect(await line(capital)).toEqual(['own-means', null]);
    expect(await audit()).toEqual([]);
    await corrections().withdraw(asked, first);
    await expect(ask(`line:${capital}`)).rejects.toMatchObject({ code: 'not-enough' });
  });

  it('opens a loss again that two recovered or covered by mistake, unless its dispute was won since', async () => {
    const { projectId } = await openCampaign(room.db, { model: 'keep', optimum: '100000' });
    const disputes = new Disputes(room);
    await book({ meaning: 'own-means', amount: money('3000') });
    const act = async (kind: 'covered' | 'recovered' | 'set-aside', sum: string) => {
      const approvalId = newId<'Approval'>();
      const home = kind === 'set-aside' ? null : ({ kind: 'project', id: projectId } as const);
      await room.get(LossesService).ask({ approvalId, kind, home, amount: money(sum) }, first);
      await room.get(LossesService).confirm(approvalId, second);
      return `loss:${approvalId}`;
    };
    const gift = await disputes.gift(projectId, '50 EUR');
    await disputes.refund(gift.id);
    await disputes.settled();
    const lost = await disputes.open(gift.id);
    await disputes.end(lost, 'lost');
    await disputes.gift(projectId, '100 EUR');
    const [claim, loss] = (['claim', 'loss'] as const).map((name) => account('held', 'project', projectId, name, 'MDL')) as [AccountCode, AccountCode]; // prettier-ignore
    const [has, owes] = (await stands(claim, loss)) as [string, string];
    await act('set-aside', owes);
    const [reserve] = await stands(own('loss-reserve'));
    const all = () => stands(claim, loss, own('loss-reserve'));
    const covered = await act('covered', owes);
    expect(await all()).toEqual([has, '0.00', money(reserve!).minus(money(owes)).toString()]);
    await correct(covered);
    expect([await all(), await audit()]).toEqual([[has, owes, reserve], []]);
    const recovered = await act('recovered', '10');
    await correct(recovered);
    expect([await all(), await audit()]).toEqual([[has, owes, reserve], []]);
    expect(await room.get(GiftDisputesQueries).lossOf({ kind: 'project', id: projectId })).toMatchObject({ open: money(owes), covered: money('0') }); // prettier-ignore
    const again = await act('covered', owes);
    const asked = await ask(again);
    await disputes.end(lost, 'won');
    expect((await all())[1]).toBe('0.00');
    await expect(corrections().confirm(asked, second)).rejects.toMatchObject({ code: 'correction-changed' });
    await corrections().withdraw(asked, first);
    expect(await audit()).toEqual([]);
  });

  it('leaves a transfer that was counted as the wrong gift for the right one, and tells the giver', async () => {
    const { projectId } = await openCampaign(room.db, { model: 'keep', optimum: '100000' });
    const promise = () => room.get(GivingService).give({ id: newId<'Pledge'>(), projectId, email: `t-${newId()}@example.com`, lang: 'ro', amount: money('100'), coverFee: false, by: 'transfer', shortfall: 'return', follow: false, paths: { success: '/', cancel: '/' } }); // prettier-ignore
    const [wrong, right] = [await promise(), await promise()];
    const came = await book({ meaning: 'gift', amount: money('100') });
    const match = (pledge: typeof wrong) => room.get(TransfersService).match(came, pledge.id, first);
    const claim = account('held', 'project', projectId, 'claim', 'MDL');
    const [apart] = await stands(own('unidentified'));
    expect(apart).toBe('100.00');
    expect(await match(wrong)).toBe('counted');
    expect(await stands(claim, own('unidentified'))).toEqual(['100.00', '0.00']);
    const id = await correct(`pledge:${wrong.id}:counted`);
    expect(await stands(claim, own('unidentified'))).toEqual(['0.00', '100.00']);
    const now = async ({ id }: typeof wrong) => (await room.get(PledgesQueries).find(id))!;
    expect(await now(wrong)).toMatchObject({ state: 'awaited', countedAt: null, cameMinor: null });
    expect(await room.get(ReceiptsQueries).journalOf(wrong.receiptCode)).toBeNull();
    expect((await room.get(BankingQueries).line(came))!.claimedBy).toBeNull();
    expect((await room.get(CorrectionsQueries).find(id))!.lineId).toBe(came);
    expect(await audit()).toEqual([]);
    expect(await match(right)).toBe('counted');
    expect(await stands(claim, own('unidentified'))).toEqual(['100.00', '0.00']);
    const own2 = await book({ meaning: 'gift', amount: money('100') });
    expect(await room.get(TransfersService).match(own2, wrong.id, first)).toBe('counted');
    expect(await room.get(ReceiptsQueries).journalOf(wrong.receiptCode)).toBe(`pledge:${wrong.id}:counted:2`);
    expect(await stands(claim)).toEqual(['200.00']);
    const told = await room.db.rows(`select 1 from platform.outbox where name = 'pledges.uncounted' and data->>'pledgeId' = $1`, [wrong.id]); // prettier-ignore
    expect(told).toHaveLength(1);
    expect(await audit()).toEqual([]);

    await new Disputes(room).refund(right.id, '40');
    await expect(ask(`pledge:${right.id}:counted`)).rejects.toMatchObject({ kind: 'conflict', code: 'correction-gift-gone' }); // prettier-ignore
    const asked = await ask(`pledge:${wrong.id}:counted:2`);
    await asOwner(`update projects.project set state = 'completed' where id = '${projectId}'`);
    await expect(corrections().confirm(asked, second)).rejects.toMatchObject({ code: 'correction-project-over' });
    await asOwner(`update projects.project set state = 'campaign' where id = '${projectId}'`);
    await corrections().withdraw(asked, first);
  });

  it('gives a gift to one line the units back that it was wished for: another’s money had paid fewer of them', async () => {
    const { projectId, lamps } = await openLamps(room.db, 'keep');
    const said = { email: `t-${newId()}@example.com`, lang: 'ro', coverFee: false, by: 'transfer', shortfall: 'return', follow: false, paths: { success: '/', cancel: '/' } } as const; // prettier-ignore
    const { id } = await room.get(GivingService).give({ id: newId<'Pledge'>(), projectId, amount: money('2300'), line: { id: lamps, units: 2 }, ...said }); // prettier-ignore
    const comes = async (lei: string) => room.get(TransfersService).match(await book({ meaning: 'gift', amount: money(lei) }), id, first); // prettier-ignore
    const units = async () => (await room.get(PledgesQueries).find(id))!.units;
    expect([await comes('1200'), await units()]).toEqual(['counted', 1]);
    await correct(`pledge:${id}:counted`);
    expect([await comes('2300'), await units()]).toEqual(['counted', 2]);
    await correct(`pledge:${id}:counted:2`);
    expect([await comes('1000'), await units()]).toEqual(['counted', null]);
    await correct(`pledge:${id}:counted:3`);
    expect([await comes('2300'), await units()]).toEqual(['counted', 2]);
    expect(await audit()).toEqual([]);
  });

  it('needs a reason for everybody to read and two of the staff, and is made once', async () => {
    const fee = await book({ meaning: 'bank-fee', amount: money('1') });
    const key = `line:${fee}`;
    for (const reason of [' scurt ', 'x'.repeat(301), '🧾'.repeat(9)])
      await expect(ask(key, { reason })).rejects.toMatchObject({ kind: 'invalid', code: 'correction-reason' });
    await expect(ask(key, { by: newId<'Person'>() })).rejects.toMatchObject({ code: 'not-found' });
    await expect(corrections().ask({ id: newId<'Approval'>(), journalId: '999999', reason: WHY }, first)).rejects.toMatchObject({ code: 'not-found' }); // prettier-ignore
    const asked = await Promise.allSettled([first, second, first, second].map((by) => ask(key, { by })));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(asked.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'approval-waiting' } });
    const waiting = (await room.get(CorrectionsQueries).list({ limit: 1 }))[0]!;
    const [asker, other] = waiting.askedBy === first ? [first, second] : [second, first];
    expect(await ask(key, { id: waiting.id, by: asker, reason: `  ${WHY} ` })).toBe(waiting.id);
    await expect(ask(key, { id: waiting.id, by: asker, reason: `${WHY} Altfel.` })).rejects.toMatchObject({ code: 'correction-reused' }); // prettier-ignore
    await expect(corrections().confirm(waiting.id, asker)).rejects.toMatchObject({ code: 'second-person-needed' });
    await expect(corrections().confirm(newId<'Approval'>(), other)).rejects.toMatchObject({ code: 'not-found' });
    await expect(corrections().withdraw(waiting.id, other)).rejects.toMatchObject({ code: 'not-found' });
    await corrections().refuse(waiting.id, other, 'A fost un comision.');
    await expect(corrections().confirm(waiting.id, other)).rejects.toMatchObject({ code: 'approval-decided' });
    expect(await room.get(CorrectionsQueries).find(waiting.id)).toMatchObject({ state: 'refused', refusal: 'A fost un comision.', reversal: null, lineId: fee, amount: money('1') }); // prettier-ignore

    const withdrawn = await ask(key);
    await corrections().withdraw(withdrawn, first);
    const again = await ask(key);
    const third = await staffer(room.db);
    const signed = await Promise.allSettled([second, third, second].map((by) => corrections().confirm(again, by)));
    expect(signed.map((one) => ('reason' in one ? (one.reason as { code: string }).code : 'made')).sort()).toEqual(['approval-decided', 'approval-decided', 'made']); // prettier-ignore
    await expect(ask(key)).rejects.toMatchObject({ code: 'correction-made' });
    expect(await Promise.all([waiting.id, withdrawn, again].map(state))).toEqual(['refused', 'withdrawn', 'done']);
    const [made] = await room.get(CorrectionsQueries).made({ limit: 1 });
    expect(made).toMatchObject({ id: again, kind: 'line.fee', amount: money('1'), reason: WHY, journal: await journal(key), reversal: await journal(`reverse:${key}`) }); // prettier-ignore
    expect(await audit()).toEqual([]);
  });

  it('comes to nothing after fourteen days, and when the line means something else by then', async () => {
    const fee = await book({ meaning: 'bank-fee', amount: money('2') });
    const late = await ask(`line:${fee}`);
    await room.get(Courier).run('corrections.lapse');
    expect(await state(late)).toBe('asked');
    await room.pass(14 * DAY);
    await room.get(Courier).run('corrections.lapse');
    expect(await state(late)).toBe('lapsed');
    await expect(corrections().confirm(late, second)).rejects.toMatchObject({ code: 'approval-decided' });
    const changed = await ask(`line:${fee}`);
    await plant(room, [], [`update banking.line set meaning = 'exchange-sold' where id = '${fee}'`]);
    await expect(corrections().confirm(changed, second)).rejects.toMatchObject({ code: 'correction-changed' });
    await plant(room, [], [`update banking.line set meaning = 'bank-fee' where id = '${fee}'`]);
    await corrections().withdraw(changed, first);
    expect(await audit()).toEqual([]);
  });

  it('says which way to take where there is another, and never reverses a reversal', async () => {
    const { projectId } = await openCampaign(room.db, { model: 'keep' });
    const gift = await new Disputes(room).gift(projectId, '50 EUR');
    const open = await book({ meaning: 'unidentified', amount: money('3') });
    for (const [key, way] of [
      [`pledge:${gift.id}:counted`, 'refund'],
      [`line:${open}`, 'naming'],
    ] as const)
      await expect(ask(key)).rejects.toMatchObject({ kind: 'conflict', code: 'correction-other-way', params: { way } });
    const fee = await book({ meaning: 'bank-fee', amount: money('3') });
    await correct(`line:${fee}`);
    await expect(ask(`reverse:line:${fee}`)).rejects.toMatchObject({ params: { way: 'reversal' } });
    await room.settle();
  });

  it('is looked at by the audit: mirror, signatures, words, and what the line means', async () => {
    const fee = await book({ meaning: 'bank-fee', amount: money('4') });
    const id = await correct(`line:${fee}`);
    const subjects = async () => (await audit()).map(({ invariant, subject }) => `${invariant} ${subject}`);
    const broken = async (sql: string, back: string) => {
      await plant(room, ['ledger.entry'], [sql]);
      const found = await subjects();
      await plant(room, ['ledger.entry'], [back]);
      expect(await audit()).toEqual([]);
      return found;
    };
    const reversal = `journal:reverse:line:${fee}`;
    const gift = newId();
    const entries = `update ledger.entry set gift = GIFT where journal_id = (select id from ledger.journal where key = 'reverse:line:${fee}')`;
    expect(await broken(entries.replace('GIFT', `'${gift}'`), entries.replace('GIFT', 'null'))).toContain(
      `I1 ${reversal}`,
    );
    const words = `update corrections.correction set reason = WORDS where id = '${id}'`;
    expect(await broken(words.replace('WORDS', `reason || '!'`), words.replace('WORDS', `'${WHY}'`))).toEqual([`I1 ${reversal}`]); // prettier-ignore
    const meaning = `update banking.line set meaning = 'MEANING' where id = '${fee}'`;
    expect(await broken(meaning.replace('MEANING', 'bank-fee'), meaning.replace('MEANING', 'unexplained'))).toContain(`I4 bank-line:${fee}`); // prettier-ignore
  });
});
