import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { BankingQueries, StatementsService } from '#libs/banking/src/index.js';
import { type CivilDate, type Currency, endOfDay, Money, newId, type PersonId, typedMoney } from '#libs/kernel/src/index.js'; // prettier-ignore
import { account, LedgerQueries } from '#libs/ledger/src/index.js';
import { NoticesModule } from '#libs/notices/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import {
  GiftRefundsService,
  GivingService,
  type Pledge,
  PledgesModule,
  PromisesService,
} from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, staffer, type TestCampaign } from '../../../test/support/campaign.js';
import { Disputes } from '../../../test/support/disputes.js';
import { openAccount } from '../../../test/support/money.js';
import { type Mailbox, openPost } from '../../../test/support/post.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { camtOf } from '../../../test/support/statements.js';

const [MINUTE, DAY] = [60, 86_400];
const PATHS = { success: '/s', cancel: '/c' };
const IBAN = 'MD24AG000225100013104168';

// What goes wrong, money: each line that no other spec provokes whole, by its words. `Disputes.settled` asks the audit,
// which must find nothing. The others: disputes, appeals, refused-refunds (libs/pledges), delivery, ending (libs/delivery).
describe('the failure catalogue, money:', () => {
  let room: StripeRoom;
  let people: Disputes;
  let box: Mailbox;
  let staff: PersonId[];
  let keep: TestCampaign;
  beforeAll(async () => {
    const post = await openPost();
    box = post.box;
    room = await openStripeRoom([PledgesModule, NoticesModule, AuditModule], post.env);
    people = new Disputes(room);
    staff = [await staffer(room.db), await staffer(room.db)];
    await room.get(RatesService).loadShipped();
    await room.get(RatesService).loadIllustrative([{ currency: 'KWD', nominal: 1, value: '59.1', on: '2021-07-29' as CivilDate }]); // prettier-ignore
  });
  beforeEach(async () => {
    keep = await openCampaign(room.db, { model: 'keep', minimum: '100', optimum: '20000' });
  });
  afterAll(async () => {
    await room.close();
    await box.close();
  });

  const settled = () => people.settled();
  const chores = async (...names: string[]) => {
    for (const name of names) await room.get(Courier).run(name);
  };
  const stateOf = async ({ projectId }: TestCampaign) =>
    (await room.db.rows<{ state: string }>('select state from projects.project where id = $1', [projectId]))[0]!.state;
  const states = async (...gifts: Pledge[]) => Promise.all(gifts.map(async ({ id }) => (await people.now(id)).state));
  const refunds = ({ owner }: Pledge) =>
    room.db.rows<{ minor: number; state: string }>(
      'select amount_minor::int as minor, state from payments.refund where owner = $1 order by amount_minor',
      [owner],
    );
  const lettersTo = async ({ personId }: Pledge) => {
    const [row] = await room.db.rows<{ email: string }>('select email from identity.person where id = $1', [personId]);
    return box.letters.filter(({ to }) => to === row!.email);
  };
  /** The payment page that is open for a gift, by Stripe's name. */
  const sessionOf = async ({ id }: Pledge) => {
    const sql = 'select session from payments.checkout where id = $1';
    return (await room.db.rows<{ session: string }>(sql, [(await people.now(id)).checkoutId]))[0]!.session;
  };
  /** How often Stripe was asked for a payment. */
  const asked = async () => {
    const { data } = await room.stripe.control.requests();
    return data.filter(({ method, path }) => method === 'POST' && path === '/v1/payment_intents').length;
  };
  /** A promise by card in a campaign that was decided and has charged what it could. */
  async function charged(card: string): Promise<Pledge> {
    const campaign = await openCampaign(room.db, { minimum: '500', bufferBp: 0 });
    const gift = await people.start(campaign.projectId, '50 EUR');
    await people.pay(gift.id, card);
    await settled();
    await room.pass(11 * DAY);
    await chores('pledges.close');
    await settled();
    return gift;
  }

  it('campaign closes while a payment is in flight → authorised before closing counts, else returned in full; decided once', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', minimum: '100', closesIn: '20 minutes' });
    const [base, before, after] = [await people.gift(campaign.projectId, '50 EUR'), await people.start(campaign.projectId, '30 EUR'), await people.start(campaign.projectId, '20 EUR')]; // prettier-ignore
    await room.get(GivingService).payUrl(after);
    await room.stripe.control.rule({ action: 'hold' });
    await people.pay(before.id);
    await room.pass(21 * MINUTE);
    await Promise.all([chores('pledges.close'), chores('pledges.close')]);
    await people.pay(after.id);
    await room.stripe.control.clearRules();
    await room.stripe.control.release({ order: 'last' });
    await settled();
    await settled();
    expect([await stateOf(campaign), ...(await states(base, before))]).toEqual(['funded', 'counted', 'counted']);
    expect(await states(after)).not.toEqual(['counted']);
    expect(await refunds(after)).toEqual([{ minor: 2000, state: 'succeeded' }]);
    expect(await people.raised(campaign.projectId)).toBe((base.lei.plus(before.lei)).toString()); // prettier-ignore
    const decided = await room.db.rows('select 1 from pledges.closing where project_id = $1', [campaign.projectId]);
    expect(decided).toHaveLength(1);
  });

  it('partial, concurrent and over-refunds → never more than was given, each ban once', async () => {
    const gift = await people.gift(keep.projectId, '50 EUR', { coverFee: true });
    const service = room.get(GiftRefundsService);
    const ask = async (sum: string | null) => {
      const approvalId = newId<'Approval'>();
      const amount = sum === null ? null : Money.parse(sum, 'EUR');
      await service.ask({ approvalId, pledgeId: gift.id, amount, reason: 'La cerere' }, staff[0]!);
      return approvalId;
    };
    const code = (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string }) => error.code); // prettier-ignore
    expect(await code(ask('50.01'))).toBe('refund-amount');
    const first = await ask('16.67');
    const answers = await Promise.all([1, 2, 3].map(() => code(service.confirm(first, staff[1]!))));
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    await settled();
    const asking = await Promise.all([code(ask('20.00')), code(ask('20.00')), code(ask('33.34'))]);
    expect(asking.sort()).toEqual(['approval-waiting', 'done', 'refund-amount']);
    const [{ id }] = (await room.db.rows<{ id: typeof first }>(`select id from approvals.approval where state = 'waiting' and subject = $1`, [`pledge:${gift.id}`])) as [{ id: typeof first }]; // prettier-ignore
    await service.confirm(id, staff[1]!);
    await service.confirm(await ask(null), staff[1]!);
    await settled();
    expect((await refunds(gift)).map(({ minor }) => minor).reduce((sum, one) => sum + one, 0)).toBe(5102);
    expect([(await people.now(gift.id)).refundedLeiMinor, await people.raised(keep.projectId)]).toEqual([gift.leiMinor, '0.00']); // prettier-ignore
    expect(await code(ask(null))).toBe('refund-amount');
  });

  it('fees, three-currency FX, currency exponents → the books say to the cent what Stripe says', async () => {
    await room.stripe.control.settings({ rates: { usd: '1.10', ron: '4.97', jpy: '130', kwd: '0.36' } });
    const gifts: Pledge[] = [];
    for (const sum of ['50 EUR', '35 USD', '200 RON', '4000 JPY', '12 KWD'])
      gifts.push(await people.gift(keep.projectId, sum, { coverFee: true }));
    await people.refund(gifts[1]!.id, '10');
    await people.refund(gifts[3]!.id);
    await settled();
    const headers = { authorization: 'Bearer sk_test_sandbox' };
    const answer = await fetch(`${room.stripe.url}/v1/balance`, { headers });
    const said = (await answer.json()) as Record<'available' | 'pending', { amount: number; currency: string }[]>;
    const eur = [...said.available, ...said.pending].filter(({ currency }) => currency === 'eur').reduce((sum, { amount }) => sum + amount, 0); // prettier-ignore
    const books = await room.get(LedgerQueries).balance(account('held', 'stripe', 'balance', 'EUR'));
    expect(books.minor).toBe(BigInt(eur));
    const charges = await fetch(`${room.stripe.url}/v1/charges?limit=5`, { headers });
    const { data } = (await charges.json()) as { data: { amount: number; currency: string }[] };
    const minor = Object.fromEntries(gifts.map(({ gross }) => [gross.currency.toLowerCase(), Number(gross.minor)]));
    expect(Object.fromEntries(data.map(({ amount, currency }) => [currency, amount]))).toEqual(minor);
    expect([minor.jpy! < 5_000, minor.kwd! > 12_000, minor.kwd! % 10]).toEqual([true, true, 0]);
  });

  it('minimum, maximum, "1.005", "1e3", negative, NaN → refused kindly before Stripe is called', async () => {
    const before = (await room.stripe.control.requests()).data.length;
    for (const text of ['1.005', '1e3', '-5', 'NaN', 'Infinity', '', ' ', '0x10', '1,2,3', '٣,٥٠٥', '5 EUR5'])
      expect(() => typedMoney(text, 'EUR')).toThrow(expect.objectContaining({ kind: 'invalid' }));
    const give = (amount: Money) => people.start(keep.projectId, '50 EUR', { amount });
    for (const [sum, currency, code] of [['0.01', 'EUR', 'amount-min'], ['0', 'EUR', 'amount-min'], ['1000000', 'EUR', 'amount-max'], ['1', 'JPY', 'amount-min'], ['0.001', 'KWD', 'amount-min']] as const) {
      await expect(give(Money.parse(sum, currency as Currency))).rejects.toMatchObject({ kind: 'invalid', code });
    } // prettier-ignore
    await expect(give(Money.ofMinor(-500n, 'EUR'))).rejects.toMatchObject({ kind: 'invalid' });
    expect((await room.stripe.control.requests()).data.length).toBe(before);
    await settled();
  });

  it('authentication_required off-session → letter with a link, reminders, deadline, lapse; no retry loop', async () => {
    const before = await asked();
    const gift = await charged('4000002760003184');
    expect(await states(gift)).toEqual(['declined']);
    expect((await lettersTo(gift)).at(-1)!.text).toMatch(new RegExp(`plai\\.test/ro/\\S*${gift.id}`));
    const count = (await lettersTo(gift)).length;
    for (let day = 1; day <= 6; day += 1) {
      await room.pass(DAY);
      await chores('notices.remind', 'notices.remind', 'payments.reconcile', 'pledges.lapse', 'pledges.settle');
      await settled();
    }
    expect([(await lettersTo(gift)).length - count, await states(gift)]).toEqual([3, ['declined']]);
    await room.pass(DAY + MINUTE);
    await chores('notices.remind', 'pledges.lapse', 'pledges.settle');
    await settled();
    expect([await states(gift), (await asked()) - before]).toEqual([['lapsed'], 1]);
  });

  it('dead saved card → asks for a new one, which pays', async () => {
    const gift = await charged('4000000000000341');
    expect((await lettersTo(gift)).at(-1)!.text).toMatch(new RegExp(`plai\\.test/ro/\\S*${gift.id}`));
    await room.get(PromisesService).repair(gift.id, { token: room.get(PromisesService).tokenOf(gift.id) }, PATHS);
    await room.stripe.control.pay(await sessionOf(gift));
    await settled();
    expect([await states(gift), await people.raised(gift.projectId)]).toEqual([['counted'], '1059.52']);
  });

  it('asynchronous methods → pending until succeeded', async () => {
    const gifts = [await people.start(keep.projectId, '50 EUR'), await people.start(keep.projectId, '40 EUR')];
    const intents: string[] = [];
    for (const gift of gifts) {
      await room.get(GivingService).payUrl(gift);
      const paying = await room.stripe.control.pay(await sessionOf(gift), { iban: 'DE89370400440532013000' });
      expect(paying.outcome).toBe('processing');
      await settled();
      const [charge] = await room.db.rows<{ intent: string }>(
        `select payment_intent as intent from payments.charge where owner = $1`,
        [gift.owner],
      );
      intents.push(charge!.intent);
    }
    expect([await people.raised(keep.projectId), (await states(...gifts)).includes('counted')]).toEqual(['0.00', false]); // prettier-ignore
    await room.stripe.control.settle(intents[0]!, { outcome: 'succeeded' });
    await room.stripe.control.settle(intents[1]!, { outcome: 'failed' });
    await settled();
    expect([await people.raised(keep.projectId), (await states(gifts[0]!))[0]]).toEqual(['1059.52', 'counted']);
    expect(await states(gifts[1]!)).not.toEqual(['counted']);
    expect(await refunds(gifts[1]!)).toEqual([]);
  });

  it('same statement twice, overlapping, CSV and camt.053 of one day, two genuine equals, truncated file → right, or refused whole', async () => {
    const bank = newId<'BankAccount'>();
    await openAccount(room, { id: bank, currency: 'EUR', iban: IBAN, bank: 'Banca', holder: 'Plai' }, staff[0]);
    const statements = room.get(StatementsService);
    const enter = (bytes: Buffer, typed?: { opening: string; closing: string }) =>
      statements.enter({ id: newId<'Statement'>(), accountId: bank, bytes, ...(typed && { typed }) }, staff[0]!);
    const take = async (...of: Parameters<typeof enter>) => statements.confirm(await enter(...of), staff[1]!);
    const holds = async () => (await room.get(LedgerQueries).balance(account('held', 'bank', bank, 'balance', 'EUR'))).toString(); // prettier-ignore
    const gift = await people.start(keep.projectId, '50 EUR', { by: 'transfer' });
    const day = [{ amount: '50.00', reference: 'F1', text: `pentru ${gift.ref}` }, { amount: '20.00', reference: 'F2' }, { amount: '20.00', reference: 'F3' }]; // prettier-ignore
    const first = camtOf({ opening: '0.00', entries: day });
    await expect(enter(Buffer.from(first.toString().slice(0, -200)))).rejects.toMatchObject({ code: 'statement-xml' });
    await expect(enter(Buffer.from(first.toString().replace(/<Ntry>.*?<\/Ntry>/s, '')))).rejects.toMatchObject({ code: 'statement-sum' }); // prettier-ignore
    await take(first);
    await expect(enter(first)).rejects.toMatchObject({ code: 'statement-known' });
    await settled();
    expect([await holds(), await states(gift), await people.raised(keep.projectId)]).toEqual(['90.00', ['counted'], '1059.52']); // prettier-ignore
    await take(camtOf({ opening: '70.00', on: '2024-05-03', entries: [{ amount: '20.00', reference: 'F3', on: '2024-05-02' }, { amount: '7.00', reference: 'F4' }] })); // prettier-ignore
    await statements.saveMapping(bank, { encoding: 'utf-8', delimiter: ';', dates: 'YYYY-MM-DD', decimal: '.', skip: 0, skipEnd: 0, columns: { date: 1, amount: 2 } }, staff[0]!); // prettier-ignore
    await take(Buffer.from('2024-05-03;7.00\n2024-05-04;9.00\n2024-05-04;9.00'), { opening: '90', closing: '115' });
    await settled();
    expect([await holds(), (await room.get(BankingQueries).openLines()).length]).toEqual(['115.00', 5]);
  });

  it.each([
    ['2027-03-28', '2027-03-28T21:00:00.000Z'],
    ['2027-10-31', '2027-10-31T22:00:00.000Z'],
  ])(
    'closing at 23:59 Europe/Chisinau on a clock-change day (%s) → the last second counts, midnight does not',
    async (day, end) => {
      expect(endOfDay(day as CivilDate).toISOString()).toBe(end);
      const at = async (moment: number) =>
        room.pass(Math.ceil((moment - (await room.get(Clock).now()).getTime()) / 1000));
      await at(Date.parse(end) - 20 * MINUTE * 1000);
      const campaign = await openCampaign(room.db, { model: 'keep', minimum: '100' });
      await room.db.rows('update projects.campaign set closes_at = $2 where project_id = $1 returning 1', [campaign.projectId, end]); // prettier-ignore
      const [last, late] = [await people.start(campaign.projectId, '50 EUR'), await people.start(campaign.projectId, '20 EUR')]; // prettier-ignore
      await room.get(GivingService).payUrl(late);
      await at(Date.parse(end) - 5_000);
      await people.pay(last.id);
      await settled();
      await chores('pledges.close');
      expect(await stateOf(campaign)).toBe('campaign');
      await at(Date.parse(end));
      await expect(people.start(campaign.projectId, '20 EUR')).rejects.toMatchObject({ code: 'campaign-closed' });
      await people.pay(late.id);
      await chores('pledges.close');
      await settled();
      await settled();
      expect([await stateOf(campaign), ...(await states(last))]).toEqual(['funded', 'counted']);
      expect(await refunds(late)).toEqual([{ minor: 2000, state: 'succeeded' }]);
      expect(await room.get(AuditService).run()).toEqual([]);
    },
  );
});
