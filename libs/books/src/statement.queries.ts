import { Injectable } from '@nestjs/common';
import { type Currency, Money, type ProjectId } from '#libs/kernel/src/index.js';
import { type AccountName, type Book, bookOf, type EntryRow, LedgerQueries } from '#libs/ledger/src/index.js';
import type { CallId } from '#libs/matching/src/index.js';
import { Clock, Database } from '#libs/platform/src/index.js';
import { BYTE_ORDER_MARK, csvRow } from './csv.js';
import { type Background, PapersQueries } from './papers.queries.js';
import type { StatementLine, StatementPage, StatementTotals } from './statement.js';

const PAGE_MAX = 200;
const CHUNK = 2_000;

/** Which lines of a statement, and how many of them. */
interface StatementWish {
  readonly after?: string | undefined;
  readonly limit: number;
  readonly book?: Book | undefined;
  readonly until?: Date | undefined;
  /** From the newest back. */
  readonly newestFirst?: boolean | undefined;
  /** Each entry once: without the accounts that say from whom others' money is. */
  readonly withoutSources?: boolean | undefined;
}

/** Whose statement: a project's or a sponsor's call by its id, or a town's fund by its place's code. */
type Owner =
  | { readonly kind: 'project'; readonly id: ProjectId }
  | { readonly kind: 'town'; readonly id: string }
  | { readonly kind: 'call'; readonly id: CallId };

/** Statements of projects, of towns' funds and of sponsors' calls: every entry, as public as each giver wished. */
@Injectable()
export class StatementQueries {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ledger: LedgerQueries,
    private readonly papers: PapersQueries,
  ) {}

  /** Lines in the order of the books, after a cursor; at most 200. `until`: as the books stood at the end of a moment. */
  ofProject(id: ProjectId, wish: StatementWish): Promise<StatementPage> {
    return this.page({ kind: 'project', id }, wish);
  }

  /** The same of a town's fund, by its place's code. */
  ofTown(placeCode: string, wish: StatementWish): Promise<StatementPage> {
    return this.page({ kind: 'town', id: placeCode }, wish);
  }

  /** What stands on each of the project's accounts now, or at the end of a moment. */
  async totals(projectId: ProjectId, at?: Date): Promise<StatementTotals> {
    const rows = await this.db.publicRows<{ book: Book; account: AccountName; minor: string; currency: Currency }>(
      at ? TOTALS_AS_OF : TOTALS_NOW,
      at ? [`project/${projectId}`, at] : [`project/${projectId}`],
    );
    const now = await this.clock.now();
    return {
      // Of a day that is not over nobody can count the end.
      asOf: at && at < now ? at : now,
      accounts: rows.map(({ minor, currency, ...row }) => ({ ...row, amount: Money.ofMinor(BigInt(minor), currency) })),
    };
  }

  /**
   * The whole statement as CSV, in pieces: UTF-8 with a byte order mark, ISO moments, sums in minor units and as
   * decimals. It is of one moment and takes the same memory however long it is.
   */
  csv(id: ProjectId, until?: Date): AsyncGenerator<string> {
    return this.file({ kind: 'project', id }, until);
  }

  /** The same of a town's fund. */
  csvOfTown(placeCode: string): AsyncGenerator<string> {
    return this.file({ kind: 'town', id: placeCode });
  }

  /** The same of a sponsor's call: what was paid in, what each gift drew and gave back, to which project, and what went back. */
  csvOfCall(id: CallId): AsyncGenerator<string> {
    return this.file({ kind: 'call', id });
  }

  private async *file(owner: Owner, until?: Date): AsyncGenerator<string> {
    const snapshot = await this.ledger.snapshot();
    yield BYTE_ORDER_MARK + csvRow(STATEMENT_COLUMNS);
    for (let after: string | undefined; ;) {
      const lines = await this.lines(await this.ledger.entriesOf(owner, { after, limit: CHUNK, snapshot, until }));
      if (lines.length === 0) return;
      yield lines.map((line) => csvRow(cellsOf(line))).join('');
      after = lines.at(-1)!.cursor;
    }
  }

  private async page(owner: Owner, { limit, ...wish }: StatementWish): Promise<StatementPage> {
    const many = Math.min(limit, PAGE_MAX);
    const entries = await this.ledger.entriesOf(owner, { ...wish, limit: many + 1 });
    const lines = await this.lines(entries.slice(0, many));
    return { lines, next: entries.length > many ? lines.at(-1)!.cursor : null };
  }

  private async lines(entries: readonly EntryRow[]): Promise<StatementLine[]> {
    const background = await this.papers.of(entries);
    return entries.map((entry) => lineOf(entry, background));
  }
}

function lineOf(entry: EntryRow, { givers, papers, tranches, abouts, corrections }: Background): StatementLine {
  const { cursor, at, journalId, kind, status, code, balance, reason, seal } = entry;
  // A reserve that ends gives back what it set aside, so that all lines add up to the balance.
  const amount = status === 'void' ? Money.zero(entry.amount.currency).minus(entry.amount) : entry.amount;
  return {
    ...{ cursor, at, journalId, kind, status, amount, balance, reason, seal },
    book: bookOf(code),
    account: code.split(':')[2] as AccountName,
    giver: givers.get(entry.gift ?? '') ?? null,
    paper: papers.get(entry.document ?? '') ?? null,
    tranche: tranches.get(entry.tranche ?? '') ?? null,
    about: abouts.get(entry.line ?? entry.document ?? '') ?? null,
    correction: corrections.get(journalId) ?? null,
  };
}

/** The columns of a statement's CSV, in their order; what each holds is said under `api.csv.<column>`. */
export const STATEMENT_COLUMNS = [
  ...['at', 'journal', 'book', 'account', 'kind', 'status', 'currency'],
  ...['in_minor', 'in', 'out_minor', 'out', 'balance_minor', 'balance'],
  ...['giver', 'people', 'paper', 'paper_number', 'paper_date', 'tranche', 'about', 'reason', 'seal'],
] as const;

function cellsOf(line: StatementLine): (string | number | null)[] {
  const { amount, balance, giver, paper, about } = line;
  const grown = amount.isPositive();
  const size = grown ? amount : Money.zero(amount.currency).minus(amount);
  const sum = [size.minor.toString(), size.toString()];
  const none = [null, null];
  return [
    ...[line.at.toISOString(), line.journalId, line.book, line.account, line.kind, line.status, amount.currency],
    ...(grown ? [...sum, ...none] : [...none, ...sum]),
    ...[balance.minor.toString(), balance.toString()],
    ...[
      giver && (giver.name ?? 'anonymous'),
      giver?.people ?? null,
      paper?.kind ?? null,
      paper?.number ?? null,
      paper?.on ?? null,
    ],
    ...[line.tranche, about && (about[about.original] ?? null), line.correction?.reason ?? line.reason, line.seal],
  ];
}

const TOTALS_NOW = `
select book, name as account, balance as minor, currency from ledger.account_balance where owner = $1 order by code`;

const TOTALS_AS_OF = `
select a.book, a.name as account, a.currency, coalesce(sum(e.amount * a.sign) filter (where e.status = 'posted' and date_trunc('milliseconds', j.at) <= $2), 0) as minor
  from ledger.account a
  join ledger.entry e on e.account_id = a.id
  join ledger.journal j on j.id = e.journal_id
 where a.owner = $1 group by a.id order by a.code`;
