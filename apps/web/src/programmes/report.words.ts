import { type Left, type ProjectReport, stateOf } from '#libs/books/src/index.js';
import type { PlaceFound } from '#libs/hometowns/src/index.js';
import type { Edition } from '#libs/programmes/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { capital } from '../projects/capital.js';

interface Facts {
  readonly plan: Pick<ProjectPlan, 'project'>;
  readonly place: Pick<PlaceFound, 'slug'>;
  readonly report: Pick<ProjectReport, 'head'>;
}

/** A report as a file: on the money as a paper or for spreadsheets, or on what was done. */
export type ReportFile = 'report.pdf' | 'report.csv' | 'narrative.pdf';

/** "Final financial report. DAR 1+3, 2025". */
export function reportName(
  { say, text }: Reading,
  { kind, edition, of = 'programme.report' }: { kind: ProjectReport['kind']; edition: Edition | null; of?: 'programme.report' | 'narrative.report' },
): string {
  const name = capital(say(`${of}.${kind}`));
  return edition ? `${name}. ${text(edition.title).text}` : name;
} // prettier-ignore

/** The address of a report up to its head, in the reader's language. */
export function reportPath({ href }: Reading, { plan, place, report }: Facts, file: ReportFile = 'report.pdf'): string {
  return href(`/p/${place.slug}/${plan.project.slug}/${file}?head=${report.head.n}`);
}

/** Where people's money is, in words. */
export function leftWords({ say }: Pick<Reading, 'say'>, place: Left): string {
  if (place === 'on-the-way' || place === 'spent') return say(`report.${place}`);
  return say(stateOf(place));
}
