import { describe, expect, it } from '@jest/globals';
import { hasWords, LANGS } from '#libs/platform/src/index.js';
import { CHECKS } from './audit.service.js';
import { type Finding, type FindingParam, paramTypes } from './finding.js';
import { FINDING_KINDS, type FindingKind, type ParamType } from './finding-kinds.js';
import { sayFinding, sayHow } from './finding-words.js';

const KINDS = Object.keys(FINDING_KINDS) as FindingKind[];

/** Values of a parameter that a reader must be able to tell apart. */
function valuesOf(type: ParamType): readonly FindingParam[] {
  if (typeof type === 'object') return type;
  if (type === 'sum') return [{ amount: '1234.56', currency: 'MDL' }, { amount: '-1234.56', currency: 'MDL' }, { amount: '70.00', currency: 'EUR' }]; // prettier-ignore
  if (type === 'number') return [0, 1, 3, 21, 25];
  if (type === 'moment') return ['2026-11-23T01:10:00+00:00', '2026-11-23T01:11:00+00:00'];
  if (type === 'day') return ['2026-11-23', '2026-11-24'];
  if (type === 'meaning') return ['order', 'order-returned'];
  if (type === 'entries') return ['none', 'order.confirmed', 'order.confirmed, line.fee'];
  return ['one', 'two'];
}

describe.each(KINDS)('the finding %s', (kind) => {
  const params = (n: number) => Object.fromEntries(paramTypes(kind).map(([name, type]) => [name, valuesOf(type).at(n) ?? valuesOf(type)[0]!])); // prettier-ignore
  const said = (own: Finding['params'], lang: (typeof LANGS)[number]) => sayFinding(lang, { kind, params: own });

  it('is one sentence in each language, in which every parameter is told', () => {
    for (const lang of LANGS) {
      const sentence = said(params(0), lang);
      expect(sentence).toMatch(/^[\p{Lu}0-9−].*\.$/su);
      expect(sentence).not.toMatch(/[{}]|undefined|null|NaN|\[object/);
      for (const [name, type] of paramTypes(kind)) {
        const heard = valuesOf(type).map((value) => said({ ...params(0), [name]: value }, lang));
        expect([kind, lang, name, new Set(heard).size]).toEqual([kind, lang, name, heard.length]);
      }
    }
  });

  it('has sums as people write them, and a way to its cause', () => {
    const sums = paramTypes(kind).filter(([, type]) => type === 'sum');
    for (const [lang, sum] of [['ro', '1 234,56 lei'], ['ru', '1 234,56 лея'], ['en', '1,234.56 lei']] as const) {
      expect(said(params(0), lang).replaceAll('\u00a0', ' ').split(sum)).toHaveLength(sums.length + 1);
      expect(sayHow(lang, [{ kind }, { kind }])).toHaveLength(1);
    } // prettier-ignore
    expect(hasWords(`audit.how.${FINDING_KINDS[kind].how}`)).toBe(true);
  });
});

it('every kind is found by a check, or by what is not asked in SQL', () => {
  const asked = new Set<FindingKind>(CHECKS.map(({ kind }) => kind));
  expect(KINDS.filter((kind) => !asked.has(kind))).toEqual(['totals-differ', 'too-many']);
});
