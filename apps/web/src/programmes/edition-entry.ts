import { type CivilDate, currencyOf, DomainError, type FieldRefusal, type Money, parseCivilDate, refuse, refuseWrong, typedMoney } from '#libs/kernel/src/index.js'; // prettier-ignore
import type { Condition, Edition, EditionDraft, RuledParty } from '#libs/programmes/src/index.js';
import { typedShare } from '../edge/typed-share.js';
import type { EditionRequest, RuleRequest } from './editions.requests.js';

/** Reads an edition as it was typed. Throws every field that cannot be read at once. */
export function draftOf(id: EditionDraft['id'], typed: EditionRequest): EditionDraft {
  const reader = new Reader();
  const currency = reader.read('/currency', () => currencyOf(typed.currency), 'MDL');
  const conditions = (typed.conditions ?? []).map((rule, index) => ruleOf(reader, rule, { at: `/conditions/${index}`, sum: (text) => typedMoney(text, currency) })); // prettier-ignore
  const { title, source } = typed;
  const draft = {
    ...{ id, programme: typed.programme.toLowerCase(), title: { original: 'ro' as const, ...title } },
    ...{ year: Number(typed.year), example: typed.example === 'yes', lead: typed.lead ?? null, currency, conditions },
    papers: (typed.papers ?? []).filter(Boolean),
    reports: typed.reports ?? [],
    opensOn: reader.read('/opensOn', () => dayIn(typed.opensOn), null),
    closesOn: reader.read('/closesOn', () => dayIn(typed.closesOn), null),
    source: { title: source?.title ?? '', url: source?.url ?? null, on: source?.on ?? '' },
  };
  refuseWrong(reader.wrong);
  return draft;
}

/** An edition as its form shows it: what `draftOf` reads. */
export function typedOf({ programme, title, year, example, lead, currency, conditions, papers, reports, opensOn, closesOn, source }: Edition): EditionRequest {
  const { ro = '', ru = '', en = '' } = title;
  return {
    ...{ programme, title: { ro, ru, en }, year: String(year), ...(example && { example: 'yes' as const }), ...(lead && { lead }) },
    ...{ currency, conditions: conditions.map(ruleTyped), papers: [...papers], reports: [...reports] },
    ...{ ...(opensOn && { opensOn }), ...(closesOn && { closesOn }) },
    source: { title: source.title, ...(source.url && { url: source.url }), on: source.on },
  };
} // prettier-ignore

/** Whether anything was typed into a rule's row: a row that is emptied is gone. */
export function isFilled({ percent, amount, num, den, min, max }: RuleRequest): boolean {
  return [percent, amount, num, den, min, max].some((text) => text !== undefined);
}

class Reader {
  readonly wrong: FieldRefusal[] = [];

  read<T>(pointer: string, work: () => T, otherwise: T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.wrong.push({ pointer, code: error.code, params: error.params });
      return otherwise;
    }
  }
}

interface Around {
  readonly at: string;
  readonly sum: (text: string) => Money;
}

function ruleOf(reader: Reader, typed: RuleRequest, { at, sum }: Around): Condition {
  const { kind } = typed;
  const nothing = sum('1');
  const party = (name: 'party' | 'to') => reader.read<RuledParty>(`${at}/${name}`, () => mustHave(typed[name], 'choice'), 'people'); // prettier-ignore
  const some = (name: 'min' | 'max') => typed[name] ? reader.read(`${at}/${name}`, () => sum(typed[name]!), nothing) : null; // prettier-ignore
  const amount = () => reader.read(`${at}/amount`, () => sum(mustHave(typed.amount, 'required')), nothing);
  switch (kind) {
    case 'total-at-least':
      return { kind, amount: amount() };
    case 'share-at-least':
    case 'share-at-most':
      return { kind, party: party('party'), bp: reader.read(`${at}/percent`, () => bpIn(mustHave(typed.percent, 'required')), 1) }; // prettier-ignore
    case 'amount-at-least':
    case 'amount-at-most':
      return { kind, party: party('party'), amount: amount() };
    case 'equals': {
      const ratio = { num: Number(typed.num), den: Number(typed.den) };
      return { kind, party: party('party'), to: party('to'), ...ratio, min: some('min'), max: some('max') };
    }
  }
}

function ruleTyped(condition: Condition): RuleRequest {
  switch (condition.kind) {
    case 'total-at-least':
    case 'amount-at-least':
    case 'amount-at-most':
      return { ...condition, amount: String(condition.amount) };
    case 'share-at-least':
    case 'share-at-most': {
      const { kind, party, bp } = condition;
      return { kind, party, percent: String(bp / 100) };
    }
    case 'equals': {
      const { kind, party, to, num, den, min, max } = condition;
      const limits = { ...(min && { min: String(min) }), ...(max && { max: String(max) }) };
      return { kind, party, to, num: String(num), den: String(den), ...limits };
    }
  }
}

function mustHave<T>(typed: T | undefined, code: string): T {
  if (typed === undefined) throw refuse('invalid', code, 'Nothing was typed.');
  return typed;
}

/** Hundredths of a percent: "12,5" is 1250. */
function bpIn(text: string): number {
  const bp = typedShare(text);
  if (bp === null) throw refuse('invalid', 'edition-percent', 'No share.');
  return bp;
}

function dayIn(text: string | undefined): CivilDate | null {
  if (!text) return null;
  const day = parseCivilDate(text);
  if (!day) throw refuse('invalid', 'date', 'No day.');
  return day;
}
