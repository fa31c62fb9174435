import { Money } from '#libs/kernel/src/index.js';
import { drawn, type Edition, editionOf, type EqualsCondition, evaluate, type Finding, type RuledParty, shippedEditions } from '#libs/programmes/src/index.js'; // prettier-ignore
import { type Entry, minorOf } from './reading.js';

type Answer = Readonly<Record<string, unknown>>;

/** How a list names the parties of a programme. */
type Names = Readonly<Partial<Record<RuledParty, string>>>;

const DAR: Names = { state: 'government', town: 'lpa', people: 'diaspora', partner: 'donors' };
const THREE_FOR_ONE: Names = { state: 'federal', district: 'state', town: 'municipal' };

/** DAR 1+3 of 2023: which rules a plan breaks, in the order of the programme; nothing when it keeps all. */
export function dar13({ at, fields }: Entry): Answer {
  const sum = (name: string) => Money.lei(minorOf(fields[name], `${at}.${name}`));
  const parts = Object.fromEntries(Object.entries(DAR).map(([party, name]) => [party, sum(name)]));
  const found = evaluate(shipped('dar-1-3', 2023).conditions, { total: sum('total'), parts });
  return { violations: found.filter(({ holds }) => !holds).map(violation) };
}

/** 3x1 of Mexico: what three levels of government add to what migrants give, and what that makes together. */
export function threeForOne({ at, fields }: Entry): Answer {
  const edition = shipped('3x1', 2013);
  const migrants = Money.ofMinor(minorOf(fields.migrants, `${at}.migrants`), edition.currency);
  const added = followers(edition).map((rule) => [THREE_FOR_ONE[rule.party]!, drawn(rule, migrants)] as const);
  const total = added.reduce((all, [, one]) => all.plus(one), migrants);
  return { ...Object.fromEntries(added.map(([name, one]) => [name, Number(one.minor)])), total: Number(total.minor) };
}

/** MiDL's Accelerator 1+1 of 2021: the grant for what natives have raised. */
export function accelerator({ at, fields }: Entry): Answer {
  const edition = shipped('accelerator-1-1', 2021);
  const [rule] = followers(edition);
  const natives = Money.ofMinor(minorOf(fields.natives, `${at}.natives`), edition.currency);
  return { grant: Number(drawn(rule!, natives).minor) };
}

/** "government-above-50-percent": which rule a plan breaks, in a word. */
function violation({ condition }: Finding): string {
  if (condition === null) return 'parts-do-not-add-up';
  const who = 'party' in condition ? (DAR[condition.party] ?? condition.party) : 'total';
  const bound = 'bp' in condition ? `${condition.bp / 100}-percent` : 'amount' in condition ? whole(condition.amount) : '';
  return `${who}-${condition.kind.endsWith('-at-most') ? 'above' : 'below'}-${bound}`;
} // prettier-ignore

function whole(sum: Money): string {
  return sum.toString().replace(/\.0+$/, '');
}

function shipped(programme: string, year: number): Edition {
  return editionOf(shippedEditions().find((one) => one.programme === programme && one.year === year)!);
}

function followers({ conditions }: Edition): EqualsCondition[] {
  return conditions.filter((one): one is EqualsCondition => one.kind === 'equals');
}
