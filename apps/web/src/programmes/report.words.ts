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

/** "Final financial report. DAR 1+3, 2025". */
export function reportName({ say, text }: Reading, kind: ProjectReport['kind'], edition: Edition | null): string {
  const name = capital(say(`programme.report.${kind}`));
  return edition ? `${name}. ${text(edition.title).text}` : name;
}

/** The address of a report up to its head, in the reader's language; `csv` for spreadsheets. */
export function reportPath({ href }: Reading, { plan, place, report }: Facts, type: 'pdf' | 'csv' = 'pdf'): string {
  return href(`/p/${place.slug}/${plan.project.slug}/report.${type}?head=${report.head.n}`);
}

/** Where people's money is, in words. */
export function leftWords({ say }: Pick<Reading, 'say'>, place: Left): string {
  if (place === 'on-the-way' || place === 'spent') return say(`report.${place}`);
  return say(stateOf(place));
}
