import { describe, expect, it } from '@jest/globals';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import type { Journal } from '#libs/ledger/src/index.js';
import * as acts from './stripe.postings.js';

/** Debits less credits of every account that a journal touches, in minor units. */
function moved(...journals: Journal[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { debit, credit, amount } of journals.flatMap(({ postings }) => postings)) {
    sums[debit] = (sums[debit] ?? 0n) + amount.minor;
    sums[credit] = (sums[credit] ?? 0n) - amount.minor;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
}
const money = (minor: number, currency: Currency) => Money.ofMinor(BigInt(minor), currency);
const movement = (amount: number, fee: number, currency: Currency = 'EUR') => ({
  id: 'txn_1',
  amount: money(amount, currency),
  fee: money(fee, currency),
  net: money(amount - fee, currency),
});

describe('the acts at Stripe', () => {
  it('5: a fee in the currency of the gift', () => {
    expect(moved(acts.feeKnown('c', money(5000, 'EUR'), movement(5000, 100)))).toEqual({
      'held:stripe:clearing:EUR': -5000n,
      'held:stripe:balance:EUR': 4900n,
      'held:operator:fees-stripe:EUR': 100n,
    });
  });

  it('6: a fee after Stripe has exchanged', () => {
    expect(moved(acts.feeKnown('c', money(5500, 'USD'), movement(4900, 100)))).toEqual({
      'held:operator:fx:USD': 5500n,
      'held:stripe:clearing:USD': -5500n,
      'held:stripe:balance:EUR': 4800n,
      'held:operator:fees-stripe:EUR': 100n,
      'held:operator:fx:EUR': -4900n,
    });
  });

  it('5 and 6: a fee larger than the gift is paid by the balance', () => {
    expect(moved(acts.feeKnown('c', money(50, 'EUR'), movement(50, 80)))).toEqual({
      'held:stripe:clearing:EUR': -50n,
      'held:stripe:balance:EUR': -30n,
      'held:operator:fees-stripe:EUR': 80n,
    });
    expect(moved(acts.feeKnown('c', money(60, 'USD'), movement(50, 50)))).toEqual({
      'held:operator:fx:USD': 60n,
      'held:stripe:clearing:USD': -60n,
      'held:operator:fees-stripe:EUR': 50n,
      'held:operator:fx:EUR': -50n,
    });
    const journal = acts.feeKnown('c', money(60, 'USD'), movement(50, 90));
    expect(journal.postings.some(({ amount }) => amount.minor < 0n)).toBe(false);
  });

  it('7: a payout leaves', () => {
    const sent = acts.payoutSent('po_1', movement(-4900, 0));
    expect(sent.key).toBe(acts.payoutSentKey('po_1'));
    expect(moved(sent)).toEqual({ 'held:stripe:payout:EUR': 4900n, 'held:stripe:balance:EUR': -4900n });
  });

  it('29 and 31: a refund leaves and comes back', () => {
    const paid = acts.refundPaid('r', money(2000, 'EUR'), movement(-2000, 0));
    expect(moved(paid)).toEqual({ 'held:returns:due:EUR': 2000n, 'held:stripe:balance:EUR': -2000n });
    expect(moved(paid, acts.refundFailed('r', money(2000, 'EUR'), movement(2000, 0)))).toEqual({});
  });

  it('29 and 31: in another currency the operator bears what the rate has done', () => {
    const paid = acts.refundPaid('r', money(2200, 'USD'), movement(-2050, 0));
    expect(moved(paid)).toEqual({
      'held:returns:due:USD': 2200n,
      'held:operator:fx:USD': -2200n,
      'held:operator:fx:EUR': 2050n,
      'held:stripe:balance:EUR': -2050n,
    });
    expect(moved(paid, acts.refundFailed('r', money(2200, 'USD'), movement(2040, 0)))).toEqual({
      'held:operator:fx:EUR': 10n,
      'held:stripe:balance:EUR': -10n,
    });
  });

  it('32 to 34: a dispute takes, and gives back or not', () => {
    const taken = acts.disputeTaken('d', movement(-5000, 2000));
    expect(moved(taken)).toEqual({
      'held:stripe:disputed:EUR': 5000n,
      'held:stripe:balance:EUR': -7000n,
      'held:operator:fees-stripe:EUR': 2000n,
    });
    expect(moved(taken, acts.disputeWon('d', movement(5000, 0), money(5000, 'EUR')))).toEqual({
      'held:stripe:balance:EUR': -2000n,
      'held:operator:fees-stripe:EUR': 2000n,
    });
    expect(moved(taken, acts.disputeWon('d', movement(4900, 0), money(5000, 'EUR')))).toEqual({
      'held:stripe:balance:EUR': -2100n,
      'held:operator:fees-stripe:EUR': 2000n,
      'held:operator:fx:EUR': 100n,
    });
    expect(moved(taken, acts.disputeLost('d', money(5000, 'EUR')))).toEqual({
      'held:operator:fx:EUR': 5000n,
      'held:stripe:balance:EUR': -7000n,
      'held:operator:fees-stripe:EUR': 2000n,
    });
  });

  it('36: what does not count is owed back', () => {
    expect(moved(acts.overpaid('c', money(5125, 'EUR')))).toEqual({
      'held:stripe:clearing:EUR': 5125n,
      'held:returns:due:EUR': -5125n,
    });
  });

  it('45: fees and top-ups of the balance', () => {
    const fee = { 'held:operator:fees-stripe:EUR': 300n, 'held:stripe:balance:EUR': -300n };
    expect(moved(acts.stripeFee(movement(-300, 0)))).toEqual(fee);
    expect(moved(acts.stripeFee(movement(-300, 0)), acts.stripeFee({ ...movement(300, 0), id: 'txn_2' }))).toEqual({});
    expect(moved(acts.toppedUp(movement(9000, 0)))).toEqual({
      'held:stripe:balance:EUR': 9000n,
      'held:operator:capital:EUR': -9000n,
    });
  });
});
