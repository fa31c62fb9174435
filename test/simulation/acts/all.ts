import type { Act, Phase } from '../act.js';
import { ASSEMBLIES_ACTS } from './assemblies.js';
import { BANK_ACTS } from './bank.js';
import { BOARD_ACTS } from './board.js';
import { BUDGETING_ACTS } from './budgeting.js';
import { CASH_ACTS } from './cash.js';
import { COFUNDING_ACTS } from './cofunding.js';
import { CORRECTION_ACTS } from './corrections.js';
import { DISSOLUTIONS_ACTS } from './dissolutions.js';
import { FUNDS_ACTS } from './funds.js';
import { GIVING_ACTS } from './giving.js';
import { LOSSES_ACTS } from './losses.js';
import { MATCHING_ACTS } from './matching.js';
import { MESSAGES_ACTS } from './messages.js';
import { NEEDS_ACTS } from './needs.js';
import { NEIGHBOURS_ACTS } from './neighbours.js';
import { STRIPE_ACTS } from './stripe.js';
import { TROUBLES } from './troubles.js';
import { WALKS_ACTS } from './walks.js';
import { WORKS_ACTS } from './works.js';

const ALL: readonly Act[] = [
  ...GIVING_ACTS,
  ...STRIPE_ACTS,
  ...LOSSES_ACTS,
  ...BANK_ACTS,
  ...CASH_ACTS,
  ...MATCHING_ACTS,
  ...MESSAGES_ACTS,
  ...WORKS_ACTS,
  ...WALKS_ACTS,
  ...COFUNDING_ACTS,
  ...FUNDS_ACTS,
  ...CORRECTION_ACTS,
  ...NEEDS_ACTS,
  ...NEIGHBOURS_ACTS,
  ...BOARD_ACTS,
  ...BUDGETING_ACTS,
  ...ASSEMBLIES_ACTS,
  ...DISSOLUTIONS_ACTS,
  ...TROUBLES,
];

/** What may happen in a phase; what is likelier stands there more than once. */
export const HAPPENS: Readonly<Record<Phase, readonly Act[]>> = {
  giving: likely('giving'),
  spending: likely('spending'),
  ending: likely('ending'),
};

function likely(phase: Phase): readonly Act[] {
  return ALL.flatMap((act) => Array.from({ length: act.likely[phase] ?? 0 }, () => act));
}
