import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CivilDate, type Currency, Money } from '#libs/kernel/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import { fromLei, leu, perUnitOf, toLei } from './rate.js';
import { readValCurs } from './val-curs.js';

const shipped = fs.readFileSync(fromRoot('libs/rates/data/bnm-2021-07-29.xml'), 'utf8');
const vectors = JSON.parse(fs.readFileSync(fromRoot('libs/rates/data/bnm-vectors.json'), 'utf8')) as {
  vectors: { amount: string; from: Currency; mdl: string }[];
};

describe('a rate', () => {
  const table = readValCurs(shipped);
  const rateOf = (currency: Currency) => {
    const row = table.rates.find((rate) => rate.currency === currency)!;
    return { currency, perUnit: perUnitOf(row.value, row.nominal) };
  };

  it('reads the table of the National Bank', () => {
    expect(table.on).toBe('2021-07-29');
    expect(rateOf('EUR').perUnit).toBe('21.1905');
    expect(rateOf('ALL').perUnit).toBe('0.17415');
  });

  it.each(vectors.vectors)('turns $amount $from into $mdl lei', ({ amount, from, mdl }) => {
    expect(toLei(Money.parse(amount, from), rateOf(from)).toString()).toBe(mdl);
  });

  it('rounds half to even', () => {
    const rate = { currency: 'EUR', perUnit: '0.5' } as const;
    expect([1n, 3n, 5n, -1n].map((minor) => toLei(Money.ofMinor(minor, 'EUR'), rate).minor)).toEqual([0n, 2n, 2n, 0n]);
  });

  it('leaves lei as they are', () => {
    const money = Money.lei(12345n);
    expect(toLei(money, leu('2026-01-01' as CivilDate))).toEqual(money);
    expect(fromLei(money, leu('2026-01-01' as CivilDate))).toEqual(money);
  });

  it('comes back to within half a unit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 11n }), (minor) => {
        const rate = { currency: 'EUR', perUnit: '19.5' } as const;
        const back = fromLei(toLei(Money.ofMinor(minor, 'EUR'), rate), rate).minor;
        expect(back).toBe(minor);
      }),
    );
  });

  it('shifts by the nominal exactly', () => {
    expect(perUnitOf('1.74150000', 10)).toBe('0.17415');
    expect(perUnitOf('21.1905', 1)).toBe('21.1905');
    expect(perUnitOf('100', 100)).toBe('1');
    expect(perUnitOf('0.05', 1000)).toBe('0.00005');
  });
});

describe('a table', () => {
  const code = (xml: string) => {
    try {
      readValCurs(xml);
      return 'read';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const one = (body: string) => `<ValCurs Date="01.02.2026"><Valute ID="1">${body}</Valute></ValCurs>`;
  const eur = '<CharCode>EUR</CharCode><Nominal>1</Nominal><Value>19.5</Value>';

  it.each([
    ['a whole one', one(eur), 'read'],
    [
      'an unknown currency beside',
      one(eur).replace('</ValCurs>', '<Valute><CharCode>XDR</CharCode></Valute></ValCurs>'),
      'read',
    ],
    ['a document type', `<!DOCTYPE ValCurs [<!ENTITY a "b">]>${one(eur)}`, 'rates-format'],
    ['an entity', one(eur.replace('19.5', '&a;')), 'rates-format'],
    ['a broken one', one(eur).slice(0, -5), 'rates-format'],
    ['a page', '<html><body>no</body></html>', 'rates-format'],
    ['an empty one', '<ValCurs Date="01.02.2026"></ValCurs>', 'rates-format'],
    ['no day', one(eur).replace('01.02.2026', '31.02.2026'), 'rates-format'],
    ['a value of zero', one(eur.replace('19.5', '0.00')), 'rates-format'],
    ['a comma', one(eur.replace('19.5', '19,5')), 'rates-format'],
    ['a negative value', one(eur.replace('19.5', '-19.5')), 'rates-format'],
    ['a nominal of three', one(eur.replace('>1<', '>3<')), 'rates-format'],
    ['a currency twice', one(eur).replace('</ValCurs>', `<Valute>${eur}</Valute></ValCurs>`), 'rates-format'],
    ['too much', `${one(eur)}${' '.repeat(300_000)}`, 'rates-too-large'],
  ])('%s', (_name, xml, answer) => {
    expect(code(xml)).toBe(answer);
  });
});
