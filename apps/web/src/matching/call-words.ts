import type { Call } from '#libs/matching/src/index.js';
import type { Reading } from '../edge/reading.js';

/** What a sponsor adds, in a sentence. */
export function ruleWords({ say }: Pick<Reading, 'say'>, { num, den }: Pick<Call, 'num' | 'den'>): string {
  return say('matching.rule', { num, den });
}

/** How much of it at most, in sentences; none without limits. */
export function limitWords({ say, money }: Pick<Reading, 'say' | 'money'>, { perDonor, perProject }: Call): string[] {
  return [
    ...(perDonor ? [say('matching.limit-donor', { sum: money(perDonor) })] : []),
    ...(perProject ? [say('matching.limit-project', { sum: money(perProject) })] : []),
  ];
}

/** For which projects; `names` of its towns by their codes. */
export function placesWords(
  { say }: Pick<Reading, 'say'>,
  { places }: Call,
  names: ReadonlyMap<string, string>,
): string {
  if (places.length === 0) return say('matching.everywhere');
  return say('matching.places', { places: places.map((code) => names.get(code) ?? code).join(', ') });
}

/** From which day to which. */
export function daysWords({ say, date }: Pick<Reading, 'say' | 'date'>, { opensOn, closesOn }: Call): string {
  return say('matching.days', { from: date(opensOn), to: date(closesOn) });
}

/** Where a call is read by everybody, without the language. */
export function callPath({ ref }: Pick<Call, 'ref'>): string {
  return `/calls/${ref.toLowerCase()}`;
}
