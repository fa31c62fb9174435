import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import fs from 'node:fs';
import { type Currency, currencyOf, DECIMALS, Money } from '#libs/kernel/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import { type ChargeState, further } from './charge.js';
import { objectOf } from './stripe-event.js';
import { chargeLimits, fromStripe, isChargeable, toStripe } from './stripe/amounts.js';

const STATES: ChargeState[] = ['wanted', 'processing', 'needs-action', 'failed', 'succeeded'];

describe('the state of a charge', () => {
  it('is the same whatever order it is told in, however often', () => {
    const told = fc.array(fc.constantFrom(...STATES), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(told, fc.integer(), (states, seed) => {
        const shuffled = [...states, ...states].sort(
          (a, b) => ((a.length * 7 + seed) % 5) - ((b.length * 7 + seed) % 5),
        );
        const end = (list: ChargeState[]) => list.reduce(further, 'wanted');
        expect(end(shuffled)).toBe(end(states));
      }),
    );
  });

  it('stays succeeded', () => {
    for (const late of STATES) expect(further('succeeded', late)).toBe('succeeded');
  });
});

describe('an amount at Stripe', () => {
  const { vectors } = JSON.parse(fs.readFileSync(fromRoot('libs/payments/data/stripe-currencies.json'), 'utf8')) as {
    vectors: { amount: string; currency: string; stripe_amount?: number; error?: string }[];
  };
  it.each(vectors)('$amount $currency', ({ amount, currency, stripe_amount: expected, error }) => {
    const money = Money.parse(amount, currencyOf(currency));
    if (error || money.minor % chargeLimits(money.currency)!.step.minor !== 0n)
      return expect(isChargeable(money)).toBe(false);
    expect(isChargeable(money)).toBe(true);
    expect(toStripe(money)).toEqual({ amount: expected, currency: currency.toLowerCase() });
    return expect(fromStripe(expected!, currency.toLowerCase())).toEqual(money);
  });

  it('has limits and steps of its currency', () => {
    const limits = (currency: Currency) =>
      Object.values(chargeLimits(currency) ?? {}).map((money: Money | null) => money?.toString() ?? null);
    expect(limits('EUR')).toEqual(['0.50', '999999.99', '0.01']);
    expect(limits('JPY')).toEqual(['50', '99999999', '1']);
    expect(limits('ISK')).toEqual([null, '999999', '1']);
    expect(limits('KWD')).toEqual([null, '99999.990', '0.010']);
    expect(limits('UGX')).toEqual([null, '999999', '1']);
    expect(limits('MGA')).toEqual([null, '99999999.00', '1.00']);
    expect(limits('TMT')).toEqual([]);
  });

  it('comes back from Stripe as it went, in every currency that a card can be charged in', () => {
    const taken = (Object.keys(DECIMALS) as Currency[]).filter(chargeLimits);
    expect(taken).toHaveLength(139);
    fc.assert(
      fc.property(fc.constantFrom(...taken), fc.bigInt({ min: 1n, max: 10n ** 9n }), (currency, minor) => {
        const { min, max, step } = chargeLimits(currency)!;
        const money = Money.ofMinor(minor - (minor % step.minor), currency);
        const inside = money.compare(min ?? step) >= 0 && money.compare(max) <= 0;
        expect(isChargeable(money)).toBe(inside);
        if (!inside) return;
        const sent = toStripe(money);
        expect(sent.amount).toBeLessThanOrEqual(99_999_999);
        expect(fromStripe(sent.amount, sent.currency)).toEqual(money);
        if (step.minor > 1n) expect(isChargeable(money.plus(Money.ofMinor(1n, currency)))).toBe(false);
      }),
    );
    expect(() => toStripe(Money.parse('1.50', 'MGA'))).toThrow(RangeError);
    expect(() => fromStripe(550, 'isk')).toThrow(RangeError);
  });
});

describe('an event', () => {
  const none = { object: 'x_1', intent: null, checkoutId: null, chargeId: null };
  it.each([
    ['checkout.session.completed', { ...none, checkoutId: 'C', intent: 'pi' }, 'checkout:C'],
    ['payment_intent.succeeded', { ...none, checkoutId: 'C', intent: 'pi' }, 'checkout:C'],
    ['charge.succeeded', { ...none, checkoutId: 'C', intent: 'pi' }, 'checkout:C'],
    ['charge.updated', { ...none, chargeId: 'G', intent: 'pi' }, 'charge:G'],
    ['payment_intent.payment_failed', { ...none, intent: 'pi' }, 'intent:pi'],
    ['setup_intent.succeeded', { ...none, checkoutId: 'C' }, 'checkout:C'],
    ['refund.updated', none, 'refund:x_1'],
    ['charge.refund.updated', none, 'refund:x_1'],
    ['charge.dispute.created', none, 'dispute:x_1'],
    ['payout.paid', none, 'payout:x_1'],
    ['payment_intent.created', { ...none, intent: 'pi', checkoutId: 'C' }, 'none'],
    ['customer.created', none, 'none'],
  ])('%s asks for its object', (type, event, object) => {
    expect(objectOf(type, event)).toBe(object);
  });
});
