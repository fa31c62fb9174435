import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PersonsService, StaffService } from '#libs/identity/src/index.js';
import { type Currency, Money, newId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { account, type AccountCode, LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { Handlers } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { camtOf } from '../../../test/support/statements.js';
import { plant } from '../../../test/support/superuser.js';
import {
  type BankAccountId, BankAccountsService, BankingModule, BankingQueries, type BankLine, BankService, LineReturnsService, NamingService, OrderFilesQueries, OrderFilesService, type OrderId,
  OrderRejectionsService, PaymentOrdersService, StatementsQueries, StatementsService,
} from './index.js'; // prettier-ignore

const IBANS = [
  'MD24AG000225100013104168',
  'MD10AG398259791907483378',
  'MD04ML876232860129040479',
  'MD81VI666972510273464686',
];
const TREASURY = 'MD60TR944117715162046610';
const CURRENCIES = ['MDL', 'EUR', 'USD', 'RON'] as const;

describe('statements', () => {
  let room: Room;
  let first: PersonId;
  let second: PersonId;
  const accounts = {} as Record<(typeof CURRENCIES)[number], BankAccountId>;
  const received: string[] = [];

  beforeAll(async () => {
    room = await openRoom([BankingModule]);
    [first, second] = await room.db.transaction(async (tx) => {
      const ensure = (email: string) => room.get(PersonsService).ensure(tx, { email, lang: 'ro' });
      const both = [await ensure('a@plai.test'), await ensure('b@plai.test')] as const;
      for (const person of both) await room.get(StaffService).appoint(tx, person, null);
      return both;
    });
    for (const [n, currency] of CURRENCIES.entries()) {
      accounts[currency] = newId<'BankAccount'>();
      const open = { id: accounts[currency], currency, iban: IBANS[n]!, bank: 'Banca', holder: 'Asociația Plai' };
      for (const by of [first, second]) await room.get(BankAccountsService).open(open, by);
    }
    room.get(Handlers).on('banking.line-received', 'spec.received', (_tx, { data }) => {
      received.push(String(data.lineId));
      return Promise.resolve();
    });
  });
  afterAll(() => room.close());

  const money = (text: string, currency: Currency) => Money.parse(text, currency);
  const enter = (currency: 'MDL' | 'EUR' | 'USD' | 'RON', bytes: Buffer, typed?: { opening: string; closing: string }) =>
    room.get(StatementsService).enter({ id: newId<'Statement'>(), accountId: accounts[currency], bytes, ...(typed && { typed }) }, first); // prettier-ignore
  const file = (
    currency: 'MDL' | 'EUR' | 'USD' | 'RON',
    over: Omit<Parameters<typeof camtOf>[0], 'iban' | 'currency'>,
  ) => camtOf({ ...over, currency, iban: IBANS[CURRENCIES.indexOf(currency)]! });
  const take = async (currency: 'MDL' | 'EUR' | 'USD' | 'RON', bytes: Buffer) =>
    room.get(StatementsService).confirm(await enter(currency, bytes), second);
  const stands = async (...codes: AccountCode[]) =>
    Promise.all(codes.map(async (code) => (await room.get(LedgerQueries).balance(code)).toString()));
  const at = (name: 'balance' | 'order' | 'exchange', currency: 'MDL' | 'EUR' | 'USD' | 'RON') => account('held', 'bank', accounts[currency], name, currency); // prettier-ignore
  const apart = (currency: Currency) => account('held', 'operator', 'unidentified', currency);
  const gone = (currency: Currency) => account('held', 'operator', 'unexplained', currency);
  const lines = async (statementId: string) => {
    const found = (await room.get(StatementsQueries).statement(statementId))!.lines;
    return new Map(found.map((line) => [line.reference, line]));
  };
  const name = async (line: BankLine, meaning: BankLine['meaning'], refersTo?: string) =>
    room.get(NamingService).confirm(await room.get(NamingService).ask(line.id, { meaning, ...(refersTo && { refersTo }) }, first), second); // prettier-ignore

  it('are entered by one and signed by another, who sees what he signs; before that nothing counts', async () => {
    const bytes = file('EUR', { opening: '0.00', entries: [{ amount: '50.00', reference: 'A1', name: 'Ion' }, { amount: '50.00', reference: 'A2' }] }); // prettier-ignore
    const id = newId<'Statement'>();
    const enterIt = () => room.get(StatementsService).enter({ id, accountId: accounts.EUR, bytes }, first);
    const approval = await enterIt();
    expect(await enterIt()).toBe(approval);
    const { statement } = (await room.get(StatementsQueries).statement(id))!;
    expect(statement).toMatchObject({ format: 'camt', from: '2024-05-02', until: '2024-05-02', count: 2, fresh: 2, opening: money('0', 'EUR'), closing: money('100', 'EUR'), state: 'entered' }); // prettier-ignore
    expect(statement.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await stands(at('balance', 'EUR'))).toEqual(['0.00']);
    await expect(room.get(StatementsService).confirm(approval, first)).rejects.toMatchObject({ code: 'second-person-needed' }); // prettier-ignore
    await expect(enter('EUR', file('EUR', { opening: '0.00', entries: [{ amount: '1.00' }] }))).rejects.toMatchObject({ code: 'statement-waits' }); // prettier-ignore
    const both = await Promise.allSettled([1, 2].map(() => room.get(StatementsService).confirm(approval, second)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await stands(at('balance', 'EUR'), apart('EUR'))).toEqual(['100.00', '100.00']);
    await room.drain();
    expect(received).toHaveLength(2);
    expect(await enterIt()).toBe(approval);
    await expect(enter('EUR', bytes)).rejects.toMatchObject({ code: 'statement-known' });
  });

  it('overlap, and come in the other format, without anything counted twice', async () => {
    const entries = [{ amount: '50.00', reference: 'A2', on: '2024-05-02' }, { amount: '20.00', reference: 'A3', on: '2024-05-03' }]; // prettier-ignore
    const statement = await take('EUR', file('EUR', { opening: '50.00', on: '2024-05-03', entries }));
    expect(statement).toMatchObject({ count: 2, fresh: 1, closing: money('120', 'EUR') });
    expect(await stands(at('balance', 'EUR'))).toEqual(['120.00']);
    const columns = { date: 1, amount: 2 } as const;
    const mapping = { encoding: 'utf-8', delimiter: ';', dates: 'YYYY-MM-DD', decimal: '.', skip: 0, skipEnd: 0, columns } as const; // prettier-ignore
    const csv = (text: string, opening: string, closing: string) => enter('EUR', Buffer.from(text), { opening, closing }); // prettier-ignore
    await expect(csv('2024-05-03;20.00', '100', '120')).rejects.toMatchObject({ code: 'csv-mapping-missing' });
    await room.get(StatementsService).saveMapping(accounts.EUR, mapping, first);
    await expect(csv('2024-05-03;20.00', '100', '120')).rejects.toMatchObject({ code: 'statement-known' });
    await expect(csv('2024-05-04;20.00', '121', '141')).rejects.toMatchObject({ code: 'statement-gap' });
    const approval = await csv('2024-05-03;20.00\n2024-05-04;7.00\n2024-05-04;7.00', '100', '134');
    await room.get(StatementsService).confirm(approval, second);
    expect(await stands(at('balance', 'EUR'), apart('EUR'))).toEqual(['134.00', '134.00']);
    expect((await room.get(BankingQueries).bankLines({ limit: 2 })).map(({ reference }) => reference).sort()).toEqual(['2024-05-04 7.00', '2024-05-04 7.00 #2']); // prettier-ignore
  });

  it('meet what was entered by hand; a day that they cover takes no line by hand any more', async () => {
    const hand = (reference: string, bookedOn: string, amount: string, meaning: BankLine['meaning'] = 'own-means') =>
      room.get(BankService).enterLine({ id: newId<'BankLine'>(), accountId: accounts.USD, bookedOn: bookedOn as BankLine['bookedOn'], amount: money(amount, 'USD'), reference, meaning }, first); // prettier-ignore
    for (const [reference, on] of [
      ['OWN', '2024-05-01'],
      ['typed', '2024-05-02'],
    ] as const)
      await room.get(BankService).confirmLine(await hand(reference, on, '30'), second);
    const entries = [
      { amount: '30.00', reference: 'B1' },
      { amount: '30.00', reference: 'B2' },
    ];
    await expect(enter('USD', file('USD', { opening: '31.00', entries }))).rejects.toMatchObject({ code: 'statement-opening', params: { expected: money('30', 'USD'), found: money('31', 'USD') } }); // prettier-ignore
    const waiting = await hand('B3', '2024-05-02', '5');
    const approval = await enter('USD', file('USD', { opening: '30.00', entries }));
    await expect(room.get(StatementsService).confirm(approval, second)).rejects.toMatchObject({ code: 'statement-line-waits' }); // prettier-ignore
    await room.get(BankService).refuseLine(waiting, second, 'nu e');
    const { id } = await room.get(StatementsService).confirm(approval, second);
    expect([...(await lines(id)).keys()].sort()).toEqual(['B2', 'typed']);
    expect(await stands(at('balance', 'USD'), apart('USD'))).toEqual(['90.00', '30.00']);
    await expect(hand('B9', '2024-05-02', '1')).rejects.toMatchObject({ code: 'line-covered' });
    await room.get(BankService).refuseLine(await hand('B9', '2024-05-03', '1'), second, 'nu e');
    // What the first statement opened with is no line that the next one misses.
    await take('USD', file('USD', { opening: '90.00', on: '2024-05-04', entries: [{ amount: '1.00', reference: 'B10' }] })); // prettier-ignore
    expect(await stands(at('balance', 'USD'))).toEqual(['91.00']);
  });

  it('that are refused, by the second person or by their own sums, leave nothing', async () => {
    const before = await stands(at('balance', 'RON'));
    const bytes = file('RON', { opening: '0.00', entries: [{ amount: '5.00', reference: 'C1' }] });
    await room.get(StatementsService).refuse(await enter('RON', bytes), second, 'alt cont');
    expect(await stands(at('balance', 'RON'))).toEqual(before);
    const wrong = file('RON', { opening: '0.00', closing: '6.00', entries: [{ amount: '5.00', reference: 'C1' }] });
    await expect(enter('RON', wrong)).rejects.toMatchObject({ code: 'statement-sum', params: { expected: money('6', 'RON'), found: money('5', 'RON'), line: 0 } }); // prettier-ignore
    await expect(enter('RON', file('EUR', { opening: '0.00', entries: [{ amount: '5.00' }] }))).rejects.toMatchObject({ code: 'statement-currency', params: { line: 3 } }); // prettier-ignore
    await expect(enter('RON', camtOf({ currency: 'RON', opening: '0.00', entries: [{ amount: '5.00' }] }))).rejects.toMatchObject({ code: 'statement-account' }); // prettier-ignore
    await expect(enter('RON', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'))).rejects.toMatchObject({ code: 'statement-too-large' }); // prettier-ignore
    await expect(enter('RON', file('RON', { opening: '0.00', on: '2999-01-01', entries: [{ amount: '5.00' }] }))).rejects.toMatchObject({ code: 'statement-future' }); // prettier-ignore
    await take('RON', bytes);
    expect(await stands(at('balance', 'RON'))).toEqual(['5.00']);
  });

  it('book what is certain: fees, an exchange at the bank’s rate, a reversal; money in before money out', async () => {
    await room.get(RatesService).loadIllustrative([{ currency: 'EUR', nominal: 1, value: '19.50', on: '2024-05-01' as BankLine['bookedOn'] }]); // prettier-ignore
    const entries = [
      { amount: '-3.00', reference: 'A7', code: 'PMNT/ICDT/CHRG' },
      { amount: '-100.00', reference: 'FX77001', code: 'FORX/SPOT/ESCT' },
      { amount: '9.00', reference: 'A8', name: 'Ion', on: '2024-05-04' },
      { amount: '-9.00', reference: 'A9', name: 'Ion', reversal: true },
      { amount: '-4.00', reference: 'A10' },
    ];
    const { id } = await take('EUR', file('EUR', { opening: '134.00', on: '2024-05-05', entries }));
    const found = await lines(id);
    expect([...found.values()].map(({ reference, meaning }) => `${reference} ${meaning}`).sort()).toEqual([
      'A10 unexplained', 'A7 bank-fee', 'A8 unidentified', 'A9 unidentified-returned', 'FX77001 exchange-sold',
    ]); // prettier-ignore
    expect(await stands(at('balance', 'EUR'), apart('EUR'), gone('EUR'), at('exchange', 'EUR'))).toEqual(['27.00', '134.00', '4.00', '100.00']); // prettier-ignore
    await take('MDL', file('MDL', { opening: '0.00', on: '2024-05-05', entries: [{ amount: '1940.00', reference: 'M1', text: 'vinzare valuta FX77001' }] })); // prettier-ignore
    expect(await stands(at('exchange', 'EUR'), at('balance', 'MDL'))).toEqual(['0.00', '1940.00']);
    const [deal] = await room.get(StatementsQueries).deals();
    expect(deal).toMatchObject({ official: { worth: money('1950', 'MDL'), difference: Money.lei(-1000n), perUnit: '19.5' } }); // prettier-ignore
    const open = found.get('A10')!;
    expect((await room.get(StatementsQueries).suggestions(open)).map(({ meaning }) => meaning)).toEqual(expect.arrayContaining(['bank-fee', 'exchange-sold'])); // prettier-ignore
    await expect(room.get(NamingService).ask(open.id, { meaning: 'own-means' }, first)).rejects.toMatchObject({ kind: 'invalid' }); // prettier-ignore
    await name(open, 'bank-fee');
    expect(await stands(gone('EUR'), account('held', 'operator', 'fees-bank', 'EUR'))).toEqual(['0.00', '7.00']);
    await expect(name(open, 'bank-fee')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('take a payout as arrived, in its own currency by Stripe’s name, sum and day, in another by its id', async () => {
    const payouts = [['po_1Own', 'USD', 700], ['po_1Euro', 'EUR', 900]] as const; // prettier-ignore
    await plant(room, ['payments.payout'], payouts.map(([id, currency, minor]) => `insert into payments.payout (id, amount_minor, currency, state, arrives_on, created_at) values ('${id}', ${minor}, '${currency}', 'in-transit', '2024-05-06', platform.now())`)); // prettier-ignore
    for (const [id, currency, minor] of payouts)
      await room.db.transaction((tx) => room.get(LedgerService).post(tx, { key: `spec:${id}`, kind: 'payout.sent', postings: [{ debit: account('held', 'stripe', 'payout', currency), credit: account('held', 'operator', 'fx', currency), amount: Money.ofMinor(BigInt(minor), currency) }], ref: { payout: id } })); // prettier-ignore
    const entries = [
      { amount: '7.00', reference: 'S1', name: 'STRIPE PAYMENTS EUROPE' },
      { amount: '8.50', reference: 'S2', name: 'Ion', text: 'STRIPE po_1Euro' },
    ];
    const { id } = await take('USD', file('USD', { opening: '91.00', on: '2024-05-06', entries }));
    expect([...(await lines(id)).values()].map(({ meaning, refersTo }) => [meaning, refersTo]).sort()).toEqual([['payout', 'po_1Euro'], ['payout', 'po_1Own']]); // prettier-ignore
    const onTheirWay = payouts.map(([, currency]) => account('held', 'stripe', 'payout', currency));
    expect(await stands(at('balance', 'USD'), ...onTheirWay)).toEqual(['106.50', '0.00', '0.00']);
  });

  describe('and files of payment orders', () => {
    const order = async (amount: string): Promise<{ id: OrderId; projectId: ProjectId }> => {
      const projectId = newId<'Project'>() as ProjectId;
      const released = account('held', 'project', projectId, 'released', 'MDL');
      const id = newId<'PaymentOrder'>();
      await room.db.transaction(async (tx) => {
        await room.get(LedgerService).post(tx, { key: `spec:${id}`, kind: 'spec.released', postings: [{ debit: account('held', 'operator', 'fx', 'MDL'), credit: released, amount: money(amount, 'MDL') }] }); // prettier-ignore
        await room.get(PaymentOrdersService).order(tx, { id, owner: `tranche:${newId()}`, projectId, iban: TREASURY, holder: 'Primăria Mihăileni', amount: money(amount, 'MDL'), purpose: 'Tranșa 1' }); // prettier-ignore
      });
      return { id, projectId };
    };
    const files = () => room.get(OrderFilesService);

    it('leave by two signatures, once; a copy needs two more; the statement confirms or brings them back', async () => {
      const [one, two] = [await order('400.05'), await order('0.95')];
      const id = newId<'OrderFile'>();
      const approval = await files().make(id, accounts.MDL, first);
      expect(await files().make(id, accounts.MDL, first)).toBe(approval);
      await expect(files().make(newId<'OrderFile'>(), accounts.MDL, first)).rejects.toMatchObject({
        code: 'orders-none',
      });
      await expect(files().take(id, first)).rejects.toMatchObject({ code: 'order-file-unsigned' });
      await expect(files().confirm(approval, first)).rejects.toMatchObject({ code: 'second-person-needed' });
      await files().confirm(approval, second);
      const taken = await Promise.allSettled([first, second].map((by) => files().take(id, by)));
      expect(taken.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const [{ value }] = taken.filter((done) => done.status === 'fulfilled') as [PromiseFulfilledResult<Awaited<ReturnType<OrderFilesService['take']>>>]; // prettier-ignore
      expect(value).toMatchObject({ n: 1, file: { count: 2, sum: money('401', 'MDL') } });
      expect(value.content).toContain(one.id.replaceAll('-', ''));
      expect(await room.get(BankingQueries).order(one.id)).toMatchObject({ state: 'in-transit', fileId: id });
      await files().answerCopy(await files().askCopy(id, second), first);
      const copy = await files().take(id, second);
      expect([copy.n, copy.content]).toEqual([2, value.content]);
      await expect(files().take(id, second)).rejects.toMatchObject({ code: 'order-file-taken' });

      const endToEnd = (order: { id: string }) => order.id.replaceAll('-', '');
      const entries = [{ amount: '-400.05', reference: 'P1', endToEnd: endToEnd(one) }, { amount: '-0.95', reference: 'P2', text: `plata ${endToEnd(two)}` }]; // prettier-ignore
      await take('MDL', file('MDL', { opening: '1940.00', on: '2024-05-06', entries }));
      expect(await room.get(BankingQueries).order(one.id)).toMatchObject({ state: 'arrived' });
      expect(await stands(at('order', 'MDL'), at('balance', 'MDL'), gone('MDL'))).toEqual(['0.00', '1539.00', '0.00']);
      const memo = (kind: 'town-unspent' | 'town-source') => account('memo', 'project', one.projectId, kind, 'MDL');
      const back = { amount: '400.05', reference: 'P3', endToEnd: endToEnd(one) };
      // Until delivery has heard of the arrival the return cannot be booked: it stands apart and is named by two.
      const { id: returned } = await take('MDL', file('MDL', { opening: '1539.00', on: '2024-05-07', entries: [back] })); // prettier-ignore
      const line = (await lines(returned)).get('P3')!;
      expect(line.meaning).toBe('unidentified');
      await room.db.transaction((tx) => room.get(LedgerService).post(tx, { key: `spec:arrived:${one.id}`, kind: 'spec.arrived', postings: [{ debit: memo('town-unspent'), credit: memo('town-source'), amount: money('400.05', 'MDL') }] })); // prettier-ignore
      const [best] = await room.get(StatementsQueries).suggestions(line);
      expect(best).toMatchObject({ meaning: 'order-returned', refersTo: one.id, why: 'reference' });
      await name(line, 'order-returned', one.id);
      const claim = account('held', 'project', one.projectId, 'claim', 'MDL');
      expect(await stands(claim, apart('MDL'), at('balance', 'MDL'), memo('town-unspent'))).toEqual(['400.05', '0.00', '1939.05', '0.00']); // prettier-ignore
    });

    it('fall when one of their orders goes another way first, and their others wait for the next', async () => {
      const [one, two] = [await order('7'), await order('8')];
      const reject = async (id: OrderId) => {
        const rejections = room.get(OrderRejectionsService);
        await rejections.confirm(await rejections.ask(id, 'cont închis', first), second);
      };
      const id = newId<'OrderFile'>();
      const approval = await files().make(id, accounts.MDL, first);
      await expect(room.get(PaymentOrdersService).markSent(one.id, first)).rejects.toMatchObject({ code: 'order-in-file' }); // prettier-ignore
      await files().confirm(approval, second);
      await reject(one.id);
      await expect(files().take(id, first)).rejects.toMatchObject({ code: 'order-file-fallen' });
      const next = await files().make(newId<'OrderFile'>(), accounts.MDL, first);
      expect(await room.get(OrderFilesQueries).orderFiles({ limit: 2 })).toMatchObject([{ state: 'asked', count: 1, sum: money('8', 'MDL') }, { state: 'fallen' }]); // prettier-ignore
      await reject(two.id);
      await expect(files().confirm(next, second)).rejects.toMatchObject({ code: 'order-file-fallen' });
      await files().refuse(next, second, 'a căzut');
      expect(await room.get(OrderFilesQueries).next()).toEqual([]);
    });

    it('leave out what a donor’s bank asks for, too, and are not taken with it', async () => {
      const owner = `pledge:${newId()}` as const;
      const id = newId<'PaymentOrder'>();
      await room.db.transaction(async (tx) => {
        await room.get(LedgerService).post(tx, { key: `spec:${id}`, kind: 'spec.due', postings: [{ debit: account('held', 'operator', 'fx', 'USD'), credit: account('held', 'returns', 'due', 'USD'), amount: money('5', 'USD') }] }); // prettier-ignore
        await room.get(PaymentOrdersService).orderBack(tx, { id, kind: 'refund', owner, iban: 'DE89370400440532013000', holder: 'Ion Müller', amount: money('5', 'USD'), purpose: 'Plai PL-7KQ2-M4' }); // prettier-ignore
      });
      const fileId = newId<'OrderFile'>();
      await files().confirm(await files().make(fileId, accounts.USD, first), second);
      const [charge, dispute] = [newId(), `dp_${newId()}`];
      await plant(room, ['payments.charge', 'payments.dispute'], [
        `insert into payments.charge (id, owner, checkout_id, key, amount_minor, cover_minor, currency, state, wanted_at, authorised_at, payment_intent, stripe_charge)
           values ('${charge}', '${owner}', gen_random_uuid(), '${charge}', 500, 0, 'USD', 'succeeded', platform.now(), platform.now(), 'pi_1', 'ch_1')`,
        `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, opened_at)
           values ('${dispute}', '${charge}', 500, 'USD', 'fraudulent', 'needs_response', false, platform.now())`,
      ]); // prettier-ignore
      await expect(files().take(fileId, first)).rejects.toMatchObject({ code: 'order-disputed', params: { purpose: 'Plai PL-7KQ2-M4' } }); // prettier-ignore
      await room.db.rows(`update payments.dispute set outcome = 'won', closed_at = platform.now() returning 1`);
      expect(await files().take(fileId, first)).toMatchObject({ n: 1, content: expect.stringContaining('<Nm>Ion Muller</Nm></Cdtr><CdtrAcct><Id><IBAN>DE89370400440532013000') }); // prettier-ignore
    });

    it('take back money that nobody has claimed, once two have signed; refused by the bank, it is nobody’s again', async () => {
      const [line] = (await room.get(BankingQueries).openLines()).filter(({ reference }) => reference === 'C1');
      const returns = room.get(LineReturnsService);
      const [iban, holder] = ['RO49AAAA1B31007593840000', 'Ion'];
      await expect(returns.ask(line!.id, { iban: 'RO48AAAA1B31007593840000', holder }, first)).rejects.toMatchObject({ code: 'iban-wrong' }); // prettier-ignore
      await returns.refuse(await returns.ask(line!.id, { iban, holder }, first), second, 'încă o zi');
      const approval = await returns.ask(line!.id, { iban, holder }, first);
      await expect(returns.confirm(approval, first)).rejects.toMatchObject({ code: 'second-person-needed' });
      const ordered = async (id: string) => {
        const sent = await returns.confirm(id as typeof approval, second);
        expect(await stands(apart('RON'), at('order', 'RON'))).toEqual(['0.00', '5.00']);
        await expect(returns.ask(line!.id, { iban, holder }, first)).rejects.toMatchObject({ code: 'not-found' });
        return sent;
      };
      const rejections = room.get(OrderRejectionsService);
      await rejections.confirm(await rejections.ask(await ordered(approval), 'cont închis', first), second);
      expect(await stands(apart('RON'), at('order', 'RON'))).toEqual(['5.00', '0.00']);
      const again = await ordered(await returns.ask(line!.id, { iban, holder }, first));
      const fileId = newId<'OrderFile'>();
      await files().confirm(await files().make(fileId, accounts.RON, first), second);
      expect((await files().take(fileId, first)).content).toContain('<Ustrd>Plai, restituire C1</Ustrd>');
      const paid = { amount: '-5.00', reference: 'C2', endToEnd: again.replaceAll('-', '') };
      await take('RON', file('RON', { on: '2024-05-04', opening: '5.00', entries: [paid] }));
      expect(await stands(at('balance', 'RON'), at('order', 'RON'), apart('RON'), gone('RON'))).toEqual(['0.00', '0.00', '0.00', '0.00']); // prettier-ignore
      // It comes back without a word: only a person sees that it is the same money, which is nobody's again.
      const { id: back } = await take('RON', file('RON', { on: '2024-05-05', opening: '0.00', entries: [{ amount: '5.00', reference: 'C3' }] })); // prettier-ignore
      await name((await lines(back)).get('C3')!, 'order-returned', again);
      expect(await stands(at('balance', 'RON'), apart('RON'))).toEqual(['5.00', '5.00']);
      expect((await room.get(BankingQueries).openLines()).map(({ reference }) => reference)).toContain('C1');
    });

    it('wait while money left the account days ago and nobody has said why', async () => {
      const opening = (await stands(at('balance', 'MDL')))[0]!;
      const { id } = await take('MDL', file('MDL', { opening, on: '2024-05-09', entries: [{ amount: '-1.00', reference: 'W1' }] })); // prettier-ignore
      await expect(order('3')).rejects.toMatchObject({ code: 'bank-unexplained', params: { reference: 'W1' } });
      await name((await lines(id)).get('W1')!, 'bank-fee');
      await expect(order('3')).resolves.toBeDefined();
    });

    it('give their orders free when the second person refuses', async () => {
      const { id } = await order('10');
      const approval = await files().make(newId<'OrderFile'>(), accounts.MDL, first);
      await files().refuse(approval, second, 'nu azi');
      expect(await room.get(BankingQueries).order(id)).toMatchObject({ state: 'ordered', fileId: null });
      await expect(files().make(newId<'OrderFile'>(), accounts.MDL, second)).resolves.toBeDefined();
    });
  });
});
