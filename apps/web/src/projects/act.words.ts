import type { CivilDate } from '#libs/kernel/src/index.js';
import type { ActKind } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';

/** A legal act in words: "council decision no. 7/3 of 3 February 2026"; what is not known of it is left out. */
export function actWords(
  { say, date }: Pick<Reading, 'say' | 'date'>,
  { kind, number, date: on }: { kind: ActKind; number: string | null; date: CivilDate | null },
): string {
  const parts = [say(`act.kind.${kind}`), number && say('project.act-no', { no: number }), on && say('project.act-of', { date: date(on) })]; // prettier-ignore
  return parts.filter(Boolean).join(' ');
}
