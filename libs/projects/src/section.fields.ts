import { type CivilDate, type Id, isId, Money, parseCivilDate, typedMoney } from '#libs/kernel/src/index.js';
import { type Lang, LANGS, type Multilingual } from '#libs/platform/src/index.js';
import { type Gap, gapsOf, type Section } from './gap.js';
import { parseQuantity, type Thousandths } from './quantity.js';

/** What was typed: fields by name. Texts as a form sends them; a program may send numbers, true/false and money as JSON. */
export type Typed = Readonly<Record<string, unknown>>;

/** The largest sum that a plan holds, in bani. */
export const AMOUNT_MAX = 10n ** 13n;

/**
 * Reads typed fields one by one. What can be read is given, what cannot is null and noted with its pointer; a field left
 * empty is null without a note, because missing is the checker's matter.
 */
export class Fields {
  readonly problems: Gap[];

  constructor(
    private readonly section: Section,
    readonly lang: Lang,
    private readonly typed: Typed,
    private readonly at: { path: string; problems: Gap[] } = { path: '', problems: [] },
  ) {
    this.problems = at.problems;
  }

  /** Notes that a field holds something that will not do. */
  note(field: string, code: string, params: Gap['params'] = {}): null {
    this.problems.push(gapsOf(this.section)(`${this.at.path}/${field}`, code, params));
    return null;
  }

  /** One line of text. */
  text(field: string, max: number): string | null {
    const text = plain(this.typed[field]);
    return text.length > max ? this.note(field, 'text-too-long', { max }) : text || null;
  }

  /** A text in up to three languages, or only in the project's own; null while that one is not written. */
  words(field: string, max: number): Multilingual | null {
    const value = this.typed[field];
    const texts = isObject(value) ? value : { [this.lang]: value };
    const read: Partial<Record<Lang, string>> = {};
    for (const lang of LANGS) {
      const text = plain(texts[lang]);
      if (text.length > max) return this.note(field, 'text-too-long', { max });
      if (text) read[lang] = text;
    }
    return read[this.lang] ? { original: this.lang, ...read } : null;
  }

  /** Lei, as typed or as money in JSON. */
  lei(field: string): Money | null {
    const value = this.typed[field];
    if (isObject(value) && value.currency !== 'MDL') return this.note(field, 'amount-unreadable');
    const text = plain(isObject(value) ? value.amount : value);
    if (!text) return null;
    try {
      const amount = isObject(value) ? Money.parse(text, 'MDL') : typedMoney(text, 'MDL');
      return amount.minor > AMOUNT_MAX ? this.note(field, 'amount-too-large') : amount;
    } catch {
      return this.note(field, 'amount-unreadable');
    }
  }

  quantity(field: string): Thousandths | null {
    const text = plain(this.typed[field]);
    return text ? (parseQuantity(text) ?? this.note(field, 'quantity-unreadable')) : null;
  }

  /** A whole number from 1 to ten million. */
  count(field: string): number | null {
    const text = plain(this.typed[field]);
    const count = parseQuantity(text);
    if (!text) return null;
    const whole = count !== null && count % 1000n === 0n && count > 0n && count <= 10_000_000_000n;
    return whole ? Number(count / 1000n) : this.note(field, 'number-unreadable');
  }

  /** A percentage with up to two decimals, at most `max` percent and at least `min` hundredths of one; in hundredths. */
  percent(field: string, { min = 0, max = 100 } = {}): number | null {
    const text = plain(this.typed[field]).replace(/\s*%$/, '');
    if (!text) return null;
    const value = parseQuantity(text);
    const good = value !== null && value % 10n === 0n && value >= BigInt(min) * 10n && value <= BigInt(max) * 1000n;
    return good ? Number(value / 10n) : this.note(field, 'percent-unreadable', { max });
  }

  day(field: string): CivilDate | null {
    const text = plain(this.typed[field]);
    return text ? (parseCivilDate(text) ?? this.note(field, 'date-unreadable')) : null;
  }

  choice<Choice extends string>(field: string, choices: readonly Choice[]): Choice | null {
    const text = plain(this.typed[field]);
    return text ? (choices.find((one) => one === text) ?? this.note(field, 'choice-unknown')) : null;
  }

  id<Of extends string>(field: string): Id<Of> | null {
    const text = plain(this.typed[field]);
    return text ? (isId(text) ? (text as Id<Of>) : this.note(field, 'choice-unknown')) : null;
  }

  /** The ids of boxes that were ticked, each once; one alone may come without its list. */
  ids<Of extends string>(field: string): Id<Of>[] {
    const ids = [this.typed[field]].flat().map(plain).filter(isId);
    return [...new Set(ids)] as Id<Of>[];
  }

  /** A ticked box. */
  flag(field: string): boolean {
    return ['true', 'on', '1', 'yes'].includes(plain(this.typed[field]));
  }

  /** The rows of a table, each with its own pointer. */
  rows(field: string): Fields[] {
    const rows = this.typed[field];
    return (Array.isArray(rows) ? rows : []).map(
      (row, index) =>
        new Fields(this.section, this.lang, row as Typed, {
          path: `${this.at.path}/${field}/${index}`,
          problems: this.problems,
        }),
    );
  }
}

/** Whether a value of JSON is an object with fields. */
export function isObject(value: unknown): value is Typed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A scalar as the text that a person would have typed, without space around it; anything else is no text. */
export function plain(value: unknown): string {
  if (typeof value === 'string') return value.normalize('NFC').replace(/\r\n?/g, '\n').trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
