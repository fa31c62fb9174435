import { type Currency, DECIMALS, Money } from '#libs/kernel/src/index.js';
import { UsageError } from '../command.js';
import type { GiftPlan } from '../world/giving.js';
import { COUNTRIES } from './countries.data.js';
import type { SeededRandom } from './random.js';

/** One donor of the wave: his gift, what it is in lei, and to which project it goes. */
export interface Donor {
  readonly project: number;
  readonly gift: GiftPlan;
  /** Bani, worked out here and not by Plai. */
  readonly lei: bigint;
}

/** The size of a wave. */
export interface WaveSize {
  readonly towns: number;
  /** Each in a town of its own: the first ones. */
  readonly projects: number;
  readonly donors: number;
  /** Bani that all gifts together come to, exactly. */
  readonly total: bigint;
}

const SMALLEST = 2_400n; // 24 lei
const LARGEST_USD = 50_000n; // USD 500.00
const SPREAD = 1.1;

/**
 * The donors of a wave: sums spread as real ones are (many small, few large), in the currency of each one's country,
 * between 24 lei and USD 500, together exactly `total`; throws UsageError when they are too few for that. `rates` are lei for one unit, as decimal text.
 */
export function crowd(
  random: SeededRandom,
  { projects, donors, total }: Omit<WaveSize, 'towns'>,
  rates: ReadonlyMap<Currency, string>,
): Donor[] {
  const largest = inLei(Money.ofMinor(LARGEST_USD, 'USD'), rates);
  const wishes = Array.from({ length: donors }, (_, index) => ({
    index,
    project: Math.floor(random.next() * projects),
    place: random.weighted(COUNTRIES),
    weight: Math.exp(random.normal() * SPREAD),
  }));
  const scale = Number(total) / wishes.reduce((sum, { weight }) => sum + weight, 0);
  const rough = wishes.map(({ place: [country, currency], weight, index, project }) => {
    const wanted = clamp(BigInt(Math.round(weight * scale)), largest);
    // The first two are the wave's own extremes: its smallest and its largest gift.
    const amount =
      index === 0
        ? Money.lei(SMALLEST)
        : index === 1
          ? Money.ofMinor(LARGEST_USD, 'USD')
          : roundSum(wanted, currency, rates);
    return { project, country, amount, index, lei: inLei(amount, rates) };
  });
  return exactly(rough, total, largest).map(({ amount, lei, project, country, index }) => ({
    project,
    lei,
    gift: {
      email: `d${index}@wave.plai.example`,
      name: `Donor ${index}`,
      amount: amount.toString(),
      currency: amount.currency,
      country,
      coverFee: index % 7 === 0,
    },
  }));
}

type Rough = Pick<Donor, 'project' | 'lei'> & {
  readonly country: string;
  readonly amount: Money;
  readonly index: number;
};

/** Spreads what is missing or too much over the gifts in lei, to the ban. */
function exactly(rough: readonly Rough[], total: bigint, largest: bigint): Rough[] {
  let rest = total - rough.reduce((sum, { lei }) => sum + lei, 0n);
  const spread = rough.map((one, at) => {
    if (one.amount.currency !== 'MDL' || at < 2 || rest === 0n) return one;
    const lei = clamp(one.lei + rest, largest);
    rest -= lei - one.lei;
    return { ...one, lei, amount: Money.lei(lei) };
  });
  if (rest !== 0n) throw new UsageError('So few gifts cannot come to the total to the ban: ask for more --donors.');
  return spread;
}

function clamp(lei: bigint, largest: bigint): bigint {
  return lei < SMALLEST ? SMALLEST : lei > largest ? largest : lei;
}

/** A sum that a person would type: whole units, never less than the smallest gift. */
function roundSum(lei: bigint, currency: Currency, rates: ReadonlyMap<Currency, string>): Money {
  const unit = 10n ** BigInt(DECIMALS[currency]);
  const { units, scale } = decimal(rates.get(currency)!);
  const per = units * 100n;
  const [wanted, least] = [(lei * scale) / per, (SMALLEST * scale + per - 1n) / per];
  return Money.ofMinor((wanted > least ? wanted : least) * unit, currency);
}

/** What a sum is in lei at these rates, half to even: worked out apart from Plai, to be compared with it. */
export function inLei(money: Money, rates: ReadonlyMap<Currency, string>): bigint {
  const { units, scale } = decimal(rates.get(money.currency)!);
  const [value, per] = [money.minor * units * 100n, scale * 10n ** BigInt(DECIMALS[money.currency])];
  const [whole, twice] = [value / per, (value % per) * 2n];
  return twice > per || (twice === per && whole % 2n === 1n) ? whole + 1n : whole;
}

function decimal(text: string): { units: bigint; scale: bigint } {
  const [whole, places = ''] = text.split('.');
  return { units: BigInt(whole! + places), scale: 10n ** BigInt(places.length) };
}
