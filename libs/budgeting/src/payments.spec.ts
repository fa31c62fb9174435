import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fraction } from './fraction.js';
import { paymentsOf } from './payments.js';
import { tally } from './tally.js';

const CODES = ['01', '02', '03', '04', '05'];
const election = fc.record({
  budget: fc.bigInt({ min: 100n, max: 100_000n }),
  costs: fc.array(fc.bigInt({ min: 1n, max: 40_000n }), { minLength: 5, maxLength: 5 }),
  ballots: fc.array(fc.subarray(CODES), { minLength: 1, maxLength: 30 }),
});
const sum = (list: readonly Fraction[]) => list.reduce((a, b) => Fraction.of(a.num * b.den + b.num * a.den, a.den * b.den), Fraction.of(0n, 1n)); // prettier-ignore

describe('what each ballot paid', () => {
  it('adds up to the cost of what was bought, and never to more than a ballot had', () => {
    fc.assert(
      fc.property(election, ({ budget, costs, ballots }) => {
        const options = CODES.map((id, n) => ({ id, cost: costs[n]! }));
        const result = tally({ budget, unit: 100n, options, ballots }, 'mes_add1u');
        const of = new Map(result.options.map((one) => [one.id, one]));
        const bought = result.purchaseOrder.filter((code) => of.get(code)!.won === 'bought').map((code) => ({ code, share: of.get(code)!.share! })); // prettier-ignore
        const payments = paymentsOf({ endowment: result.endowment!, bought });
        const rows = ballots.map((ticked) => payments(ticked));
        bought.forEach(({ code }, n) => expect(sum(rows.map(({ paid }) => paid[n]!)).toString()).toBe(`${of.get(code)!.cost}`)); // prettier-ignore
        for (const { paid, left } of rows) expect(sum([...paid, left]).toString()).toBe(result.endowment!.toString());
      }),
    );
  });
});
