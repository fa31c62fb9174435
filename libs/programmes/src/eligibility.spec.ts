import { describe, expect, it } from '@jest/globals';
import { Money } from '#libs/kernel/src/index.js';
import type { Condition, EqualsCondition, RuledParty } from './condition.js';
import { type Edition, editionOf } from './edition.js';
import { drawn, evaluate, type Finding } from './eligibility.js';
import { shippedEditions } from './shipped.js';

const lei = (bani: number) => Money.lei(BigInt(bani));
const shipped = (programme: string, year: number): Edition =>
  editionOf(shippedEditions().find((one) => one.programme === programme && one.year === year)!);
/** The published vectors count in their own smallest coin; the rules' sums are the same digits in any currency. */
const alike = (amount: Money) => Money.lei(amount.minor);

const broken = (findings: readonly Finding[]) =>
  findings.filter(({ holds }) => !holds).map(({ condition: rule, missing, over }) => {
    const party = rule && 'party' in rule ? rule.party : 'total';
    return `${rule?.kind ?? 'parts'} ${party} ${missing.isZero() ? `+${over.minor}` : `-${missing.minor}`}`;
  }); // prettier-ignore

describe('DAR 1+3 of 2023', () => {
  const { conditions } = shipped('dar-1-3', 2023);
  const found = (total: number, state: number, town: number, people: number, partner: number) =>
    broken(evaluate(conditions, { total: lei(total), parts: { state: lei(state), town: lei(town), people: lei(people), partner: lei(partner) } })); // prettier-ignore

  it('accepts what stands exactly at each of its borders', () => {
    expect(found(60_000_000, 25_000_000, 6_000_000, 6_000_000, 23_000_000)).toEqual([]);
    expect(found(30_000_000, 15_000_000, 3_000_000, 3_000_000, 9_000_000)).toEqual([]);
  });

  it.each<[Parameters<typeof found>, string]>([
    [[60_000_000, 25_000_001, 6_000_000, 6_000_000, 22_999_999], 'amount-at-most state +1'],
    [[29_999_999, 14_999_999, 7_500_000, 7_500_000, 0], 'total-at-least total -1'],
    [[40_000_000, 20_000_001, 9_999_999, 10_000_000, 0], 'share-at-most state +1'],
    [[50_000_000, 25_000_000, 4_999_999, 15_000_000, 5_000_001], 'share-at-least town -1'],
    [[50_000_000, 25_000_000, 5_000_000, 4_999_999, 15_000_001], 'share-at-least people -1'],
    [[50_000_000, 25_000_000, 5_000_000, 5_000_000, 10_000_000], 'parts total -5000000'],
  ])('names the one rule that %j breaks, and by how much', (sums, rule) => {
    expect(found(...sums)).toEqual([rule]);
  });

  it('asks for the next whole ban where a share does not come out even', () => {
    const [rule] = evaluate([{ kind: 'share-at-least', party: 'people', bp: 1000 }], { total: lei(101), parts: {} });
    expect(rule).toMatchObject({ bound: lei(11), missing: lei(11), holds: false });
    const [most] = evaluate([{ kind: 'share-at-most', party: 'state', bp: 5000 }], { total: lei(101), parts: { state: lei(51) } }); // prettier-ignore
    expect(most).toMatchObject({ bound: lei(50), over: lei(1) });
  });
});

describe('a part that follows another', () => {
  const equals = (edition: Edition) =>
    edition.conditions.filter((one): one is EqualsCondition => one.kind === 'equals');

  it.each([[0, 0], [99_999, 0], [100_000, 100_000], [432_109, 432_109], [1_000_000, 1_000_000], [2_500_000, 1_000_000]])(
    'is, for the Accelerator and %i from natives, %i', (natives, grant) => {
      const [rule] = equals(shipped('accelerator-1-1', 2021));
      expect(drawn(rule!, lei(natives), alike)).toEqual(lei(grant));
    }); // prettier-ignore

  it.each([[0, 0], [1, 4], [10_000, 40_000], [25_000_000, 100_000_000], [25_000_001, 100_000_001], [40_000_000, 115_000_000]])(
    'makes, in 3x1, a whole of %i from migrants: %i', (migrants, total) => {
      const rules = equals(shipped('3x1', 2013));
      const parts = rules.map((rule): [RuledParty, Money] => [rule.party, drawn(rule, lei(migrants), alike)]);
      expect(parts.map(([party]) => party).sort()).toEqual(['district', 'state', 'town']);
      const plan = { total: lei(total), parts: { ...Object.fromEntries(parts), people: lei(migrants) } };
      expect(broken(evaluate(rules, plan, alike))).toEqual([]);
    }); // prettier-ignore

  it('is named when it is not exactly that', () => {
    const rule: Condition = { kind: 'equals', party: 'grant', to: 'people', num: 1, den: 2, min: null, max: null };
    const plan = (grant: number) => ({ total: lei(101 + grant), parts: { people: lei(101), grant: lei(grant) } });
    expect(broken(evaluate([rule], plan(50)))).toEqual([]);
    expect(broken(evaluate([rule], plan(49)))).toEqual(['equals grant -1']);
    expect(broken(evaluate([rule], plan(51)))).toEqual(['equals grant +1']);
  });
});
