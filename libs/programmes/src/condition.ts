import { type Currency, Money } from '#libs/kernel/src/index.js';

/** Whose money a rule speaks of: the people of the campaign, or a party of the memorandum book; words under `programme.party.<party>`. */
export type RuledParty = 'people' | 'town' | 'district' | 'state' | 'grant' | 'partner';

/** The parties in the order in which pages name them. */
export const RULED_PARTIES: readonly RuledParty[] = ['people', 'town', 'district', 'state', 'grant', 'partner'];

/** One rule of a programme about who pays how much. Shares are hundredths of a percent of the whole work. */
export type Condition =
  | { readonly kind: 'total-at-least'; readonly amount: Money }
  | { readonly kind: 'share-at-least' | 'share-at-most'; readonly party: RuledParty; readonly bp: number }
  | { readonly kind: 'amount-at-least' | 'amount-at-most'; readonly party: RuledParty; readonly amount: Money }
  | EqualsCondition;

/** `party` gives `num`/`den` of what `to` gives: nothing below `min`, never more than `max`. */
export interface EqualsCondition {
  readonly kind: 'equals';
  readonly party: RuledParty;
  readonly to: RuledParty;
  readonly num: number;
  readonly den: number;
  readonly min: Money | null;
  readonly max: Money | null;
}

/** A rule as it is kept: sums as decimal texts in the edition's currency. */
export type ConditionJson = Readonly<Record<string, string | number | null>> & { readonly kind: Condition['kind'] };

/** Reads a kept rule. What is kept was checked when it was written. */
export function conditionOf(json: ConditionJson, currency: Currency): Condition {
  const sum = (text: unknown) => (typeof text === 'string' ? Money.parse(text, currency) : null);
  const { amount, min, max, ...rest } = json;
  if (json.kind === 'equals') return { ...rest, min: sum(min), max: sum(max) } as EqualsCondition;
  return (amount === undefined ? rest : { ...rest, amount: sum(amount) }) as Condition;
}

/** A rule to be kept, as `conditionOf` reads it; the same rule is always the same text. */
export function conditionJson(condition: Condition): ConditionJson {
  const parts = Object.entries(condition as object) as [string, Money | string | number | null][];
  const kept = parts.map(([name, value]) => [name, value instanceof Money ? String(value) : value] as const);
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))) as ConditionJson;
}
