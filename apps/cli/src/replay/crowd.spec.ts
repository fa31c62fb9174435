import { describe, expect, it } from '@jest/globals';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { UsageError } from '../command.js';
import { COUNTRIES } from './countries.data.js';
import { crowd, inLei } from './crowd.js';
import { SeededRandom } from './random.js';
import { besideGifts, waveWorks } from './wave-works.js';

const RATES = new Map<Currency, string>([
  ['MDL', '1'],
  ['USD', '17.8312'],
  ['JPY', '0.1142'],
  ...COUNTRIES.filter(([[, currency]]) => !['MDL', 'USD', 'JPY'].includes(currency)).map(
    ([[, currency]], index) => [currency, `${index + 1}.0417`] as const,
  ),
]);
const SIZE = { projects: 13, donors: 3400, total: 110_000_000n };

describe('the crowd of a wave', () => {
  const donors = crowd(new SeededRandom(24), SIZE, RATES);

  it('gives exactly the total, each sum worth what is said', () => {
    expect(donors.reduce((sum, { lei }) => sum + lei, 0n)).toBe(SIZE.total);
    for (const { gift, lei } of donors) expect(inLei(Money.parse(gift.amount, gift.currency), RATES)).toBe(lei);
  });

  it('gives between 24 lei and 500 dollars, and both are given', () => {
    const sorted = donors.map(({ lei }) => lei).sort((a, b) => (a < b ? -1 : 1));
    expect(sorted[0]).toBe(2_400n);
    expect(sorted.at(-1)).toBe(inLei(Money.parse('500', 'USD'), RATES));
    expect(donors.some(({ gift }) => gift.amount === '500.00' && gift.currency === 'USD')).toBe(true);
  });

  it('is refused when it is too small to come to the total', () => {
    expect(() => crowd(new SeededRandom(24), { projects: 2, donors: 20, total: 647_100n }, RATES)).toThrow(UsageError);
  });

  it('comes from twenty-five countries to every project, the same for the same seed', () => {
    expect(new Set(donors.map(({ gift }) => gift.country)).size).toBe(25);
    expect(new Set(donors.map(({ project }) => project)).size).toBe(13);
    expect(crowd(new SeededRandom(24), SIZE, RATES)).toEqual(donors);
    expect(crowd(new SeededRandom(25), SIZE, RATES)).not.toEqual(donors);
  });
});

describe('what stands beside the gifts', () => {
  it('is 127,000 dollars of thirteen town halls and 15,000 for each project, to the ban', () => {
    const beside = besideGifts(13, RATES);
    expect(beside.reduce((sum, { townHall }) => sum + townHall, 0n)).toBe(inLei(Money.parse('127000', 'USD'), RATES));
    expect(beside.map(({ grant }) => grant)).toEqual(beside.map(() => inLei(Money.parse('15000', 'USD'), RATES)));
  });

  it('makes a plan whose sources add up to its lines', () => {
    const [beside] = besideGifts(13, RATES);
    const plan = waveWorks((days) => `2026-0${1 + (days > 0 ? 1 : 0)}-01` as never, {
      index: 0,
      place: 'Salcia',
      given: 8_461_538n,
      beside: beside!,
    });
    const total = plan.lines.reduce((sum, { unitPrice }) => sum + unitPrice, 0n);
    expect(plan.sources.reduce((sum, { amount }) => sum + amount, plan.people.optimum)).toBe(total);
    const core = plan.lines.filter(({ coreQuantity }) => coreQuantity !== '');
    const small = core.reduce((sum, { unitPrice }) => sum + unitPrice, 0n);
    expect(small).toBe(plan.people.minimum + beside!.townHall + beside!.grant);
  });
});
