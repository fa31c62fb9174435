import { type FieldRefusal, type Money, oneLine } from '#libs/kernel/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import type { Condition, RuledParty } from './condition.js';
import { type EditionDraft, WANTED_REPORTS } from './edition.js';

const RULES_MAX = 30;
const WHOLE = 10_000;
const RATIO_MAX = 99;
const TITLE_MAX = 120;

/** A draft with its texts in one line each and nothing around them, and each report once, in their order. */
export function tidied({ title, source, ...draft }: EditionDraft): EditionDraft {
  const words = LANGS.map((lang) => [lang, oneLine(title[lang] ?? '')]);
  const url = source.url?.trim();
  return {
    ...draft,
    reports: WANTED_REPORTS.filter((one) => draft.reports.includes(one)),
    title: { original: title.original, ...(Object.fromEntries(words) as Record<Lang, string>) },
    source: { title: oneLine(source.title), url: url === '' ? null : (url ?? null), on: source.on.trim() },
  };
}

/** What is wrong in a draft that was tidied, each beside its field. */
export function wrongInDraft(draft: EditionDraft): (FieldRefusal | false)[] {
  const { programme, title, year, conditions, papers, opensOn, closesOn, source } = draft;
  return [
    (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(programme) || programme.length > 40) && { pointer: '/programme', code: 'edition-programme' },
    ...LANGS.flatMap((lang) => [
      !title[lang] && { pointer: `/title/${lang}`, code: 'required' },
      title[lang]!.length > TITLE_MAX && { pointer: `/title/${lang}`, code: 'too-long', params: { n: TITLE_MAX } },
    ]),
    !(Number.isSafeInteger(year) && year >= 2000 && year <= 2100) && { pointer: '/year', code: 'edition-year' },
    conditions.length > RULES_MAX && { pointer: '/conditions', code: 'list-long', params: { n: RULES_MAX } },
    ...conditions.flatMap((condition, index) => wrongInRule(condition, `/conditions/${index}`)),
    ...wrongTogether(conditions),
    ...papers.map((paper, index) => papers.indexOf(paper) < index && { pointer: `/papers/${index}`, code: 'edition-paper-twice' }),
    opensOn !== null && closesOn !== null && closesOn < opensOn && { pointer: '/closesOn', code: 'edition-days' },
    source.title.length > 200 && { pointer: '/source/title', code: 'too-long', params: { n: 200 } },
    source.url !== null && !isAddress(source.url) && { pointer: '/source/url', code: 'url' },
    source.on !== '' && !/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(source.on) && { pointer: '/source/on', code: 'edition-source-on' },
  ];
} // prettier-ignore

function isAddress(url: string): boolean {
  return /^https?:\/\//.test(url) && url.length <= 500 && URL.canParse(url);
}

function wrongInRule(condition: Condition, at: string): (FieldRefusal | false)[] {
  const positive = (name: string, sum: Money | null) =>
    sum !== null && !sum.isPositive() && { pointer: `${at}/${name}`, code: 'amount-positive' };
  switch (condition.kind) {
    case 'share-at-least':
    case 'share-at-most': {
      const { bp } = condition;
      return [!(Number.isSafeInteger(bp) && bp >= 1 && bp <= WHOLE) && { pointer: `${at}/percent`, code: 'edition-percent' }]; // prettier-ignore
    }
    case 'equals': {
      const { party, to, num, den, min, max } = condition;
      const part = (n: number) => Number.isSafeInteger(n) && n >= 1 && n <= RATIO_MAX;
      return [
        !part(num) && { pointer: `${at}/num`, code: 'call-ratio' },
        !part(den) && { pointer: `${at}/den`, code: 'call-ratio' },
        party === to && { pointer: `${at}/to`, code: 'edition-same-party' },
        positive('min', min),
        positive('max', max),
        min !== null && max !== null && min.compare(max) > 0 && { pointer: `${at}/max`, code: 'edition-max-below' },
      ];
    }
    default:
      return [positive('amount', condition.amount)];
  }
}

/** Rules that no project could ever keep at once, and rules that stand twice. */
function wrongTogether(conditions: readonly Condition[]): (FieldRefusal | false)[] {
  const keyOf = (one: Condition) => `${one.kind} ${'party' in one ? one.party : ''}`;
  const keys = conditions.map(keyOf);
  const least = conditions.flatMap((one, index) => (one.kind === 'share-at-least' ? [{ ...one, index }] : []));
  const all = least.reduce((sum, { bp }) => sum + bp, 0);
  const most = (party: RuledParty) => conditions.flatMap((one) => (one.kind === 'share-at-most' && one.party === party ? [one.bp] : [])); // prettier-ignore
  return [
    ...keys.map((key, index) => keys.indexOf(key) < index && { pointer: `/conditions/${index}/party`, code: 'edition-rule-twice' }),
    all > WHOLE && least.every(({ bp }) => bp <= WHOLE) && { pointer: `/conditions/${least.at(-1)!.index}/percent`, code: 'edition-shares' },
    ...least.map(({ party, bp, index }) => most(party).some((limit) => limit < bp) && { pointer: `/conditions/${index}/percent`, code: 'edition-least-above-most' }),
  ]; // prettier-ignore
}
