import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { type Bench, bench, refusal } from './bench-spec.js';

describe('money after the payment', () => {
  let b: Bench;
  beforeEach(async () => {
    b = await bench();
  });
  afterEach(() => b.close());

  const paid = async (amount = 10_000, currency = 'eur', payment_method = 'pm_card_visa') => {
    const intent = await b.stripe.paymentIntents.create({
      amount,
      currency,
      payment_method,
      confirm: true,
      off_session: true,
    });
    return { intent: intent.id, charge: intent.latest_charge as string };
  };
  const balance = async () => {
    const { available, pending } = await b.stripe.balance.retrieve();
    return { available: available[0]?.amount, pending: pending[0]?.amount };
  };

  describe('refunds', () => {
    it('go back in parts, never more than was paid', async () => {
      const { intent, charge } = await paid();
      const part = await b.stripe.refunds.create({
        payment_intent: intent,
        amount: 4000,
        metadata: { refund: 'r1' },
        expand: ['balance_transaction'],
      });
      expect(part).toMatchObject({
        status: 'succeeded',
        amount: 4000,
        charge,
        metadata: { refund: 'r1' },
        balance_transaction: { type: 'refund', amount: -4000, net: -4000, fee: 0 },
      });
      expect(await refusal(b.stripe.refunds.create({ charge, amount: 6001 }))).toMatchObject({
        statusCode: 400,
        param: 'amount',
      });
      expect(await b.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 4000, refunded: false });
      expect(await b.stripe.refunds.create({ charge })).toMatchObject({ amount: 6000 });
      expect(await b.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 10_000, refunded: true });
      expect(await refusal(b.stripe.refunds.create({ payment_intent: intent, amount: 1 }))).toMatchObject({
        code: 'charge_already_refunded',
      });
      expect((await b.types()).filter((type) => type.includes('refund'))).toEqual([
        ...['charge.refunded', 'refund.created', 'refund.updated', 'charge.refund.updated'],
        ...['charge.refunded', 'refund.created', 'refund.updated', 'charge.refund.updated'],
      ]);
    });

    it('of a converted gift take the day’s rate and keep the fee', async () => {
      await b.control.settings({ rates: { usd: '1.25' } });
      const { charge } = await paid(10_000, 'usd');
      await b.control.settings({ rates: { usd: '1.00' } });
      const refund = await b.stripe.refunds.create({ charge, expand: ['balance_transaction'] });
      expect(refund.balance_transaction).toMatchObject({ amount: -10_000, currency: 'eur', exchange_rate: 1 });
    });

    it('may come back: the money is on the balance again', async () => {
      const { charge } = await paid();
      const { id } = await b.stripe.refunds.create({ charge });
      await b.control.failRefund(id);
      const refund = await b.stripe.refunds.retrieve(id, { expand: ['failure_balance_transaction'] });
      expect(refund).toMatchObject({
        status: 'failed',
        failure_reason: 'lost_or_stolen_card',
        failure_balance_transaction: { type: 'refund_failure', amount: 10_000 },
      });
      expect(await b.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
      expect((await b.types()).slice(-3)).toEqual(['refund.failed', 'refund.updated', 'charge.refund.updated']);
    });

    it('need something that was paid', async () => {
      const { id } = await b.stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
      expect(await refusal(b.stripe.refunds.create({ payment_intent: id }))).toMatchObject({ param: 'payment_intent' });
      expect(await refusal(b.stripe.refunds.create({}))).toMatchObject({ code: 'parameter_missing' });
    });
  });

  describe('disputes', () => {
    it('take the money and a fee; won brings the money back', async () => {
      const { charge } = await paid();
      const { id } = await b.control.dispute(charge, { reason: 'product_not_received' });
      const dispute = await b.stripe.disputes.retrieve(id);
      expect(dispute).toMatchObject({
        status: 'needs_response',
        reason: 'product_not_received',
        amount: 10_000,
        charge,
        balance_transactions: [
          { type: 'adjustment', reporting_category: 'dispute', amount: -10_000, fee: 2000, net: -12_000 },
        ],
      });
      expect(await refusal(b.stripe.refunds.create({ charge }))).toMatchObject({ code: 'charge_disputed' });
      expect(await b.stripe.disputes.update(id, { evidence: { customer_name: 'Ana' }, submit: true })).toMatchObject({
        status: 'under_review',
        evidence_details: { has_evidence: true, submission_count: 1 },
      });
      expect(await b.control.closeDispute(id, { outcome: 'won' })).toMatchObject({
        status: 'won',
        balance_transactions: [{}, { reporting_category: 'dispute_reversal', amount: 10_000 }],
      });
      expect((await b.types()).filter((type) => type.includes('dispute'))).toEqual(
        ['created', 'funds_withdrawn', 'updated', 'funds_reinstated', 'closed'].map((verb) => `charge.dispute.${verb}`),
      );
    });

    it('are lost when nobody answers in time, after the payout too', async () => {
      const { charge } = await paid();
      await b.control.payOut();
      const { id } = await b.control.dispute(charge);
      await b.control.advance({ seconds: 10 * 86_400 });
      expect((await b.stripe.disputes.retrieve(id)).status).toBe('lost');
      expect((await balance()).available).toBe(-12_000);
    });

    it('may be only a question, or announced by a warning', async () => {
      const { charge } = await paid();
      const warning = await b.control.earlyFraudWarning(charge);
      expect((await b.stripe.radar.earlyFraudWarnings.retrieve(warning.id)).actionable).toBe(true);
      const { id } = await b.control.dispute(charge, { inquiry: true });
      // Disputed, or gone back whole: nothing is left to do about the warning.
      expect((await b.stripe.radar.earlyFraudWarnings.retrieve(warning.id)).actionable).toBe(false);
      const other = await paid();
      const { id: second } = await b.control.earlyFraudWarning(other.charge);
      await b.stripe.refunds.create({ charge: other.charge });
      expect((await b.stripe.radar.earlyFraudWarnings.retrieve(second)).actionable).toBe(false);
      expect(await b.types()).toContain('radar.early_fraud_warning.updated');
      expect(await b.stripe.disputes.retrieve(id)).toMatchObject({
        status: 'warning_needs_response',
        balance_transactions: [],
        is_charge_refundable: true,
        evidence_details: { due_by: expect.any(Number) },
      });
      expect(await b.control.closeDispute(id, { outcome: 'won' })).toMatchObject({ status: 'warning_closed' });
    });

    it('come by themselves for the card that is known for it', async () => {
      const { charge } = await paid(5000, 'eur', 'pm_card_createDispute');
      await b.control.idle();
      expect(await b.stripe.charges.retrieve(charge)).toMatchObject({ paid: true, disputed: true });
      expect((await b.types()).slice(-4)).toEqual([
        'charge.updated',
        'charge.dispute.created',
        'charge.updated',
        'charge.dispute.funds_withdrawn',
      ]);
    });
  });

  describe('payouts', () => {
    it('carry exactly the movements they are made of', async () => {
      await paid(10_000);
      const { charge } = await paid(5000);
      await b.stripe.refunds.create({ charge, amount: 1000 });
      expect(await balance()).toEqual({ available: -1000, pending: 10_000 - 175 + 5000 - 100 });
      const [payout] = (await b.control.payOut()).data;
      expect(payout).toMatchObject({ amount: 13_725, currency: 'eur', status: 'in_transit', automatic: true });
      const { data } = await b.stripe.balanceTransactions.list({ payout: payout?.id as string });
      expect(data.map(({ type }) => type).sort()).toEqual(['charge', 'charge', 'payout', 'refund']);
      expect(data.filter(({ type }) => type !== 'payout').reduce((sum, one) => sum + one.net, 0)).toBe(13_725);
      expect(await balance()).toEqual({ available: 0, pending: 0 });
      await b.control.payoutPaid(payout?.id as string);
      expect(await b.stripe.payouts.retrieve(payout?.id as string, { expand: ['balance_transaction'] })).toMatchObject({
        status: 'paid',
        balance_transaction: { amount: -13_725, type: 'payout' },
      });
      expect((await b.types()).filter((type) => type.startsWith('payout'))).toEqual([
        'payout.created',
        'payout.updated',
        'payout.paid',
        'payout.reconciliation_completed',
      ]);
    });

    it('may come back, and go again with the next', async () => {
      await paid(10_000);
      const [payout] = (await b.control.payOut()).data;
      expect(await b.control.payoutFailed(payout?.id as string)).toMatchObject({
        status: 'failed',
        failure_code: 'account_closed',
      });
      expect(await balance()).toMatchObject({ available: 9825 });
      const [next] = (await b.control.payOut()).data;
      expect(next?.amount).toBe(9825);
    });

    it('are made by the clock when money has become available, and arrive', async () => {
      await paid(10_000);
      await b.control.advance({ seconds: 5 * 86_400 });
      const { data } = await b.stripe.payouts.list();
      expect(data).toMatchObject([{ amount: 9825, status: 'paid', automatic: true }]);
      const types = await b.types();
      expect(types.indexOf('balance.available')).toBeLessThan(types.indexOf('payout.created'));
    });

    it('by hand take no more than there is', async () => {
      await paid(10_000);
      expect(await refusal(b.stripe.payouts.create({ amount: 100, currency: 'eur' }))).toMatchObject({
        code: 'balance_insufficient',
      });
      await b.control.settings({ payoutEverySeconds: 0 });
      await b.control.advance({ seconds: 3 * 86_400 });
      const payout = await b.stripe.payouts.create({ amount: 100, currency: 'eur' });
      expect(payout).toMatchObject({ automatic: false, status: 'pending' });
      expect(await balance()).toEqual({ available: 9725, pending: 0 });
      expect(await b.stripe.payouts.cancel(payout.id)).toMatchObject({ status: 'canceled' });
      expect(await balance()).toEqual({ available: 9825, pending: 0 });
    });

    it('by hand go to the bank within hours, and then cannot be taken back', async () => {
      await paid(10_000);
      await b.control.settings({ payoutEverySeconds: 0 });
      await b.control.advance({ seconds: 3 * 86_400 });
      const { id } = await b.stripe.payouts.create({ amount: 100, currency: 'eur' });
      await b.control.advance({ seconds: 6 * 3600 });
      expect((await b.stripe.payouts.retrieve(id)).status).toBe('in_transit');
      expect(await refusal(b.stripe.payouts.cancel(id))).toMatchObject({ statusCode: 400 });
      await b.control.advance({ seconds: 86_400 });
      expect((await b.stripe.payouts.retrieve(id)).status).toBe('paid');
      expect((await b.types()).filter((type) => type.startsWith('payout.'))).toEqual(['payout.created', 'payout.updated', 'payout.updated', 'payout.paid']); // prettier-ignore
    });

    it('are made for each currency that is kept', async () => {
      await b.control.settings({ settlement: ['eur', 'usd'] });
      await paid(1000, 'eur');
      await paid(2000, 'usd');
      await paid(3000, 'gbp');
      const { data } = await b.control.payOut();
      expect(data.map(({ currency }) => currency).sort()).toEqual(['eur', 'usd']);
    });
  });

  it('adds up: every movement is on the balance, and every charge, refund and dispute has its own', async () => {
    const { charge } = await paid(10_000, 'mdl');
    await b.stripe.refunds.create({ charge, amount: 5000 });
    const all: Stripe.BalanceTransaction[] = [];
    for await (const one of b.stripe.balanceTransactions.list({ limit: 1 })) all.push(one);
    const { available, pending } = await balance();
    expect(all.reduce((sum, one) => sum + one.net, 0)).toBe(Number(available) + Number(pending));
    for (const one of all) expect(one.net).toBe(one.amount - one.fee_details.reduce((sum, fee) => sum + fee.amount, 0));
  });
});
