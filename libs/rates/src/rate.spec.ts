import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CivilDate, type Currency, Money } from '#libs/kernel/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import { acrossEuro, fresh, fromLei, isStale, leu, perUnitOf, stillFresh, toLei } from './rate.js';
import { readTable } from './rate-table.js';

const shipped = fs.readFileSync(fromRoot('libs/rates/data/bnm-2021-07-29.xml'), 'utf8');
const vectors = JSON.parse(fs.readFileSync(fromRoot('libs/rates/data/bnm-vectors.json'), 'utf8')) as {
  vectors: { amount: string; from: Currency; mdl: string }[];
};

describe('a rate', () => {
  const table = readTable(shipped);
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

  it('goes through the euro to six digits, half to even', () => {
    const ecb = readTable(fs.readFileSync(fromRoot('libs/rates/data/ecb-2021-07-29.xml'), 'utf8'));
    expect([ecb.source, ecb.on]).toEqual(['ECB', '2021-07-29']);
    const across = Object.fromEntries(ecb.rates.map(({ currency, value }) => [currency, acrossEuro('21.1905', value)]));
    // Beside the National Bank's own of that day: 17.9528, 24.9156, 4.3072, 19.6660.
    expect(across).toEqual({ USD: '17.8476', GBP: '24.8992', RON: '4.30745', CHF: '19.6645' });
    expect(acrossEuro('20', '17172.93')).toBe('0.00116462');
    expect(acrossEuro('1.0000005', '1')).toBe('1');
    expect(acrossEuro('1000001.5', '1')).toBe('1000002');
  });

  it('leaves lei as they are', () => {
    const money = Money.lei(12345n);
    expect(toLei(money, leu('2026-01-01' as CivilDate))).toEqual(money);
    expect(fromLei(money, leu('2026-01-01' as CivilDate))).toEqual(money);
  });

  it('is good for something new until it is older than it may be; the leu always', () => {
    expect([0, 9, 10, 11, 400].map((days) => isStale(days, 10))).toEqual([false, false, false, true, true]);
    const { days, stale, ...mdl } = leu('2026-01-01' as CivilDate);
    expect([days, stale, fresh({ ...mdl, days, stale })]).toEqual([0, false, mdl]);
    const old = { ...mdl, currency: 'EUR', days: 11, stale: true } as const;
    expect(() => fresh(old)).toThrow(expect.objectContaining({ kind: 'invalid', code: 'rate-stale', params: { currency: 'EUR', days: 11, own: 'no' } })); // prettier-ignore
    const [first, on] = ['2026-01-01', '2026-01-12'] as CivilDate[];
    for (const [currency, max] of [['EUR', 11], ['MDL', 10]] as const) stillFresh({ currency, on: first! }, on!, max); // prettier-ignore
    expect(() => stillFresh({ currency: 'EUR', on: first! }, on!, 10)).toThrow(expect.objectContaining({ kind: 'invalid', code: 'rate-stale', params: { currency: 'EUR', days: 11, own: 'yes' } })); // prettier-ignore
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
      readTable(xml);
      return 'read';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const one = (body: string) => `<ValCurs Date="01.02.2026"><Valute ID="1">${body}</Valute></ValCurs>`;
  const ecb = (body: string) => `<gesmes:Envelope xmlns:gesmes="a"><Cube>${body}</Cube></gesmes:Envelope>`;
  const sgd = "<Cube currency='SGD' rate='1.6'/>";
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
    ['too deep', one('<a><b><c></c></b></a>'), 'rates-format'],
    [
      'the leu itself beside',
      one(eur).replace('</ValCurs>', '<Valute><CharCode>MDL</CharCode></Valute></ValCurs>'),
      'read',
    ],
    ['an empty one', '<ValCurs Date="01.02.2026"></ValCurs>', 'rates-format'],
    ['no day', one(eur).replace('01.02.2026', '31.02.2026'), 'rates-format'],
    ['a value of zero', one(eur.replace('19.5', '0.00')), 'rates-format'],
    ['a comma', one(eur.replace('19.5', '19,5')), 'rates-format'],
    ['a negative value', one(eur.replace('19.5', '-19.5')), 'rates-format'],
    ['a nominal of three', one(eur.replace('>1<', '>3<')), 'rates-format'],
    ['a currency twice', one(eur).replace('</ValCurs>', `<Valute>${eur}</Valute></ValCurs>`), 'rates-format'],
    ['one of the ECB', ecb(`<Cube time='2026-02-02'>${sgd}</Cube>`), 'read'],
    [
      'two days of the ECB',
      ecb(`<Cube time='2026-02-02'>${sgd}</Cube><Cube time='2026-02-03'>${sgd}</Cube>`),
      'rates-format',
    ],
    ['the ECB without a day', ecb(`<Cube>${sgd}</Cube>`), 'rates-format'],
    ['the ECB without rates', ecb("<Cube time='2026-02-02'/>"), 'rates-format'],
    [
      'a rate of the ECB that is none',
      ecb(`<Cube time='2026-02-02'><Cube currency='SGD' rate='N/A'/></Cube>`),
      'rates-format',
    ],
    ['too much', `${one(eur)}${' '.repeat(300_000)}`, 'rates-too-large'],
  ])('%s', (_name, xml, answer) => {
    expect(code(xml)).toBe(answer);
  });
});
