import { Money } from '#libs/kernel/src/index.js';

/** A gift whose lei were frozen on its day: what came of it and what has gone again, in the donor's currency and in lei. */
export interface Frozen {
  readonly came: Money;
  readonly cameLei: Money;
  readonly gone: Money;
  readonly goneLei: Money;
}

/** What of the frozen lei the next `part` that goes is worth: cumulatively, so that parts add up to the ban. */
export function frozenLei({ came, cameLei, gone, goneLei }: Frozen, part: Money): Money {
  const lei = (cameLei.minor * gone.plus(part).minor) / came.minor - goneLei.minor;
  return Money.lei(lei < 0n ? 0n : lei);
}
