import {
  type Currency,
  currencyOf,
  DECIMALS,
  DomainError,
  Money,
  refuseFields,
  signsOf,
  typedMoney,
} from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import {
  type LineGifts,
  type LineWish,
  type Pool,
  type PoolMember,
  type PoolPart,
  priceIn,
} from '#libs/pledges/src/index.js';
import type { BudgetLine, BudgetLineId } from '#libs/projects/src/index.js';
import type { Rate } from '#libs/rates/src/index.js';
import type { Form } from '../edge/form.js';
import type { LineFields, PoolFields } from './give.requests.js';

/** A line of the budget of which the form offers units. */
export interface GiveLine extends LineGifts {
  readonly name: Multilingual;
  readonly unit: NonNullable<BudgetLine['unit']>;
  /** Whether a smaller version that was agreed may do without some of it. */
  readonly maybe: boolean;
}

/** The lines that are not full yet, and the one that is chosen, with their words from the plan. */
export function giveLines(gifts: readonly LineGifts[], lines: readonly BudgetLine[], chosen: string): GiveLine[] {
  const named = gifts.flatMap((gift) => {
    const line = lines.find(({ id }) => id === gift.id);
    if (!line?.unit) return [];
    return [{ ...gift, name: line.name, unit: line.unit, maybe: !line.core.equals(line.amount) }];
  });
  return named.filter(({ id, open }) => open > 0 || id === chosen);
}

/** The line that a form holds; null: the whole project. What is no number is refused with the rest. */
export function lineOf(typed: LineFields | undefined): LineWish | null {
  return typed?.id ? { id: typed.id as BudgetLineId, units: unitsOf(typed.units ?? '') } : null;
}

/** Nothing typed is one; "1e1" is no number of lamps. */
function unitsOf(typed: string): number {
  const text = typed.trim();
  return /^\d*$/.test(text) ? Number(text || 1) : Number.NaN;
}

/** What the units that stand in a form cost in the currency of a rate; null without a line, or without a number. */
export function costOf(form: Form, lines: readonly GiveLine[], rate: Rate): Money | null {
  const line = lines.find(({ id }) => form.has('line.id', id));
  const units = unitsOf(form.value('line.units'));
  if (!line || !Number.isInteger(units) || units < 1 || units > line.units) return null;
  return priceIn(Money.lei(line.price.minor * BigInt(units)), rate);
}

const SIGNS = Object.keys(DECIMALS).map((code) => signsOf(currencyOf(code))).join('|'); // prettier-ignore
/** What begins with a digit or the sign of money is meant as a sum, read or not; "a 9-a" is a name. */
const SUM = `(?!\\p{N}+\\p{Pd}\\p{L})\\p{Sc}?\\p{N}\\S*(?:[ \u00a0]\\d{3}(?!\\d)\\S*)*(?:\\s(?:\\p{Sc}|${SIGNS}))?`;
const PERSON = new RegExp(`^(?<hidden>\\*)?\\s*(?<name>.*?)(?:(?:^|[\\s:;,=–-]+)(?<sum>${SUM}))?$`, 'iu');

/**
 * The people whom a form lists, one in a line: "Ion Rusu 50", "Ana Ceban", "*Petru" whom nobody is to name, "20". Null when nothing is
 * written there. Throws `pool-sum` with the `line` of which the sum cannot be read, beside the list.
 */
export function poolOf(typed: PoolFields | undefined, currency: Currency): Pool | null {
  const people = (typed?.people ?? '').split('\n').map((line) => line.trim()).filter(Boolean); // prettier-ignore
  if (!typed?.name && people.length === 0) return null;
  const member = (line: string): PoolMember => {
    const { hidden, name = '', sum } = PERSON.exec(line)?.groups ?? {};
    return {
      name: name || null,
      amount: sum ? sumIn(line, sum, currency) : null,
      public: typed?.named === 'yes' && !hidden,
    };
  };
  return { name: typed?.name ?? '', members: people.map(member) };
}

function sumIn(line: string, sum: string, currency: Currency): Money {
  try {
    const read = typedMoney(sum, currency);
    if (read.isPositive()) return read;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  throw refuseFields({ pointer: '/pool/people', code: 'pool-sum', params: { line: line.slice(0, 60) } });
}

/** The same people again, as lines of the form. */
export function peopleText(parts: readonly PoolPart[]): string {
  return parts.map(({ name, share, public: shown }) => `${name && !shown ? '*' : ''}${name ?? ''} ${share.toString()}`.trim()).join('\n'); // prettier-ignore
}

/** A refusal about one of the people stands beside the list in which they were typed. */
export function besideTheList(error: unknown): unknown {
  if (!(error instanceof DomainError) || !error.fields.some(({ pointer }) => pointer.startsWith('/pool/members')))
    return error;
  const [first, ...rest] = error.fields.map((field) =>
    field.pointer.startsWith('/pool/members') ? { ...field, pointer: '/pool/people' } : field,
  );
  return refuseFields(first!, ...rest);
}
