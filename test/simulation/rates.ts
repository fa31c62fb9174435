import fs from 'node:fs';
import { fromRoot } from '#libs/platform/src/index.js';
import type { Lots } from './chance.js';

let shipped: string | null = null;

/** The National Bank's table of a day: the shipped one, each rate up to three hundredths higher or lower. */
export function ratesOf(day: string, below: Lots): string {
  shipped ??= fs.readFileSync(fromRoot('libs/rates/data/bnm-2021-07-29.xml'), 'utf8');
  const [year, month, date] = day.split('-');
  return shipped
    .replace(/Date="[^"]*"/, `Date="${date}.${month}.${year}"`)
    .replace(/<Value>([\d.]+)<\/Value>/g, (_, value: string) => {
      return `<Value>${(Number(value) * (0.97 + below(600) / 10_000)).toFixed(4)}</Value>`;
    });
}
