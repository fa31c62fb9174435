import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fromRoot } from '#libs/platform/src/index.js';
import { Atlas } from './atlas.js';
import { readClassifier } from './classifier.js';
import { slugOf, sound, transliterated } from './place-names.js';

const rows = readClassifier(fs.readFileSync(fromRoot('libs/hometowns/data/towns.tsv'), 'utf8'));
const atlas = new Atlas(
  rows.map(({ self_governing, name_ro, name_ru, name_uk, ...row }) => ({
    ...row,
    selfGoverning: self_governing,
    nameRo: name_ro,
    nameRu: name_ru,
    nameUk: name_uk,
  })),
);

describe('the classification', () => {
  it('is complete: 37 top-level units and 1,684 towns, villages and sectors', () => {
    expect(rows).toHaveLength(1721);
    expect(rows.filter(({ parent }) => parent === null)).toHaveLength(37);
    expect(new Set(rows.map(({ code }) => code)).size).toBe(1721);
  });

  it('comes with parents before children', () => {
    const seen = new Set<string | null>([null]);
    for (const { code, parent } of rows) {
      expect(seen).toContain(parent);
      seen.add(code);
    }
  });

  it('hangs communes under their district, not under a neighbour', () => {
    const chain = (code: string) => atlas.find(code)!.above.map(({ nameRo }) => nameRo);
    expect(chain('1429000')).toEqual(['Briceni']); // Mihăileni
    expect(chain('1429001')).toEqual(['Mihăileni', 'Briceni']); // Groznița
    expect(chain('9616100')).toEqual(['Găgăuzia']); // Chioselia Rusă
    expect(chain('0112001')).toEqual(['Băcioi', 'Botanica', 'Chișinău']); // Brăila
    expect(chain('0311000')).toEqual(['Bălți']); // Sadovoe
    expect(rows.every(({ self_governing, parent }) => !self_governing || !parent || !atlas.find(parent)!.selfGoverning || ['0301000', '0501000'].includes(parent))).toBe(true); // prettier-ignore
  });

  it('has an address of its own for every place', () => {
    expect(new Set(rows.map(({ slug }) => slug)).size).toBe(1721);
    for (const { slug } of rows) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    const slug = (code: string) => atlas.find(code)!.slug;
    expect(slug('8001000')).toBe('straseni');
    expect(slug('8000000')).toBe('raionul-straseni');
    expect(slug('1429000')).toBe('mihaileni-briceni');
    expect(slug('7121000')).toBe('mihaileni-riscani');
    expect(slug('0110000')).toBe('sectorul-botanica');
    expect(atlas.at('straseni')!.code).toBe('8001000');
    expect(atlas.at('nowhere')).toBeNull();
  });

  it('tells communes of several villages from single villages', () => {
    const communes = ['1429000', '1429001', '1421000', '8001000'].map((code) => atlas.find(code)!.commune);
    expect(communes).toEqual([true, false, false, false]);
  });

  it('knows everything below a unit', () => {
    expect(atlas.within('0101000').map(({ code }) => code)).toContain('0112001');
    expect(atlas.within('1400000').every(({ code }) => code.startsWith('14'))).toBe(true);
    expect(atlas.within('1429001')).toEqual([]);
  });
});

describe('searching a place', () => {
  const first = (text: string) => atlas.search(text, 5)[0]?.code;

  it.each([
    'Strășeni', 'Străşeni', 'straseni', 'STRASENI', '  Strășeni ', 'Страшены', 'страшень', 'Стрэшень', 'Strasheny', 'Strasheni',
    'Стрэшены',
  ])('finds Strășeni as %s', (text) => expect(first(text)).toBe('8001000')); // prettier-ignore

  it.each([
    ['Rîșcani', '7101000'], ['Râșcani', '7101000'], ['Rîşcani', '7101000'], ['rascani', '7101000'], ['riscani', '7101000'],
    ['Рышканы', '7101000'], ['Ryshkany', '7101000'], ['Рышкань', '7101000'],
    ['Chișinău', '0101000'], ['Chisinau', '0101000'], ['Кишинёв', '0101000'], ['Кишинев', '0101000'], ['Кишинэу', '0101000'],
    ['Kishinev', '0101000'], ['Кишинів', '0101000'],
    ['Bălți', '0301000'], ['Balti', '0301000'], ['Бельцы', '0301000'], ['Beltsy', '0301000'], ['Beltsi', '0301000'],
    ['Оргеев', '6401000'], ['Орхей', '6401000'], ['Orhei', '6401000'], ['Tighina', '0501000'], ['Bendery', '0501000'],
    ['Hâncești', '5301000'], ['Sangerei', '7401000'], ['Ștefan-Vodă', '8501000'], ['stefan voda', '8501000'],
    ['Рыбница', '9808000'], ['Rybnitsa', '9808000'], ['Выхватинцы', '9855000'], ['Boșcana', '3112000'],
  ])('finds %s', (text, code) => expect(first(text)).toBe(code)); // prettier-ignore

  it('puts whole names before beginnings, words and middles, and towns before villages', () => {
    const names = atlas.search('Flor', 100).map(({ nameRo }) => nameRo);
    expect(names[0]).toBe('Florești');
    expect(atlas.search('Florești', 9)[0]!.kind).toBe('town');
    const edinet = atlas.search('noi', 100);
    const starts = edinet.map(({ nameRo }) => /^noi/i.test(nameRo)).lastIndexOf(true);
    const words = edinet.findIndex(({ nameRo }) => / noi$/i.test(nameRo));
    expect(starts).toBeLessThan(words);
    expect(atlas.search('Mereni', 3).map(({ nameRo }) => nameRo).slice(0, 2)).toEqual(['Mereni', 'Mereni']); // prettier-ignore
  });

  it('tells same-named places apart by what is above them', () => {
    const found = atlas.search('Mihăileni', 2).map(({ above }) => above.map(({ nameRo }) => nameRo));
    expect(found).toEqual(expect.arrayContaining([['Briceni'], ['Rîșcani']]));
  });

  it.each(['', '   ', '%', '_', "'; drop table", '|', 'xyzzyx', '𝔘'])('finds nothing for %j', (text) =>
    expect(atlas.search(text, 10)).toEqual([]),
  );

  it('bears a very long text', () => expect(atlas.search('a'.repeat(100_000), 10)).toEqual([]));
});

describe('spellings', () => {
  it('make one sound of many', () => {
    expect(new Set(['Strășeni', 'Страшени', 'Strasheni'].map(sound)).size).toBe(1);
    expect(transliterated('Рышканы')).toBe('ryshkany');
  });

  it.each([
    ['Ștefan Vodă', 'stefan-voda'],
    ['Asociația „Băștinașii din Bardar”', 'asociatia-bastinasii-din-bardar'],
    ['Землячество Бардара', 'zemleacestvo-bardara'],
    ['!!!', ''],
  ])('%s is %s in an address', (name, slug) => expect(slugOf(name)).toBe(slug));
});
