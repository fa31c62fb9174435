/** Whose ballots are counted, and how: first what decides, then what stands beside it, then each roll for itself. */
const COUNTS = [
  { roll: 'all', rule: 'mes_add1u' },
  { roll: 'all', rule: 'greedy_votes' },
  { roll: 'resident', rule: 'mes_add1u' },
  { roll: 'native', rule: 'mes_add1u' },
] as const;

/** One of the counts of a vote. */
export type Count = (typeof COUNTS)[number];

/** The counts of a vote, in their order; of each roll for itself only where rolls are told. */
export function countsOf(rollsShown: boolean): Count[] {
  return COUNTS.filter(({ roll }) => roll === 'all' || rollsShown);
}

/** Where a count stands in that order. */
export function placeOf(count: { readonly roll: string; readonly rule: string }): number {
  return COUNTS.findIndex(({ roll, rule }) => roll === count.roll && rule === count.rule);
}
