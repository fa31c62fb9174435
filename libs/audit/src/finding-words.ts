import { type CivilDate, Money, type MoneyJson } from '#libs/kernel/src/index.js';
import { formatDate, formatMoment, hasWords, type Lang, sayIn, type WordParams } from '#libs/platform/src/index.js';
import { type Finding, type FindingParam, paramTypes } from './finding.js';
import { FINDING_KINDS, type ParamType } from './finding-kinds.js';

/** What is wrong, in one sentence of a language, with sums as people write them. */
export function sayFinding(lang: Lang, { kind, params }: Pick<Finding, 'kind' | 'params'>): string {
  const words = paramTypes(kind).map(([name, type]) => [name, valueIn(lang, type, params[name]!)] as const);
  return sayIn(lang)(`audit.found.${kind}`, Object.fromEntries(words));
}

/** How the cause of these findings is found: each way once, in the findings' order. */
export function sayHow(lang: Lang, findings: readonly Pick<Finding, 'kind'>[]): string[] {
  const ways = new Set(findings.map(({ kind }) => FINDING_KINDS[kind].how));
  return [...ways].map((how) => sayIn(lang)(`audit.how.${how}`));
}

/** What a finding is about: the kind of thing in words, or what there is when it has none. */
export function sayThing(lang: Lang, subject: string): string {
  const [kind] = subject.split(/[:/]/) as [string];
  const key = `operator.log.thing.${kind === 'held' || kind === 'memo' ? 'account' : kind}`;
  return hasWords(key) ? sayIn(lang)(key) : subject;
}

function valueIn(lang: Lang, type: ParamType, value: FindingParam): WordParams[string] {
  if (type === 'sum') return moneyOf(value as MoneyJson);
  if (type === 'number') return Number(value);
  const text = value as string;
  if (type === 'moment') return formatMoment(lang, new Date(text));
  if (type === 'day') return formatDate(lang, text as CivilDate);
  if (type === 'meaning') return sayIn(lang)(`operator.meaning.${text}`);
  if (type === 'entries') return entriesIn(lang, text);
  return text;
}

/** Kinds of journals, as the statement calls them. */
function entriesIn(lang: Lang, kinds: string): string {
  const say = sayIn(lang);
  const named = kinds.split(', ').map((kind) => (kind === 'none' ? say('audit.unbooked') : say(`entry.kind.${kind}`)));
  return named.join(', ');
}

function moneyOf({ amount, currency }: MoneyJson): Money {
  return Money.ofMinor(BigInt(amount.replace('.', '')), currency);
}
