import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buy } from './buying.js';
import { type Election, rollOf } from './election.js';
import { Fraction } from './fraction.js';
import { guesser } from './guess.js';
import { type Rule, RULES, tally } from './tally.js';

/** Small elections with many ties: few costs, few options, whole and broken shares. */
const elections: fc.Arbitrary<Election> = fc
  .tuple(
    fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom(3, 6, 10, 30)), { minLength: 1, maxLength: 6 }),
    fc.array(fc.array(fc.nat(5), { maxLength: 5 }), { maxLength: 9 }),
    fc.integer({ min: 1, max: 60 }),
    fc.constantFrom(1n, 10n),
  )
  .map(([costs, ticks, budget, unit]) => ({
    budget: BigInt(budget) * unit,
    unit,
    options: costs.map((cost, place) => ({ id: `${place + 8}`, cost: BigInt(cost) * unit })),
    ballots: ticks.map((ticked) => ticked.filter((place) => place < costs.length).map((place) => `${place + 8}`)),
  }));

const winnersOf = (election: Election, rule: Rule) => tally(election, rule).winners;

/** Equal Shares as the rule is written, one voter after the other, in fractions, without any shortcut. */
function asWritten({ options, ballots }: Election, each: Fraction): string[] {
  const times = (a: Fraction, b: bigint) => Fraction.of(a.num * b, a.den);
  const minus = (a: Fraction, b: Fraction) => Fraction.of(a.num * b.den - b.num * a.den, a.den * b.den);
  const money = ballots.map(() => each);
  const approvers = (id: string) => ballots.flatMap((ballot, voter) => (ballot.includes(id) ? [voter] : []));
  const votes = (id: string) => approvers(id).length;
  const bought = options.filter(({ id, cost }) => cost === 0n && votes(id) > 0).map(({ id }) => id);
  for (;;) {
    const offers = options.flatMap(({ id, cost }) => {
      const purses = approvers(id).map((voter) => money[voter]!).sort((a, b) => Number(a.compare(b))); // prettier-ignore
      let left = Fraction.of(cost, 1n);
      if (cost === 0n || bought.includes(id)) return [];
      for (let k = purses.length; k > 0; k -= 1) {
        const pay = Fraction.of(left.num, left.den * BigInt(k));
        const poorest = purses[purses.length - k]!;
        if (poorest.compare(pay) >= 0n) return [{ id, cost, pay }];
        left = minus(left, poorest);
      }
      return [];
    });
    const [best] = offers.sort(
      (a, b) =>
        Number(times(a.pay, b.cost).compare(times(b.pay, a.cost))) ||
        votes(b.id) - votes(a.id) ||
        Number(a.cost - b.cost) ||
        (a.id < b.id ? -1 : 1),
    );
    if (!best) return bought.sort();
    bought.push(best.id);
    for (const voter of approvers(best.id)) {
      money[voter] = money[voter]!.compare(best.pay) > 0n ? minus(money[voter]!, best.pay) : Fraction.of(0n, 1n);
    }
  }
}

it('decides every step of the growth as fractions do, also where floats guide', () => {
  fc.assert(
    fc.property(elections, (election) => {
      const { budget, unit, ballots, options } = election;
      fc.pre(ballots.length > 0);
      const costOf = (ids: readonly string[]) => options.reduce((sum, { id, cost }) => sum + (ids.includes(id) ? cost : 0n), 0n); // prettier-ignore
      const supported = options.filter(({ id }) => ballots.some((ballot) => ballot.includes(id)));
      let [kept, step] = [asWritten(election, Fraction.of(budget, BigInt(ballots.length))), 0];
      while (kept.length < supported.length) {
        const start = budget + BigInt(step + 1) * unit * BigInt(ballots.length);
        const next = asWritten(election, Fraction.of(start, BigInt(ballots.length)));
        if (costOf(next) > budget) break;
        [kept, step] = [next, step + 1];
      }
      const { winners, steps } = tally(election, 'mes_add1');
      expect({ winners, steps }).toEqual({ winners: kept, steps: step });
    }),
    { numRuns: 400 },
  );
});

