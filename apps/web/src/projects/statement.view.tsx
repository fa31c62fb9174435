import type { JSX } from 'preact';
import { type CivilDate, Money } from '#libs/kernel/src/index.js';
import {
  stateOf,
  type StatementLine,
  type StatementPage,
  type StatementTotals,
  wordsOf,
} from '#libs/books/src/index.js';
import { hasWords } from '#libs/platform/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Crumbs, Facts } from '../layout/parts.view.js';
import { poolWords } from '../pledging/gift-rows.view.js';
import { capital } from './capital.js';
import type { ProjectFace } from './project.faces.js';
import { Built } from './versions.view.js';

interface StatementView {
  readonly statement: StatementPage;
  readonly totals: StatementTotals;
  readonly book: 'held' | 'memo' | undefined;
  /** The civil day as of whose end it is shown; null: now. */
  readonly day: CivilDate | null;
}

/** A project's register. */
export function statementPage(reading: Reading, face: ProjectFace, view: StatementView): Page {
  const { say, text } = reading;
  const title = say('register.title', { project: text(face.plan.project.title).text });
  return page({ title, description: say('ledger.verify'), nav: 'books', body: <Statement face={face} view={view} /> });
}

function Statement({ face, view }: { face: ProjectFace; view: StatementView }): JSX.Element {
  const reading = useReading();
  const { say, href } = reading;
  return (
    <div class="wrap sect stack loose">
      <div class="stack">
        <Crumbs
          links={[
            [href('/projects'), say('nav.projects')],
            [href(face.path), <Written text={face.plan.project.title} />],
          ]}
        />{' '}
        {/* prettier-ignore */}
        <h1 class="h-page">{say('register.h1')}</h1>
        <p class="lead">
          <Written text={face.plan.project.title} />, {placeLine(reading, face.place)}
        </p>
        <p class="small mute">{say('ledger.verify')}</p>
        <Built plan={face.plan} />
      </div>
      {view.totals.accounts.length > 0 && <Balances totals={view.totals} />}
      <section class="stack">
        <Filters face={face} view={view} />
        <AsOf view={view} />
        <StatementLines lines={view.statement.lines} />
        <More face={face} view={view} />
      </section>
    </div>
  );
}

/** Every account that does not stand at zero. */
function Balances({ totals }: { totals: StatementTotals }): JSX.Element {
  const { say, moment, moneyShort } = useReading();
  return (
    <section class="stack tight">
      <h2>{say('register.balances')}</h2>
      <Facts
        rows={totals.accounts
          .filter(({ amount, account }) => !amount.isZero() && !account.endsWith('source'))
          .map(({ account, amount }) => [say(stateOf(account)), moneyShort(amount)] as const)}
      />
      <p class="small mute">{say('home.as-of', { moment: moment(totals.asOf) })}</p>
    </section>
  );
}

/** `?book=…&at=…` of a page of the register. */
function queryOf({ book, day }: Pick<StatementView, 'book' | 'day'>, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...(book && { book }), ...(day && { at: day }), ...more }).toString();
  return query && `?${query}`;
}

function Filters({ face, view: { book, day } }: { face: ProjectFace; view: StatementView }): JSX.Element {
  const { say, href } = useReading();
  const base = href(`${face.path}/register`);
  const links = [
    ['', base + queryOf({ book: undefined, day }), say('register.all')],
    ['held', base + queryOf({ book: 'held', day }), say('register.held')],
    ['memo', base + queryOf({ book: 'memo', day }), say('register.memo')],
  ] as const;
  return (
    <nav class="subnav" aria-label={say('register.filter')}>
      {links.map(([value, to, words]) => (
        <a href={to} aria-current={(book ?? '') === value ? 'true' : undefined} key={value}>
          {words}
        </a>
      ))}
      <a href={href(`${face.path}/register.csv`) + queryOf({ book: undefined, day })}>{say('register.csv')}</a>
    </nav>
  );
}

/** The register as it stood at the end of a day. */
function AsOf({ view: { book, day } }: { view: StatementView }): JSX.Element {
  const { say } = useReading();
  return (
    <form method="get" class="find narrow">
      {book && <input type="hidden" name="book" value={book} />}
      <label for="register-at">{say('register.at')}</label>
      <input class="in" id="register-at" type="date" name="at" value={day ?? ''} /> {/* prettier-ignore */}
      <button class="btn line">{say('register.at.show')}</button>
    </form>
  );
}

/** Lines of a register as a table. */
export function StatementLines({ lines }: { lines: readonly StatementLine[] }): JSX.Element {
  const { say } = useReading();
  if (lines.length === 0) return <p class="empty">{say('empty.ledger')}</p>;
  const heads = ['register.date', 'register.what', 'thanks.sum', 'term.balance'];
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={say('register.h1')}>
      <table class="fold">
        <thead>
          <tr>
            {heads.map((key, index) => (
              <th scope="col" class={index > 1 ? 'n' : undefined} key={key}>
                {capital(say(key))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line line={line} key={line.cursor} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ line }: { line: StatementLine }): JSX.Element {
  const reading = useReading();
  const { say, href, dateShort, moneyShort, date } = reading;
  const { amount, giver, paper, tranche, about, correction } = line;
  const words = wordsOf(line);
  const grown = amount.isPositive();
  const size = grown ? amount : Money.zero(amount.currency).minus(amount);
  // What is only set aside has not come to the account, nor left it.
  const posted = line.status === 'posted';
  return (
    <tr>
      <td>{dateShort(line.at)}</td>
      <td>
        {say(words.what)} {words.status && <Tag>{say(words.status)}</Tag>}{' '}
        <span class="hint">
          {`${say(posted ? words.state : 'register.set-aside')}. `}
          {giver && `${giverWords(reading, giver).replace(/\.$/, '')}. `}
          {tranche !== null && `${say('register.tranche', { n: tranche })}. `}
          {about && <Written text={about} />}
          {about && paper && ', '}
          {paper && paperWords(say, paper, date)}{' '}
          {paper?.fileId && <a href={`/files/${paper.fileId}/original`}>{say('register.document')}</a>}
          {correction && (
            <a href={href(`/books/corrections#c-${correction.id}`)}>
              {say('register.corrected', { why: correction.reason })}
            </a>
          )}
        </span>
      </td>
      <td class="n">
        {grown ? '+' : '−'}
        {moneyShort(size)}
      </td>
      <td class="n">{posted ? moneyShort(line.balance) : '–'}</td>
    </tr>
  );
}

type Say = Reading['say'];

function giverWords({ say }: Pick<Reading, 'say'>, { name, people }: NonNullable<StatementLine['giver']>): string {
  return people === null ? (name ?? say('giving.anonymous')) : poolWords({ say }, name, people);
}

function paperWords(
  say: Say,
  { kind, number, on }: NonNullable<StatementLine['paper']>,
  date: Reading['date'],
): string {
  const key = [`act.kind.${kind}`, `document.what.${kind}`, `term.${kind}`].find(hasWords);
  return [key ? say(key) : kind, number && say('project.act-no', { no: number }), on && say('project.act-of', { date: date(on) })].filter(Boolean).join(' '); // prettier-ignore
}

function More({ face, view }: { face: ProjectFace; view: StatementView }): JSX.Element | null {
  const { say, href } = useReading();
  if (!view.statement.next) return null;
  return (
    <p>
      <a href={href(`${face.path}/register`) + queryOf(view, { after: view.statement.next })}>{say('register.more')}</a>
    </p>
  );
}
