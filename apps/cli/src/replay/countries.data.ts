import type { Currency } from '#libs/kernel/src/index.js';

/** Where people give from, in what, and how many of a hundred. Twenty-five countries; the shares are illustrative. */
export const COUNTRIES: readonly (readonly [readonly [country: string, currency: Currency], number])[] = [
  [['IT', 'EUR'], 24], [['MD', 'MDL'], 20], [['DE', 'EUR'], 8], [['GB', 'GBP'], 8], [['FR', 'EUR'], 6], [['US', 'USD'], 6], [['PT', 'EUR'], 4],
  [['ES', 'EUR'], 3], [['IE', 'EUR'], 3], [['IL', 'ILS'], 3], [['RO', 'RON'], 3], [['CA', 'CAD'], 2], [['CH', 'CHF'], 1.5], [['BE', 'EUR'], 1.5],
  [['GR', 'EUR'], 1], [['AT', 'EUR'], 1], [['NL', 'EUR'], 1], [['PL', 'PLN'], 0.8], [['TR', 'TRY'], 0.8], [['UA', 'UAH'], 0.8], [['CZ', 'CZK'], 0.6],
  [['SE', 'SEK'], 0.5], [['NO', 'NOK'], 0.4], [['JP', 'JPY'], 0.3], [['AE', 'AED'], 0.3],
]; // prettier-ignore

/** Lei for one unit in currencies that the shipped table lacks, around which the seed draws: invented, and marked so. */
export const ILLUSTRATIVE: readonly (readonly [Currency, number])[] = [
  ['CZK', 0.83],
  ['SEK', 2.08],
  ['NOK', 2.02],
];
