import { Money } from '#libs/kernel/src/index.js';
import { fromLei, type Rate, toLei } from '#libs/rates/src/index.js';
import { chargeStep } from './card-amounts.js';

/** The smallest sum in a currency that a card can be charged and that is worth at least so many lei: what units of a line cost there. */
export function priceIn(lei: Money, rate: Rate): Money {
  const step = chargeStep(rate.currency);
  const near = fromLei(lei, rate).minor;
  const sum = (minor: bigint) => Money.ofMinor(minor, rate.currency);
  // A sum is at most one step below or above the exact one, whichever way that was rounded.
  let minor = near - (near % step);
  while (toLei(sum(minor), rate).compare(lei) < 0) minor += step;
  while (minor > step && toLei(sum(minor - step), rate).compare(lei) >= 0) minor -= step;
  return sum(minor);
}