it('guesses only what fractions say', () => {
  fc.assert(
    fc.property(elections, fc.nat(40), (election, more) => {
      fc.pre(election.ballots.length > 0);
      const roll = rollOf(election);
      const start = (step: number) => election.budget + BigInt(step) * election.unit * BigInt(roll.voters);
      const exactly = (step: number) => buy(election, roll, start(step)).purchases.map(({ place }) => place);
      const guess = guesser(election, roll)(Number(start(more)));
      if (!guess) return;
      expect(guess.bought).toEqual(exactly(more));
      // What it says that does not change does not.
      for (let next = 1; next < 12 && next * Number(election.unit) < guess.sameBelow; next += 1) {
        expect(exactly(more + next)).toEqual(guess.bought);
      }
    }),
    { numRuns: 400 },
  );
});

it.each(RULES)('%s stays within the budget, to the unit', (rule) => {
  fc.assert(
    fc.property(elections, (election) => {
      const { totalCost, winners } = tally(election, rule);
      const sum = election.options.reduce((all, { id, cost }) => all + (winners.includes(id) ? cost : 0n), 0n);
      expect(totalCost).toBe(sum);
      expect(totalCost <= election.budget).toBe(true);
    }),
  );
});

it.each(['greedy_votes', 'mes_u', 'mes_add1u', 'mes_add1eiu'] as const)('%s leaves nothing that still fits', (rule) => {
  fc.assert(
    fc.property(elections, (election) => {
      const { totalCost, winners } = tally(election, rule);
      const left = election.budget - totalCost;
      expect(election.options.filter(({ id, cost }) => !winners.includes(id) && cost <= left)).toEqual([]);
    }),
  );
});

it.each(RULES)('%s does not ask in which order voters came or options stand', (rule) => {
  fc.assert(
    fc.property(elections, fc.infiniteStream(fc.nat()), (election, lot) => {
      const mixed = <T>(list: readonly T[]) => list.map((one) => ({ one, at: lot.next().value as number })).sort((a, b) => a.at - b.at).map(({ one }) => one); // prettier-ignore
      const other = { ...election, options: mixed(election.options), ballots: mixed(election.ballots).map(mixed) };
      expect(winnersOf(other, rule)).toEqual(winnersOf(election, rule));
    }),
  );
});

it('lets nobody pay more than he has, and every purchase is paid in full', () => {
  fc.assert(
    fc.property(elections, (election) => {
      fc.pre(election.ballots.length > 0);
      const roll = rollOf(election);
      const { purchases, leftOf } = buy(election, roll, election.budget);
      // Everything over one denominator that all the shares divide.
      const whole = purchases.reduce((all, { share }) => all * share.den, BigInt(roll.voters));
      const money = election.ballots.map(() => (election.budget * whole) / BigInt(roll.voters));
      const ticked = (id: string) => election.ballots.flatMap((ballot, voter) => (ballot.includes(id) ? [voter] : []));
      for (const { place, share, full, partly } of purchases) {
        const due = (share.num * whole) / share.den;
        const { id, cost } = election.options[place]!;
        const paid = ticked(id).map((voter) => (money[voter]! < due ? money[voter]! : due));
        expect(paid.reduce((sum, one) => sum + one, 0n)).toBe(cost * whole);
        expect(paid.filter((one) => one === due)).toHaveLength(due > 0n ? full : ticked(id).length);
        expect(paid.filter((one) => one > 0n && one < due)).toHaveLength(partly);
        ticked(id).forEach((voter, index) => (money[voter]! -= paid[index]!));
      }
      for (const [place, { id }] of election.options.entries()) {
        const left = ticked(id).reduce((sum, voter) => sum + money[voter]!, 0n);
        expect(leftOf(place).compare(Fraction.of(left, whole))).toBe(0n);
      }
    }),
  );
});

it('ends at once where one voter wants something that a million steps would not pay', () => {
  const options = [
    { id: 'a', cost: 100n },
    { id: 'b', cost: 90_000_000n },
  ];
  const election = { budget: 100_000_000n, unit: 1n, options, ballots: [...Array.from({ length: 99 }, () => ['a']), ['b']] }; // prettier-ignore
  const begun = performance.now();
  const { winners, steps } = tally(election, 'mes_add1');
  expect({ winners, steps }).toEqual({ winners: ['a', 'b'], steps: 89_000_000 });
  expect(performance.now() - begun).toBeLessThan(1_000);
});

it('counts nobody without dividing by nobody', () => {
  const election = { budget: 10n, unit: 1n, options: [{ id: 'a', cost: 20n }], ballots: [] };
  for (const rule of RULES) expect(tally(election, rule)).toMatchObject({ winners: [], endowment: null });
});
