import type { MadeCorrection } from '#libs/corrections/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Crumbs } from '../layout/parts.view.js';
import { DeskTable, Older } from '../layout/table.view.js';

const COLUMNS = ['when', 'what', 'sum', 'reason', 'entries'] as const;
const HEADS = { when: 'books.corrections.when', what: 'register.what', sum: 'books.sum', reason: 'books.corrections.reason', entries: 'books.corrections.entries' } as const; // prettier-ignore

/** What was booked by mistake, why it was taken back, and under which numbers both stand in the books. */
export function madeCorrectionsPage(
  reading: Reading,
  { made, next }: { made: readonly MadeCorrection[]; next: string | null },
): Page {
  const { say, href, money, moment } = reading;
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
          numbers={[2]}
          empty={say('books.corrections.none')}
          rows={made.map(({ id, at, kind, amount, reason, journal, reversal }) => ({
            key: id,
            cells: [
              <span id={`c-${id}`}>{moment(at)}</span>,
              say(`entry.kind.${kind}`),
              money(amount),
              reason,
              say('books.corrections.pair', { journal, reversal }),
            ],
          }))}
        />
        <Older href={next && href(`/books/corrections?after=${next}`)} />
      </div>
    ),
  });
}
