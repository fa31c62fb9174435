import type { JSX } from 'preact';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import type { Book, TrialRow } from '#libs/ledger/src/index.js';
import { hasWords } from '#libs/platform/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Crumbs } from '../layout/parts.view.js';
import { DeskTable } from '../layout/table.view.js';

/** Every account on the side where it stands; each book's currency adds up to the same on both. */
export function trialBalancePage(reading: Reading, rows: readonly TrialRow[], at: Date): Page {
  const { say } = reading;
  return page({
    title: say('books.trial'),
    description: say('books.trial.lead'),
    nav: 'books',
    body: (
      <div class="wrap sect stack loose">
        <Crumbs links={[[reading.href('/books'), say('books.title')]]} />
        <header class="stack">
          <h1 class="h-page">{say('books.trial')}</h1>
          <p class="lead">{say('books.trial.lead')}</p>
          <p class="small mute">{say('books.as-of', { at: reading.moment(at) })}</p>
        </header>
        {rows.length === 0 && <p class="empty">{say('empty.ledger')}</p>}
        {sectionsOf(rows).map((section) => (
          <Section section={section} key={`${section.book}:${section.currency}`} />
        ))}
      </div>
    ),
  });
}

interface Section {
  readonly book: Book;
  readonly currency: Currency;
  readonly rows: readonly TrialRow[];
}

function sectionsOf(rows: readonly TrialRow[]): Section[] {
  const keys = new Map(rows.map(({ book, currency }) => [`${book}:${currency}`, { book, currency }]));
  return [...keys.values()].map(({ book, currency }) => ({
    book,
    currency,
    rows: rows.filter((row) => row.book === book && row.currency === currency),
  }));
}

/** An account by what it is, where there are words for it, with the code by which the export knows it. */
function Account({ code }: { code: string }): JSX.Element {
  const { say } = useReading();
  const [book, owner = '', name = ''] = code.split(':');
  const key = `books.account.${owner.split('/')[0]!}.${name}`;
  return (
    <>
      {book === 'held' && hasWords(key) && (
        <>
          {say(key)}
          <br />
        </>
      )}
      <code class="hash small">{code}</code>
    </>
  );
}

function Section({ section: { book, currency, rows } }: { section: Section }): JSX.Element {
  const { say, money } = useReading();
  const sum = (side: 'debit' | 'credit') => money(rows.reduce((all, row) => all.plus(row[side]), Money.zero(currency)));
  const cell = (value: Money) => (value.isZero() ? '' : money(value));
  const caption = say(`books.trial.${book}`, { currency });
  return (
    <section class="stack">
      <h2>{caption}</h2>
      <DeskTable
        title={caption}
        head={[say('books.account'), say('books.debit'), say('books.credit')]}
        numbers={[1, 2]}
        rows={[
          ...rows.map(({ code, debit, credit }) => ({
            key: code,
            cells: [<Account code={code} />, cell(debit), cell(credit)],
          })),
          { key: 'total', cells: [say('books.total'), sum('debit'), sum('credit')] },
        ]}
      />
    </section>
  );
}
