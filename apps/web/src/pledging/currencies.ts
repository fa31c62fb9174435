import { type Currency, DECIMALS, Money } from '#libs/kernel/src/index.js';
import { chargeLimits } from '#libs/payments/src/index.js';
import { fromLei, type Rate } from '#libs/rates/src/index.js';

/** Round sums by currency, as people give them there: not one sum converted. The first of each currency is the smallest tile. */
const TILES: Readonly<Partial<Record<Currency, readonly number[]>>> = {
  EUR: [25, 50, 100, 200],
  USD: [25, 50, 100, 200],
  GBP: [20, 40, 80, 150],
  RON: [100, 250, 500, 1000],
  MDL: [200, 500, 1000, 2000],
  ILS: [100, 200, 400, 800],
  CHF: [25, 50, 100, 200],
  CAD: [40, 80, 150, 300],
  PLN: [100, 200, 400, 800],
  CZK: [500, 1000, 2500, 5000],
  TRY: [1000, 2000, 4000, 8000],
  UAH: [1000, 2000, 4000, 8000],
  SEK: [250, 500, 1000, 2000],
  NOK: [250, 500, 1000, 2000],
  DKK: [200, 400, 800, 1500],
};

/** Regions of `Accept-Language` whose money people there have in hand. The languages of Moldova alone say nothing. */
const BY_REGION: Readonly<Record<string, Currency>> = {
  GB: 'GBP',
  US: 'USD',
  IL: 'ILS',
  CH: 'CHF',
  CA: 'CAD',
  PL: 'PLN',
  CZ: 'CZK',
  TR: 'TRY',
  UA: 'UAH',
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  MD: 'MDL',
};
const LEI_OF_TILES = [50_000n, 100_000n, 200_000n, 400_000n];
const STEPS = [10n, 20n, 25n, 50n, 100n];
const PARTS = [8n, 4n, 2n, 1n];

/** Currencies that have a rate, those most people use first. The leu always has one. */
export function orderedCurrencies(known: readonly Rate[]): Currency[] {
  const codes = new Set<Currency>(['MDL', ...known.map(({ currency }) => currency)]);
  const first = (Object.keys(TILES) as Currency[]).filter((code) => codes.has(code));
  return [...first, ...[...codes].filter((code) => !first.includes(code)).sort()];
}

/** Four round sums of a currency, none above what a card can be charged at once (4,000 lei are three million rupiahs). */
export function tilesOf(rate: Rate): Money[] {
  const { currency } = rate;
  const unit = 10n ** BigInt(DECIMALS[currency]);
  const listed = TILES[currency];
  if (listed) return listed.map((sum) => Money.ofMinor(BigInt(sum) * unit, currency));
  const wanted = LEI_OF_TILES.map((lei) => roundUp(fromLei(Money.lei(lei), rate).minor / unit));
  // The fee that may be added to the largest has room below the limit too.
  const most = ((chargeLimits(currency)?.max.minor ?? wanted.at(-1)! * unit) * 9n) / (10n * unit);
  const fit = wanted.at(-1)! <= most ? wanted : PARTS.map((part) => roundDown(most / part));
  return fit.map((sum) => Money.ofMinor(sum * unit, currency));
}

function roundUp(units: bigint): bigint {
  if (units < 10n) return units || 1n;
  const ten = tenOf(units);
  return (STEPS.find((one) => one * ten >= units) ?? 100n) * ten;
}

function roundDown(units: bigint): bigint {
  const ten = tenOf(units);
  return (STEPS.findLast((one) => one * ten <= units) ?? 10n) * ten;
}

/** The power of ten that leaves a number two digits. */
function tenOf(units: bigint): bigint {
  let ten = 1n;
  while (units >= ten * 100n) ten *= 10n;
  return ten;
}

/** The currency to begin with: asked for in the address, chosen last time, the browser's region, else euro. */
export function firstCurrency(
  candidates: readonly (string | null | undefined)[],
  accept: string | undefined,
  known: readonly Currency[],
): Currency {
  const regions = [...(accept ?? '').matchAll(/[a-z]{2,3}-([A-Z]{2})\b/g)].map((match) => BY_REGION[match[1]!]);
  const wanted = [...candidates.map((code) => code?.toUpperCase()), regions[0], 'EUR', 'MDL'];
  return known.find((code) => code === wanted.find((one) => known.includes(one as Currency))) ?? 'MDL';
}
