import { describe, expect, it } from '@jest/globals';
import { type CivilDate, Money, newId } from '#libs/kernel/src/index.js';
import { FundGift } from './fund-gift.entity.js';
import { fundGiftCounted } from './fund.postings.js';
import type { PlanId } from './plan.entity.js';

const rate = { source: 'BNM', currency: 'EUR', on: '2026-11-22' as CivilDate, perUnit: '19.5', illustrative: false } as const; // prettier-ignore

function gift(of?: { planId: PlanId; month: string }): FundGift {
  const [amount, cover] = [Money.parse('10.00', 'EUR'), Money.parse('0.60', 'EUR')];
  const ids = { id: newId<'FundGift'>(), personId: newId<'Person'>(), request: '0'.repeat(64) };
  return FundGift.make({ ...ids, placeCode: '6420000', amount, cover, rate, lang: 'ro', now: new Date('2026-11-22T10:00:00Z'), ...(of && { of }) }); // prettier-ignore
}

describe('a gift to a town’s fund in the books', () => {
  it('lies in the purse in lei at the rate of its day, its fee cover beside it', () => {
    const { postings, kind } = fundGiftCounted(gift(), newId<'Charge'>());
    expect(kind).toBe('fund.counted');
    expect(postings.map(({ debit, credit, amount }) => `${debit} → ${credit} ${amount.toString()}`)).toEqual([
      'held:stripe:clearing:EUR → held:operator:fx:EUR 10.00',
      'held:operator:fx:MDL → held:town/6420000:claim:MDL 195.00',
      'held:stripe:clearing:EUR → held:operator:fee-cover:EUR 0.60',
    ]);
  });

  it('has one key a month of a plan, whichever row was charged', () => {
    const of = { planId: newId<'Plan'>(), month: '2026-11' };
    expect(fundGiftCounted(gift(of), newId<'Charge'>()).key).toBe(`plan:${of.planId}:2026-11:counted`);
    const once = gift();
    expect(fundGiftCounted(once, newId<'Charge'>()).key).toBe(`fund-gift:${once.id}:counted`);
  });
});
