import type { JSX } from 'preact';
import { isTold, type ProjectReport } from '#libs/books/src/index.js';
import type { PlaceFound } from '#libs/hometowns/src/index.js';
import type { WantedReport } from '#libs/programmes/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import { useReading } from '../layout/context.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { capital } from '../projects/capital.js';
import { type ReportFile, reportPath } from './report.words.js';

interface ReportsFacts {
  readonly plan: ProjectPlan;
  readonly place: PlaceFound;
  /** Up to the newest head; null while nothing is sealed, or the project is not public yet. */
  readonly report: ProjectReport | null;
}

/** What a report is on, by the words of its names, and the files in which it can be had. */
const PARTS = [
  { of: 'programme.report', files: ['report.pdf', 'report.csv'] },
  { of: 'narrative.report', files: ['narrative.pdf'] },
] as const;

/**
 * The reports that the programme wants of the project whose desk is at `at`, on the money and on what was done: those that can
 * be made now as files, and when the others can.
 */
export function Reports({ at, plan, place, report }: ReportsFacts & { readonly at: string }): JSX.Element | null {
  const { say, moment, href } = useReading();
  const wanted = plan.programme?.edition.reports ?? [];
  if (wanted.length === 0) return null;
  return (
    <Part title={say('report.title')}>
      <p>{say('report.desk-lead')}</p>
      <p>
        {say('narrative.own-words')} <a href={href(`${at}/updates`)}>{say('narrative.write')}</a>
      </p>
      {report ? (
        <DeskTable
          title={say('report.title')}
          head={['report', 'head-column', 'files'].map((name) => say(`report.${name}`))}
          rows={wanted.flatMap((kind) =>
            PARTS.map(({ of, files }) => ({
              key: `${of}.${kind}`,
              cells: [
                capital(say(`${of}.${kind}`)),
                kind === report.kind ? moment(report.head.at) : '–',
                <Files report={{ kind, of, files }} facts={{ plan, place, report }} />,
              ],
            })),
          )}
        />
      ) : (
        <p class="empty">{say(plan.project.isPublic ? 'report.none-yet' : 'report.not-public')}</p>
      )}
    </Part>
  );
}

interface FilesFacts {
  readonly report: { readonly kind: WantedReport; readonly of: (typeof PARTS)[number]['of']; readonly files: readonly ReportFile[] };
  readonly facts: ReportsFacts & { readonly report: ProjectReport };
} // prettier-ignore

function Files({ report: { kind, of, files }, facts }: FilesFacts): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  if (kind !== facts.report.kind) return <>{say(kind === 'final' ? 'report.after-end' : 'report.ended')}</>;
  if (of === 'narrative.report' && !isTold(facts.plan, facts.report)) return <>{say('narrative.after-opening')}</>;
  return (
    <ul>
      {files.map((file) => (
        <li key={file}>
          <a href={reportPath(reading, facts, file)} download>
            {say(file.endsWith('csv') ? 'report.csv' : 'report.pdf', { report: say(`${of}.${kind}`) })}
          </a>
        </li>
      ))}
    </ul>
  );
}
