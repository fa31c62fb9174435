import type { JSX } from 'preact';
import type { PlatformAccount, PlatformBooks, Waterfall, WaterfallRow } from '#libs/books/src/index.js';
import type { Money } from '#libs/kernel/src/index.js';
import type { SealHead } from '#libs/ledger/src/index.js';
import type { TrailHead } from '#libs/platform/src/index.js';
import type { ProjectCard } from '#libs/projects/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { StateTag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { SumsStrip } from '../layout/parts.view.js';
import { DeskTable } from '../layout/table.view.js';
import { capital } from '../projects/capital.js';
import { byCurrency } from './by-currency.js';
import { ScrollTable } from './table.view.js';

/** A project and where its lei stand. */
export interface ProjectMoney {
  readonly card: ProjectCard;
  readonly waterfall: Waterfall;
}

interface BooksView {
  readonly books: PlatformBooks;
  readonly heads: readonly SealHead[];
  readonly trail: TrailHead | null;
  readonly projects: readonly ProjectMoney[];
  /** Cursor of the following projects. */
  readonly next: string | null;
}

/** The books of the platform: what is held, where, for whom, and the chain that keeps it so. */
export function booksPage(reading: Reading, view: BooksView): Page {
  const { say } = reading;
  return page({
    title: say('books.title'),
    description: say('books.description'),
    nav: 'books',
    body: (
      <>
        <div class="wrap sect stack">
          <h1 class="h-page">{say('books.title')}</h1>
          <p class="lead">{say('books.lead')}</p>
          <p class="docs row">
            <a href={reading.href('/how')}>{say('how.title')}</a>
            <a href={reading.href('/books/platform.csv')}>{say('books.csv')}</a>
            <a href={reading.href('/books/trial-balance')}>{say('books.trial')}</a>
            <a href={reading.href('/allocation')}>{say('allocation.title')}</a>
            <a href={reading.href('/books/corrections')}>{say('books.corrections')}</a>
            <a href="/api/v1/books">{say('books.json')}</a>
          </p>
        </div>
        <Held books={view.books} />
        <div class="wrap sect stack loose">
          <Accounts books={view.books} />
          <Projects projects={view.projects} next={view.next} />
          <Chain heads={view.heads} trail={view.trail} />
        </div>
      </>
    ),
  });
}

function Held({ books }: { books: PlatformBooks }): JSX.Element {
  const { say, moneyShort, moment } = useReading();
  const lei = books.owes.filter(({ owner, account }) => owner === 'project' && account === 'claim');
  const sums = [
    ...lei.map(({ amount }) => [say('books.for-projects'), moneyShort(amount)] as const),
    ...books.has
      .filter(({ account, amount }) => account === 'balance' && !amount.isZero())
      .map(
        ({ owner, amount }) =>
          [say(`books.where.${owner}`, { currency: amount.currency }), moneyShort(amount)] as const,
      ),
  ];
  if (sums.length === 0) return <p class="wrap">{say('empty.ledger')}</p>;
  return <SumsStrip label={say('books.held')} sums={sums} note={say('books.as-of', { at: moment(books.asOf) })} />;
}

function Accounts({ books }: { books: PlatformBooks }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack">
      <h2>{say('books.accounts')}</h2>
      <p>{say('books.accounts.lead')}</p>
      <AccountTable caption={say('books.has')} accounts={books.has} />
      {books.has.some(({ account, amount }) => account === 'balance' && amount.minor < 0n) && (
        <p class="small mute">{say('books.below-zero')}</p>
      )}
      <AccountTable caption={say('books.owes')} accounts={books.owes} />
      <AccountTable caption={say('books.own')} accounts={books.own} />
      <Together books={books} />
    </section>
  );
}

/** All of it by currency, so that what is held and what is owed can be laid side by side. */
function Together({ books }: { books: PlatformBooks }): JSX.Element | null {
  const { say, moneyShort } = useReading();
  const totals = byCurrency(books);
  if (totals.length === 0) return null;
  return (
    <>
      <h3>{say('books.together')}</h3>
      <p>{say('books.together.lead')}</p>
      <DeskTable
        title={say('books.together')}
        head={[say('books.currency'), say('books.has'), say('books.together.owes'), say('books.together.own'), say('books.positions')]} // prettier-ignore
        numbers={[1, 2, 3, 4]}
        rows={totals.map(({ currency, has, owes, own, more }) => ({
          key: currency,
          cells: [currency, ...[has, owes, own, more].map(moneyShort)],
        }))}
      />
    </>
  );
}

