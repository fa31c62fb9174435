import type { JSX } from 'preact';
import type { MadeCorrection } from '#libs/corrections/src/index.js';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { Crumbs } from '../layout/parts.view.js';
import { DeskTable, Older } from '../layout/table.view.js';
import type { ProjectFace } from '../projects/project.faces.js';

const COLUMNS = ['when', 'what', 'project', 'sum', 'reason', 'entries'] as const;
const HEADS = { when: 'books.corrections.when', what: 'register.what', project: 'books.corrections.project', sum: 'books.sum', reason: 'books.corrections.reason', entries: 'books.corrections.entries' } as const; // prettier-ignore

type Faces = ReadonlyMap<ProjectId, ProjectFace>;

/** What was booked by mistake, why it was taken back, and under which numbers both stand in the books. */
export function madeCorrectionsPage(
  reading: Reading,
  { made, next, faces }: { made: readonly MadeCorrection[]; next: string | null; faces: Faces },
): Page {
  const { say, href } = reading;
  return page({
    title: say('books.corrections'),
    description: say('books.corrections.lead'),
    nav: 'books',
    body: (
      <div class="wrap sect stack loose">
        <Crumbs links={[[href('/books'), say('books.title')]]} />
        <header class="stack">
          <h1 class="h-page">{say('books.corrections')}</h1>
          <p class="lead">{say('books.corrections.lead')}</p>
        </header>
        <DeskTable
          title={say('books.corrections')}
          head={COLUMNS.map((column) => say(HEADS[column]))}
          numbers={[3]}
          empty={say('books.corrections.none')}
          rows={made.map((one) => ({ key: one.id, cells: cellsOf(reading, one, faces) }))}
        />
        <Older href={next && href(`/books/corrections?after=${next}`)} />
      </div>
    ),
  });
}

function cellsOf(
  reading: Reading,
  { id, at, kind, project, amount, reason, journal, reversal }: MadeCorrection,
  faces: Faces,
) {
  const { say, money, moment } = reading;
  return [
    <span id={`c-${id}`}>{moment(at)}</span>,
    say(`entry.kind.${kind}`),
    projectOf(reading, project && faces.get(project)),
    money(amount),
    reason,
    say('books.corrections.pair', { journal, reversal }),
  ];
}

/** The project that the journal is of; what is the operator's own is of none. */
function projectOf({ href }: Reading, face: ProjectFace | null | undefined): JSX.Element | string {
  if (!face) return '–';
  return (
    <a href={href(face.path)}>
      <Written text={face.plan.project.title} />
    </a>
  );
}
