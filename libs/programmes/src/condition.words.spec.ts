import { describe, expect, it } from '@jest/globals';
import { Money } from '#libs/kernel/src/index.js';
import type { EqualsCondition } from './condition.js';
import { conditionWords } from './condition.words.js';

const rule = (over: Partial<EqualsCondition>): EqualsCondition => ({
  ...{ kind: 'equals', party: 'grant', to: 'people', num: 1, den: 1, min: null, max: null },
  ...over,
});
const spaced = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const words = (lang: 'ro' | 'ru' | 'en', over: Partial<EqualsCondition>) => spaced(conditionWords(lang, rule(over)));

describe('a rule about a part that follows another', () => {
  it.each([
    ['ro', 'Grantul: la fel cât dau oamenii din sat și cei plecați'],
    ['ru', 'Грант: столько же, сколько дают жители и земляки'],
    ['en', 'Grant: as much as people at home and away give'],
  ] as const)('reads in %s as it is spoken', (lang, said) => {
    expect(words(lang, {})).toBe(said);
  });

  it.each([
    ['ro', 'Grantul: 1/2 din cât dă primăria', 'Grantul: de 3 ori cât dă primăria'],
    ['ru', 'Грант: 1/2 того, что даёт примэрия', 'Грант: 3 × то, что даёт примэрия'],
    ['en', 'Grant: 1/2 of what the town hall gives', 'Grant: 3 times what the town hall gives'],
  ] as const)('says in %s a part and a multiple', (lang, part, times) => {
    expect(words(lang, { to: 'town', den: 2 })).toBe(part);
    expect(words(lang, { to: 'town', num: 3 })).toBe(times);
  });

  it.each([
    ['ro', ', dacă e cel puțin 1 000 de lei, dar cel mult 10 000 de lei'],
    ['ru', ', если это не меньше 1 000 леев, но не больше 10 000 леев'],
    ['en', ', if that is at least 1,000 lei, but at most 10,000 lei'],
  ] as const)('says in %s from which sum, and how much at most', (lang, limits) => {
    expect(words(lang, { min: Money.lei(100_000n), max: Money.lei(1_000_000n) })).toContain(limits);
  });
});
