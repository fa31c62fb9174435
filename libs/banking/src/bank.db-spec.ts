import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PersonsService, StaffService } from '#libs/identity/src/index.js';
import { type Currency, Money, newId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { account, type AccountCode, LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { Handlers } from '#libs/platform/src/index.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { ChargesService, CheckoutsService, PaymentsQueries, ReconcileService } from '#libs/payments/src/index.js';
import {
  type BankAccountId,
  BankAccountsService,
  BankingModule,
  BankingQueries,
  BankService,
  type EnterLine,
  OrderRejectionsService,
  PaymentOrdersService,
  sourceOf,
} from './index.js';

const IBANS: Partial<Record<Currency, string>> = { MDL: 'MD24AG000225100013104168', EUR: 'RO49AAAA1B31007593840000' };
const TREASURY = 'MD60TR944117715162046610';

describe('the bank', () => {
  let room: StripeRoom;
  let first: PersonId;
  let second: PersonId;
  const accounts = {} as Record<'MDL' | 'EUR', BankAccountId>;
  const news: string[] = [];

  beforeAll(async () => {
    room = await openStripeRoom([BankingModule]);
    [first, second] = await room.db.transaction(async (tx) => {
      const ensure = (email: string) => room.get(PersonsService).ensure(tx, { email, lang: 'ro' });
      const both = [await ensure('a@plai.test'), await ensure('b@plai.test')] as const;
      for (const person of both) await room.get(StaffService).appoint(tx, person, null);
      return both;
    });
    for (const currency of ['MDL', 'EUR'] as const) {
      accounts[currency] = newId<'BankAccount'>();
      const open = {
        id: accounts[currency],
        currency,
        iban: IBANS[currency]!,
        bank: 'Banca',
        holder: 'Asociația Plai',
      };
      for (const by of [first, second]) await room.get(BankAccountsService).open(open, by);
    }
    room.get(Handlers).on('payments.paid', 'spec.paid', async (tx, { data }) => {
      const charge = (await room.get(ChargesService).find(data.chargeId as never, tx))!;
      await room.get(ChargesService).counted(tx, charge.id);
      const sides = {
        debit: account('held', 'stripe', 'clearing', 'EUR'),
        credit: account('held', 'operator', 'fx', 'EUR'),
      };
      await room
        .get(LedgerService)
        .post(tx, { key: `spec:${charge.id}`, kind: 'gift.counted', postings: [{ ...sides, amount: charge.amount }] });
    });
    for (const name of ['order-sent', 'order-arrived', 'order-rejected', 'order-returned', 'refunded'])
      room
        .get(Handlers)
        .on(`${name === 'refunded' ? 'payments' : 'banking'}.${name}`, `spec.${name}`, (_tx, { data }) => {
          news.push(`${name} ${String(data.owner)}`);
          return Promise.resolve();
        });
  });
  afterAll(() => room.close());

  const line = (over: Partial<EnterLine> & Pick<EnterLine, 'meaning' | 'amount'>): EnterLine => ({
    id: newId<'BankLine'>(),
    accountId: accounts[over.amount.currency as 'MDL'],
    bookedOn: '2024-05-01' as EnterLine['bookedOn'],
    reference: newId(),
    ...over,
  });
  const enter = (entered: EnterLine) => room.get(BankService).enterLine(entered, first);
  const book = async (over: Parameters<typeof line>[0]) => {
    const entered = line(over);
    await room.get(BankService).confirmLine(await enter(entered), second);
    return entered;
  };
  /** Confirming it is refused with this code; then the second person refuses the line. */
  const mustFail = async (over: Parameters<typeof line>[0], code: string) => {
    const approval = await enter(line(over));
    await expect(room.get(BankService).confirmLine(approval, second)).rejects.toMatchObject({ code });
    await room.get(BankService).refuseLine(approval, second, 'greșit');
  };
  /** Nobody is asked to sign it: it is refused as it is entered. */
  const mustNotFit = (over: Parameters<typeof line>[0], code: string) =>
    expect(enter(line(over))).rejects.toMatchObject({ kind: 'invalid', code });
  const money = (text: string, currency: Currency = 'MDL') => Money.parse(text, currency);
  const stands = async (...codes: AccountCode[]) =>
    Promise.all(codes.map(async (code) => (await room.get(LedgerQueries).balance(code)).toString()));
  const at = (name: 'balance' | 'order' | 'exchange', currency: 'MDL' | 'EUR' = 'MDL') =>
    account('held', 'bank', accounts[currency], name, currency);
  const post = (debit: AccountCode, credit: AccountCode, amount: Money) =>
    room.db.transaction((tx) =>
      room
        .get(LedgerService)
        .post(tx, { key: `spec:${newId()}`, kind: 'spec.posted', postings: [{ debit, credit, amount }] }),
    );

  it('counts a line only after two signatures, and each line once', async () => {
    const before = (await stands(at('balance')))[0];
    const entered = line({ meaning: 'own-means', amount: money('500') });
    const approval = await enter(entered);
    expect(await enter(entered)).toBe(approval);
    expect(await stands(at('balance'))).toEqual([before]);
    await expect(room.get(BankService).confirmLine(approval, first)).rejects.toMatchObject({
      code: 'second-person-needed',
    });
    await expect(room.get(BankService).confirmLine(approval, newId<'Person'>())).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(enter(line({ ...entered, id: newId<'BankLine'>() }))).rejects.toMatchObject({ code: 'line-known' });
    await room.get(BankService).confirmLine(approval, second);
    await expect(room.get(BankService).confirmLine(approval, second)).rejects.toMatchObject({
      code: 'approval-decided',
    });
    expect(Number((await stands(at('balance')))[0]) - Number(before)).toBe(500);
    await book({ meaning: 'bank-fee', amount: money('12.50') });
    expect(Number((await stands(at('balance')))[0]) - Number(before)).toBe(487.5);
  });

  it('takes twenty copies of one form at once as one line, and one reference as one however it is typed', async () => {
    const entered = line({ meaning: 'own-means', amount: money('500'), reference: `ft ${newId()}` });
    const approvals = await Promise.all(Array.from({ length: 20 }, () => enter(entered)));
    expect(new Set(approvals).size).toBe(1);
    const typed = [
      entered.reference.toUpperCase(),
      entered.reference.replace(' ', '  '),
      ` ${entered.reference}\u200b`,
    ];
    for (const reference of [...typed, entered.reference.replace(' ', '')]) {
      await expect(enter(line({ ...entered, id: newId<'BankLine'>(), reference }))).rejects.toMatchObject({ code: 'line-known' }); // prettier-ignore
    }
  });

  it('takes two genuine payments for the same purpose, and a form with another purpose as another form', async () => {
    const gift = { meaning: 'gift', amount: money('40'), purpose: ' Iluminat  PL-7KQ2-M4' } as const;
    const [one, two] = [await book(gift), await book(gift)];
    const lines = await Promise.all([one, two].map(({ id }) => room.get(BankingQueries).line(id)));
    expect(lines.map((found) => found!.purpose)).toEqual(['Iluminat PL-7KQ2-M4', 'Iluminat PL-7KQ2-M4']);
    for (const other of [{ purpose: 'Alt cod' }, { bookedOn: '2024-05-02' as EnterLine['bookedOn'] }])
      await expect(enter({ ...one, ...other })).rejects.toMatchObject({ code: 'line-reused' });
    for (const { id } of [one, two])
      await book({ meaning: 'unidentified-returned', amount: money('40'), refersTo: id });
  });

  it('lets a refused line be entered anew', async () => {
    const entered = line({ meaning: 'own-means', amount: money('1') });
    await room.get(BankService).refuseLine(await enter(entered), second, 'altă sumă');
    await expect(book({ ...entered, id: newId<'BankLine'>(), amount: money('2') })).resolves.toBeDefined();
  });

  it('says what is wrong with a line', async () => {
    const code = (entered: EnterLine) =>
      enter(entered).then(
        () => 'entered',
        (error: { code: string }) => error.code,
      );
    const good = { meaning: 'gift', amount: money('10') } as const;
    expect(await code(line({ ...good, bookedOn: '2999-01-01' as never }))).toBe('line-future');
    expect(await code(line({ ...good, accountId: accounts.EUR }))).toBe('bank-account-missing');
    expect(await code(line({ ...good, refersTo: 'x' }))).toBe('line-refers-wrong');
    expect(await code(line({ ...good, meaning: 'order' }))).toBe('line-refers-wrong');
    expect(await code(line({ ...good, amount: money('0') }))).toBe('amount-format');
  });

  it('gives a transfer to one owner', async () => {
    const gift = await book({ meaning: 'gift', amount: money('300'), counterparty: { name: 'Ion', iban: TREASURY } });
    const claim = (owner: `pledge:${string}`) =>
      room.db.transaction((tx) => room.get(BankService).claimLine(tx, gift.id, owner));
    const owner = `pledge:${newId()}` as const;
    const claimed = await claim(owner);
    expect(claimed).toMatchObject({ counterparty: { name: 'Ion', iban: TREASURY }, claimedBy: owner });
    await post(sourceOf(claimed), account('held', 'project', newId(), 'claim', 'MDL'), money('300'));
    expect(await stands(account('held', 'operator', 'unidentified', 'MDL'))).toEqual(['0.00']);
    expect(await claim(owner)).toEqual(claimed);
    await expect(claim(`pledge:${newId()}`)).rejects.toMatchObject({ code: 'line-claimed' });
  });

  it('keeps unidentified money apart and sends it back', async () => {
    const apart = account('held', 'operator', 'unidentified', 'EUR');
    const came = await book({ meaning: 'unidentified', amount: money('70', 'EUR') });
    expect(await stands(apart)).toEqual(['70.00']);
    await mustFail({ meaning: 'exchange-sold', amount: money('70', 'EUR') }, 'bank-ring-fenced');
    await mustNotFit({ meaning: 'unidentified-returned', amount: money('60', 'EUR'), refersTo: came.id }, 'line-refers-sum'); // prettier-ignore
    await book({ meaning: 'unidentified-returned', amount: money('70', 'EUR'), refersTo: came.id });
    expect(await stands(apart, at('order', 'EUR'))).toEqual(['0.00', '0.00']);
    const claim = room.db.transaction((tx) => room.get(BankService).claimLine(tx, came.id, `pledge:${newId()}`));
    await expect(claim).rejects.toMatchObject({ code: 'line-claimed' });
  });

  async function payByCard(text: string): Promise<void> {
    const id = newId<'Checkout'>();
    const [{ until }] = (await room.db.rows<{ until: Date }>(`select platform.now() + interval '1 hour' as until`)) as [
      { until: Date },
    ];
    await room.db.transaction(
      (tx) =>
      room.get(CheckoutsService).open(tx, {
        id, owner: `pledge:${newId()}`, mode: 'pay', gift: money(text, 'EUR'), feeCover: money('0', 'EUR'), email: 'x@example.md', lang: 'en',
        description: 'Light', successPath: '/en', cancelPath: '/en', expiresAt: until,
      }), // prettier-ignore
    );
    await room.get(CheckoutsService).urlOf(id);
    await room.stripe.control.pay((await room.get(CheckoutsService).find(id))!.session!);
    await room.settle();
  }

  it('follows money from a card to lei at the bank: payout, arrival, exchange', async () => {
    await payByCard('100');
    await room.stripe.control.payOut({});
    await room.settle();
    const [payout] = await room.get(PaymentsQueries).payoutsUnderWay();
    expect(payout!.amount.toString()).toBe('98.25');
    const stripe = (name: 'clearing' | 'balance' | 'payout') => account('held', 'stripe', name, 'EUR');
    expect(await stands(stripe('clearing'), stripe('balance'), stripe('payout'))).toEqual(['0.00', '0.00', '98.25']);
    await mustNotFit({ meaning: 'payout', amount: money('98', 'EUR'), refersTo: payout!.id }, 'line-refers-sum');
    await book({ meaning: 'payout', amount: money('98.25', 'EUR'), refersTo: payout!.id });
    await expect(
      book({ meaning: 'payout', amount: money('98.25', 'EUR'), refersTo: payout!.id }),
    ).rejects.toMatchObject({ code: 'line-refers' });
    expect(await stands(stripe('payout'))).toEqual(['0.00']);
    const sold = await book({ meaning: 'exchange-sold', amount: money('98.25', 'EUR') });
    expect(await stands(at('exchange', 'EUR'))).toEqual(['98.25']);
    expect((await room.get(BankingQueries).openExchanges()).map(({ id: open }) => open)).toEqual([sold.id]);
    await book({ meaning: 'exchange-bought', amount: money('1915.87'), refersTo: sold.id });
    expect(await stands(at('exchange', 'EUR'))).toEqual(['0.00']);
    expect(await room.get(BankingQueries).openExchanges()).toEqual([]);
    expect(await room.get(PaymentsQueries).unbooked()).toEqual([]);
    expect(await room.get(ReconcileService).reconcile()).toMatchObject({ transactions: 0, waiting: 0 });
  });

  it('takes a payout back that failed', async () => {
    const stripe = (name: 'balance' | 'payout') => account('held', 'stripe', name, 'EUR');
    await payByCard('20');
    await room.stripe.control.payOut({});
    await room.settle();
    expect(await stands(stripe('balance'), stripe('payout'))).toEqual(['0.00', '19.45']);
    const [payout] = await room.get(PaymentsQueries).payoutsUnderWay();
    await room.stripe.control.payoutFailed(payout!.id);
    await room.settle();
    expect(await stands(stripe('balance'), stripe('payout'))).toEqual(['19.45', '0.00']);
    expect(await room.get(PaymentsQueries).payoutsUnderWay()).toEqual([]);
    await mustFail({ meaning: 'payout', amount: money('19.45', 'EUR'), refersTo: payout!.id }, 'line-refers-wrong');
    expect(await room.get(PaymentsQueries).unbooked()).toEqual([]);
  });

  it('keeps nothing waiting behind a movement that cannot be booked', async () => {
    const movement = (id: string, type: string, source: string, at: string) =>
      room.db.rows(
        `insert into payments.stripe_transaction (id, type, category, source, amount_minor, fee_minor, net_minor, currency, created_at, seen_at)
         values ($1, $2, $2, $3, -5, 0, -5, 'EUR', now(), $4) returning id`,
        [id, type, source, at],
      );
    await movement('txn_1', 'payout_failure', 'po_nobody', '2024-01-01');
    await movement('txn_2', 'stripe_fee', 'fee', '2024-01-02');
    expect(await room.get(ReconcileService).reconcile()).toMatchObject({ waiting: 1 });
    const [left, ...more] = await room.get(PaymentsQueries).unbooked();
    expect([left, more]).toMatchObject([{ id: 'txn_1', problem: 'ledger-journal-unknown' }, []]);
    await room.db.rows(`update payments.stripe_transaction set net_minor = 0, amount_minor = 0 where id = 'txn_1' returning 1`); // prettier-ignore
  });

  describe('a payment order', () => {
    const order = async (amount: string, project: ProjectId) => {
      const wanted = {
        id: newId<'PaymentOrder'>(),
        owner: `tranche:${newId()}` as const,
        projectId: project,
        iban: 'MD60 TR94 4117 7151 6204 6610',
        holder: 'Primăria Mihăileni',
        amount: money(amount),
        purpose: 'Transa 1',
      };
      await room.db.transaction((tx) => room.get(PaymentOrdersService).order(tx, wanted));
      return wanted;
    };
    const release = async (amount: string) => {
      const project = newId<'Project'>() as ProjectId;
      await post(
        account('held', 'operator', 'fx', 'MDL'),
        account('held', 'project', project, 'released', 'MDL'),
        money(amount),
      );
      return project;
    };

    it('leaves only while the books say what Stripe and the bank say', async () => {
      await book({ meaning: 'own-means', amount: money('10') });
      const project = await release('10');
      const planted = [account('held', 'operator', 'fees-bank', 'MDL'), at('balance')] as const;
      await post(...planted, money('0.01'));
      await expect(order('10', project)).rejects.toMatchObject({ code: 'books-differ', params: { place: 'bank' } });
      await post(planted[1], planted[0], money('0.01'));
      const { id } = await order('10', project);
      await book({ meaning: 'order', amount: money('10'), refersTo: id });
    });

    it('needs lei that the bank really holds', async () => {
      const project = await release('9000000');
      await expect(order('9000000', project)).rejects.toMatchObject({ code: 'bank-lei-missing' });
      await book({ meaning: 'own-means', amount: money('1000') });
      const free = Number((await stands(at('balance')))[0]) - Number((await stands(at('order')))[0]);
      const both = await Promise.allSettled([order(free.toFixed(2), project), order(free.toFixed(2), project)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const [waiting] = await room.get(BankingQueries).orders({ states: ['ordered'] });
      await room
        .get(OrderRejectionsService)
        .confirm(await room.get(OrderRejectionsService).ask(waiting!.id, 'test', first), second);
    });

    it('goes from ordered to sent to arrived, on account and sum as signed', async () => {
      await book({ meaning: 'own-means', amount: money('400') });
      const sent = await order('400', await release('400'));
      await room.db.transaction((tx) => room.get(PaymentOrdersService).order(tx, sent));
      await expect(
        room.db.transaction((tx) => room.get(PaymentOrdersService).order(tx, { ...sent, amount: money('401') })),
      ).rejects.toMatchObject({ code: 'order-reused' });
      expect(await stands(account('held', 'project', sent.projectId, 'released', 'MDL'), at('order'))).toEqual([
        '0.00',
        '400.00',
      ]);
      const [ordered] = await room.get(BankingQueries).orders({ owner: sent.owner });
      expect(ordered).toMatchObject({ iban: TREASURY, holder: 'Primăria Mihăileni', state: 'ordered' });
      await room.get(PaymentOrdersService).markSent(sent.id, first);
      await room.get(PaymentOrdersService).markSent(sent.id, first);
      await mustNotFit({ meaning: 'order', amount: money('399'), refersTo: sent.id }, 'line-refers-sum');
      await mustNotFit({ meaning: 'order', amount: money('400', 'EUR'), refersTo: sent.id }, 'line-refers-account');
      await mustNotFit({ meaning: 'order', amount: money('400'), refersTo: newId() }, 'line-refers-wrong');
      await book({ meaning: 'order', amount: money('400'), refersTo: sent.id });
      await room.drain();
      expect(news.filter((one) => one.endsWith(sent.owner))).toEqual([
        `order-sent ${sent.owner}`,
        `order-arrived ${sent.owner}`,
      ]);
      expect(await stands(at('order'))).toEqual(['0.00']);
      // What delivery does when it hears of the arrival: until then there is nothing to take back.
      await mustFail({ meaning: 'order-returned', amount: money('400'), refersTo: sent.id }, 'order-spent');
      const memo = (name: 'town-unspent' | 'town-source') => account('memo', 'project', sent.projectId, name, 'MDL');
      await post(memo('town-unspent'), memo('town-source'), money('400'));
      await book({ meaning: 'order-returned', amount: money('400'), refersTo: sent.id });
      await room.drain();
      expect(news).toContain(`order-returned ${sent.owner}`);
      const claim = account('held', 'project', sent.projectId, 'claim', 'MDL');
      expect(await stands(claim, memo('town-unspent'))).toEqual(['400.00', '0.00']);
    });

    it('gives the sum back to the project when two officers say that the bank refused it', async () => {
      await book({ meaning: 'own-means', amount: money('250') });
      const sent = await order('250', await release('250'));
      const approval = await room.get(OrderRejectionsService).ask(sent.id, 'IBAN închis', first);
      await expect(room.get(OrderRejectionsService).confirm(approval, first)).rejects.toMatchObject({
        code: 'second-person-needed',
      });
      await room.get(OrderRejectionsService).refuse(approval, second, 'banca nu a refuzat');
      const again = await room.get(OrderRejectionsService).ask(sent.id, 'IBAN închis', first);
      await room.get(OrderRejectionsService).confirm(again, second);
      await room.drain();
      expect(news).toContain(`order-rejected ${sent.owner}`);
      expect(await stands(at('order'), account('held', 'project', sent.projectId, 'claim', 'MDL'))).toEqual([
        '0.00',
        '250.00',
      ]);
      await mustFail({ meaning: 'order', amount: money('250'), refersTo: sent.id }, 'order-state');
    });

    it('keeps no rejection that one officer asked for on an order that arrived', async () => {
      await book({ meaning: 'own-means', amount: money('90') });
      const sent = await order('90', await release('90'));
      const reasonNow = async () => (await room.get(BankingQueries).orders({ owner: sent.owner }))[0]!.reason;
      const asked = await room.get(OrderRejectionsService).ask(sent.id, 'nu s-a confirmat', first);
      await room.get(PaymentOrdersService).markSent(sent.id, first);
      await book({ meaning: 'order', amount: money('90'), refersTo: sent.id });
      expect(await reasonNow()).toBeNull();
      const memo = (name: 'town-unspent' | 'town-source') => account('memo', 'project', sent.projectId, name, 'MDL');
      await post(memo('town-unspent'), memo('town-source'), money('90'));
      await book({ meaning: 'order-returned', amount: money('90'), refersTo: sent.id, purpose: 'Cont închis' });
      expect(await reasonNow()).toBe('Cont închis');
      await room.get(OrderRejectionsService).refuse(asked, second, 'a ajuns');
      expect(await reasonNow()).toBe('Cont închis');
    });

    it('pays back what is owed to a donor', async () => {
      await book({ meaning: 'own-means', amount: money('80', 'EUR') });
      const due = account('held', 'returns', 'due', 'EUR');
      await post(account('held', 'operator', 'fx', 'EUR'), due, money('80', 'EUR'));
      const id = newId<'PaymentOrder'>();
      const owner = `pledge:${newId()}` as const;
      const back = {
        id,
        kind: 'refund',
        owner,
        iban: TREASURY,
        holder: 'Ion',
        amount: money('80', 'EUR'),
        purpose: 'Restituire',
      } as const;
      await room.db.transaction((tx) => room.get(PaymentOrdersService).orderBack(tx, back));
      expect(await stands(due, at('order', 'EUR'))).toEqual(['0.00', '80.00']);
      await book({ meaning: 'order', amount: money('80', 'EUR'), refersTo: id });
      await room.drain();
      expect(news.filter((one) => one.endsWith(owner))).toEqual([`order-arrived ${owner}`, `refunded ${owner}`]);
    });
  });
});
