import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerQueries, LedgerService, type Posting } from '#libs/ledger/src/index.js';
import { ChargesService, CheckoutsService, DisputesQueries } from '#libs/payments/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { DeskQueries, GiftDisputesQueries, PursesService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { type FundGift, FundGivingService, FundRefundsService, FundsModule, FundsQueries } from './index.js';

const CHORES = ['payments.book', 'funds.disputes', 'payments.book'];
const paths = { success: '/s', cancel: '/c' };

describe('a donor’s bank takes a gift to a fund back', () => {
  let room: StripeRoom;
  let town: Town;
  beforeAll(async () => {
    room = await openStripeRoom([FundsModule, AuditModule]);
    await room.get(RatesService).loadShipped();
  });
  afterAll(() => room.close());
  beforeEach(async () => {
    town = await buildTown(room);
  });

  const settled = async () => {
    for (let round = 0; round < 2; round += 1) {
      await room.settle();
      for (const chore of CHORES) await room.get(Courier).run(chore);
    }
    await room.settle();
    expect(await room.get(AuditService).run()).toEqual([]);
  };
  const now = async ({ id }: FundGift) => (await room.get(FundsQueries).find(id))!;
  const gift = async (sum: string, coverFee = false): Promise<FundGift> => {
    const [amount, currency] = sum.split(' ') as [string, 'EUR'];
    const id = newId<'FundGift'>();
    const words = { placeCode: town.placeCode, email: `${id}@example.com`, lang: 'ro' as const, coverFee, paths };
    const made = await room.get(FundGivingService).give({ id, ...words, amount: Money.parse(amount, currency) });
    await room.get(FundGivingService).payUrl(id);
    const { session } = (await room.get(CheckoutsService).find(made.checkoutId!))!;
    await room.stripe.control.pay(session!, { card: '4242424242424242', authenticate: 'authorise' });
    await settled();
    return now(made);
  };
  const chargeOf = async ({ owner }: FundGift) =>
    (await room.get(ChargesService).ofOwner(owner)).find(({ state }) => state === 'succeeded')!.stripeCharge!;
  const open = async (of: FundGift, more: { amount?: number; inquiry?: boolean } = {}): Promise<string> => {
    const { id } = await room.stripe.control.dispute(await chargeOf(of), more);
    await settled();
    return id;
  };
  const end = async (dispute: string, outcome: 'won' | 'lost') => {
    await room.stripe.control.closeDispute(dispute, { outcome });
    await settled();
  };
  const refund = async ({ id: giftId, currency }: FundGift, sum: string | null = null) => {
    const approvalId = newId<'Approval'>();
    const amount = sum === null ? null : Money.parse(sum, currency);
    await room.get(FundRefundsService).ask({ approvalId, giftId, amount, reason: 'La cerere' }, town.operators[0]);
    await room.get(FundRefundsService).confirm(approvalId, town.operators[1]);
  };
  /** Of the town in lei: purse, what of it is free, loss. */
  const books = async (of = town) => {
    const ledger = room.get(LedgerQueries);
    const [purse, loss] = (['claim', 'loss'] as const).map((name) =>
      account('held', 'town', of.placeCode, name, 'MDL'),
    );
    const free = await room.db.transaction((tx) => room.get(PursesService).free(tx, of.placeCode));
    return [await ledger.balance(purse!), free, await ledger.balance(loss!)].map(String).join(' ');
  };
  /** What the books did: state, reserved, taken, loss, owed, cover. */
  const did = async (dispute: string) => {
    const found = await room.get(GiftDisputesQueries).find(dispute);
    if (!found) return 'nothing';
    const { state, reserved, taken, loss, owed, cover } = found;
    return [state, ...[reserved, taken, loss, owed, cover].map(String)].join(' ');
  };
  const refunds = async ({ id }: FundGift) => (await room.get(DeskQueries).refundsOf(id)).map(({ state }) => state);

  it('reserves it in the purse while it is open, takes it when it is lost, and no other town feels it', async () => {
    const one = await gift('300 MDL', true);
    await gift('200 MDL');
    const elsewhere = town;
    town = await buildTown(room);
    await gift('50 MDL');
    const dispute = await open(one);
    expect([await books(elsewhere), await books()]).toEqual(['500.00 200.00 0.00', '50.00 50.00 0.00']);
    await expect(refund(one)).rejects.toMatchObject({ code: 'gift-disputed' });
    await end(dispute, 'lost');
    expect([await books(elsewhere), await books()]).toEqual(['200.00 200.00 0.00', '50.00 50.00 0.00']);
    expect(await did(dispute)).toBe(`lost 300.00 300.00 0.00 0.00 ${one.cover.toString()}`);
    expect([(await now(one)).state, (await room.get(FundsQueries).totals(elsewhere.placeCode)).given.toString()]).toEqual(['lost', '200.00']); // prettier-ignore
  });

  it('frees it again when it is won, and the gift may go back as before; a question moves nothing', async () => {
    const one = await gift('50 EUR');
    const [asked] = [await open(one, { inquiry: true })];
    expect(await did(asked)).toBe('nothing');
    await end(asked, 'won');
    expect((await now(one)).state).toBe('counted');
    const other = await gift('40 EUR');
    const dispute = await open(other);
    await end(dispute, 'won');
    const lei = one.lei.plus(other.lei).toString();
    expect([await did(dispute), await books()]).toEqual([`won ${other.lei.toString()} 0.00 0.00 0.00 0.00`, `${lei} ${lei} 0.00`]); // prettier-ignore
    await refund(other);
    await settled();
    expect([(await now(other)).state, await books()]).toEqual(['refunded', `${one.lei.toString()} ${one.lei.toString()} 0.00`]); // prettier-ignore
  });

  it('puts on the loss what the purse cannot give; the next receipts pay it, and it is theirs again when it is won after all', async () => {
    const one = await gift('300 MDL', true);
    await refund(one);
    await settled();
    const dispute = await open(one, { amount: Number(one.gross.minor) });
    await end(dispute, 'lost');
    expect([await books(), (await now(one)).state]).toEqual([`0.00 0.00 ${one.gross.toString()}`, 'refunded']);
    const home = { kind: 'town', id: town.placeCode } as const;
    expect(await room.get(GiftDisputesQueries).losses()).toContainEqual(
      expect.objectContaining({ home, open: one.gross }),
    );
    const next = await gift('100 MDL');
    expect(await books()).toBe(`0.00 0.00 ${one.gross.minus(next.lei).toString()}`);
    await expect(refund(next)).rejects.toMatchObject({ code: 'not-enough' });
    await gift('500 MDL');
    const left = Money.lei(60_000n).minus(one.gross).toString();
    expect(await books()).toBe(`${left} ${left} 0.00`);
    const { given, lost, held } = await room.get(FundsQueries).totals(town.placeCode);
    expect([given, lost, held].map(String)).toEqual(['600.00', one.gross.toString(), left]);
    await end(dispute, 'won');
    expect([await did(dispute), await books()]).toEqual(['won 0.00 0.00 0.00 0.00 0.00', '600.00 600.00 0.00']);
  });

  it('is not paid back a second time when a refund had failed before its bank claimed it', async () => {
    const one = await gift('20 EUR');
    await refund(one);
    await settled();
    const [sent] = await room.db.rows<{ id: string }>('select stripe_refund as id from payments.refund where owner = $1', [one.owner]); // prettier-ignore
    await room.stripe.control.failRefund(sent!.id);
    await settled();
    expect(await refunds(one)).toEqual(['failed']);
    const dispute = await open(one);
    await room.pass(2 * 86_400);
    await room.get(Courier).run('pledges.refund-again');
    await settled();
    expect(await refunds(one)).toEqual(['failed']);
    const tried = await room.db.rows('select 1 from payments.refund where owner = $1', [one.owner]);
    expect(tried).toHaveLength(1);
    await end(dispute, 'lost');
    expect([await refunds(one), await books()]).toEqual([['settled'], '0.00 0.00 0.00']);
  });

  it('settles first what was owed to the donor and could not be sent, and nobody is paid twice', async () => {
    const one = await gift('60 EUR', true);
    await room.stripe.control.dispute(await chargeOf(one));
    await refund(one, '25.00').catch(() => undefined);
    await settled();
    const states = await refunds(one);
    const { id: dispute } = (await room.get(DisputesQueries).ofOwner(one.owner))[0]!;
    await end(dispute, 'lost');
    expect([(await now(one)).state, await refunds(one), await books()]).toEqual(['lost', states.map(() => 'settled'), '0.00 0.00 0.00']); // prettier-ignore
    await room.pass(2 * 86_400);
    await room.get(Courier).run('pledges.refund-again');
    await settled();
    expect(await refunds(one)).toEqual(states.map(() => 'settled'));
  });

  it('and the audit sees a purse and a loss that no paper explains, and a purse that keeps what its loss is owed', async () => {
    await gift('100 MDL');
    const of = (name: 'claim' | 'loss') => account('held', 'town', town.placeCode, name, 'MDL');
    const fx = account('held', 'operator', 'fx', 'MDL');
    const after = async (debit: Posting['debit'], credit: Posting['credit']) => {
      const postings = [{ debit, credit, amount: Money.lei(700n) }];
      await room.db.transaction((tx) => room.get(LedgerService).post(tx, { key: `spec:${newId()}`, kind: 'spec.breach', postings })); // prettier-ignore
      return (await room.get(AuditService).run()).map(({ invariant, subject }) => `${invariant} ${subject}`).sort();
    };
    expect(await after(of('loss'), fx)).toEqual([`I6 ${of('claim')}`, `I7 town/${town.placeCode}:loss`]);
    expect(await after(fx, of('loss'))).toEqual([]);
    expect(await after(of('claim'), fx)).toEqual([`I8 ${of('claim')}`]);
    expect(await after(fx, of('claim'))).toEqual([]);
  });
});
