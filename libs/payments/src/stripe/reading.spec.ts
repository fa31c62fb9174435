import type Stripe from 'stripe';
import { describe, expect, it } from '@jest/globals';
import { disputeOf } from './reading.js';

/** A dispute as Stripe tells of it, with what its movements came to. */
function dispute(status: string, ...moved: number[]): Stripe.Dispute {
  const movement = (amount: number) => ({
    ...{ id: 'txn_1', type: 'adjustment', reporting_category: 'dispute', source: 'du_1' },
    ...{ amount, fee: 0, net: amount, currency: 'eur', created: 1 },
  });
  return {
    ...{ id: 'du_1', status, charge: 'ch_1', amount: 5_000, currency: 'eur', reason: 'fraudulent', created: 1 },
    ...{ evidence_details: { due_by: null }, balance_transactions: moved.map(movement) },
  } as unknown as Stripe.Dispute;
}

describe('how a dispute has ended', () => {
  it.each([
    ['warning_needs_response', null],
    ['warning_under_review', null],
    ['warning_closed', 'won'],
    ['needs_response', null],
    ['under_review', null],
    ['won', 'won'],
    ['lost', 'lost'],
    // What was lost is gone until the appeal is won.
    ['appeal_needs_response', 'lost'],
    ['appeal_under_review', 'lost'],
  ])('%s: %s', (status, outcome) => {
    expect(disputeOf(dispute(status, -5_000)).outcome).toBe(outcome);
  });

  it('prevented: lost when the money went back to the donor, won when none moved or it came back', () => {
    expect(disputeOf(dispute('prevented', -5_000)).outcome).toBe('lost');
    expect(disputeOf(dispute('prevented')).outcome).toBe('won');
    expect(disputeOf(dispute('prevented', -5_000, 5_000)).outcome).toBe('won');
  });
});