function AccountTable({
  caption,
  accounts,
}: {
  caption: string;
  accounts: readonly PlatformAccount[];
}): JSX.Element | null {
  const { say, moneyShort } = useReading();
  const open = accounts.filter(({ amount }) => !amount.isZero());
  if (open.length === 0) return null;
  return (
    <ScrollTable caption={caption} head={[say('books.account'), say('books.sum')]} numbers={[1]}>
      {open.map(({ owner, account, amount }) => (
        <tr key={`${owner}:${account}:${amount.currency}`}>
          <th scope="row">{say(`books.account.${owner}.${account}`)}</th>
          <td class="n">{moneyShort(amount)}</td>
        </tr>
      ))}
    </ScrollTable>
  );
}

function Projects({ projects, next }: { projects: readonly ProjectMoney[]; next: string | null }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack loose">
      <h2>{say('books.projects')}</h2>
      <p>{say('books.projects.lead')}</p>
      {projects.length === 0 && <p class="empty">{say('books.projects.none')}</p>}
      {projects.map((project) => (
        <ProjectBooks project={project} key={project.card.id} />
      ))}
      {next && (
        <p>
          <a href={href(`/books?after=${next}`)}>{say('books.projects.next')}</a>
        </p>
      )}
    </section>
  );
}

function ProjectBooks({ project: { card, waterfall } }: { project: ProjectMoney }): JSX.Element {
  const { say, href, text } = useReading();
  const path = `/p/${card.place.slug}/${card.slug}`;
  return (
    <article class="stack tight">
      <h3>
        <a href={href(path)}>
          <Written text={card.title} />
        </a>
      </h3>
      <p class="row">
        <StateTag state={card.state} lateDays={card.lateDays} />
        <a href={href(`${path}/register`)}>{say('books.project.register')}</a>
        <a href={href(`${path}/register.csv`)}>{say('books.project.csv')}</a>
      </p>
      <WaterfallTable waterfall={waterfall} of={`${text(card.title).text} (${card.code})`} />
    </article>
  );
}

const STATES = ['promised', 'authorised', 'held', 'released', 'spent', 'proven'] as const;

/** The six states of a leu, source by source. */
function WaterfallTable({ waterfall: { rows, inKind }, of }: { waterfall: Waterfall; of: string }): JSX.Element {
  const { say, money, moneyShort } = useReading();
  const cell = (sum: Money | null) => (sum ? moneyShort(sum) : say('books.not-followed'));
  // States that no leu has reached would be nothing but zeros.
  const states = STATES.filter((state) => state === 'held' || rows.some((row) => row[state]?.isZero() === false));
  const head = [say('books.source'), ...states.map((state) => capital(say(`term.leu.${state}`)))];
  const cells = (row: WaterfallRow) => [say(`books.source.${row.source}`), ...states.map((state) => cell(row[state]))];
  return (
    <>
      <DeskTable
        title={`${say('books.waterfall')}: ${of}`}
        head={head}
        numbers={states.map((_, index) => index + 1)}
        rows={rows.map((row) => ({ key: row.source, cells: cells(row) }))}
      />
      {!inKind.isZero() && <p class="small mute">{say('books.in-kind', { sum: money(inKind) })}</p>}
    </>
  );
}

function Chain({ heads, trail }: { heads: readonly SealHead[]; trail: TrailHead | null }): JSX.Element {
  const { say, href, momentShort, number } = useReading();
  return (
    <section class="stack">
      <h2>{say('books.chain')}</h2>
      <p>{say('ledger.verify')}</p>
      <p class="docs row">
        <a href={href('/books/recount')}>{say('recount.title')}</a>
        <a href={href('/books/heads')}>{say('heads.title')}</a>
        <a href="/api/v1/books/export">{say('books.export')}</a>
      </p>
      {heads.length === 0 && <p class="empty">{say('books.chain.none')}</p>}
      {heads.length > 0 && (
        <DeskTable
          title={say('books.chain.heads')}
          head={[say('books.chain.n'), say('books.chain.at'), say('books.chain.journals'), say('books.chain.hash')]}
          numbers={[2]}
          rows={heads.map(({ n, at, journals, hash }) => ({
            key: String(n),
            cells: [number(n), momentShort(at), number(journals), <span class="hash">{hash}</span>],
          }))}
        />
      )}
      {trail && (
        <p class="small hash">
          {say('books.chain.trail', { n: trail.n })} <code>{trail.hash}</code>
        </p>
      )}
    </section>
  );
}
