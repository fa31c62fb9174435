import type { JSX } from 'preact';
import type { ProjectReport } from '#libs/books/src/index.js';
import type { PlaceFound } from '#libs/hometowns/src/index.js';
import type { WantedReport } from '#libs/programmes/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import { useReading } from '../layout/context.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { capital } from '../projects/capital.js';
import { reportPath } from './report.words.js';

interface ReportsFacts {
  readonly plan: ProjectPlan;
  readonly place: PlaceFound;
  /** Up to the newest head; null while nothing is sealed, or the project is not public yet. */
  readonly report: ProjectReport | null;
}

/** The reports that the programme wants: the one that can be made now as files, and when the other can. */
export function Reports({ plan, place, report }: ReportsFacts): JSX.Element | null {
  const { say, moment } = useReading();
  const wanted = plan.programme?.edition.reports ?? [];
  if (wanted.length === 0) return null;
  return (
    <Part title={say('report.title')}>
      <p>{say('report.desk-lead')}</p>
      {report ? (
        <DeskTable
          title={say('report.title')}
          head={['report', 'head-column', 'files'].map((name) => say(`report.${name}`))}
          rows={wanted.map((kind) => ({
            key: kind,
            cells: [
              capital(say(`programme.report.${kind}`)),
              kind === report.kind ? moment(report.head.at) : '–',
              <Files kind={kind} facts={{ plan, place, report }} />,
            ],
          }))}
        />
      ) : (
        <p class="empty">{say(plan.project.isPublic ? 'report.none-yet' : 'report.not-public')}</p>
      )}
    </Part>
  );
}

function Files({ kind, facts }: { kind: WantedReport; facts: ReportsFacts & { report: ProjectReport } }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  if (kind !== facts.report.kind) return <>{say(kind === 'final' ? 'report.after-end' : 'report.ended')}</>;
  return (
    <ul>
      {(['pdf', 'csv'] as const).map((type) => (
        <li key={type}>
          <a href={reportPath(reading, facts, type)} download>
            {say(`report.${type}`, { report: say(`programme.report.${kind}`) })}
          </a>
        </li>
      ))}
    </ul>
  );
}
