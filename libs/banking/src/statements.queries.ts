import { Injectable } from '@nestjs/common';
import { type CivilDate, DomainError, Money } from '#libs/kernel/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import { RatesService, toLei } from '#libs/rates/src/index.js';
import { type BankLine, type BankLineId, LINE_COLUMNS, lineOf, type LineRow } from './bank-line.js';
import { type LineFacts, type Suggested, suggestions, thingsNow } from './line-things.js';
import { type Statement, STATEMENT_COLUMNS, statementOf, type StatementRow } from './statement.js';
import type { FileEntry } from './statement/statement-file.js';

/** One exchange at the bank, beside what the National Bank's rate of its day would have given. */
export interface Deal {
  /** The id of what was sold. */
  readonly id: BankLineId;
  readonly sold: BankLine;
  /** Null until the statement shows what was bought. */
  readonly bought: BankLine | null;
  /** What was sold at the National Bank's rate, and what was bought less that: below zero is what the bank's rate cost. */
  readonly official: {
    readonly worth: Money;
    readonly difference: Money;
    readonly perUnit: string;
    readonly on: CivilDate;
  } | null;
}

/** What the operator's desk reads of statements, of lines to be named and of exchanges. */
@Injectable()
export class StatementsQueries {
  constructor(
    private readonly db: Database,
    private readonly rates: RatesService,
  ) {}

  /** Statements, the newest first; after the one with this id. */
  async statements({ after, limit = 30 }: Slice = {}): Promise<Statement[]> {
    const rows = await this.db.rows<StatementRow>(
      `select ${STATEMENT_COLUMNS} from banking.statement
        where $1::uuid is null or (entered_at, id) < (select entered_at, id from banking.statement where id = $1)
        order by entered_at desc, id desc limit $2`,
      [after ?? null, limit],
    );
    return rows.map(statementOf);
  }

  /** One statement with what its file says, and the lines that it has made; null when there is none. */
  async statement(id: string): Promise<{ statement: Statement; entries: FileEntry[]; lines: BankLine[] } | null> {
    const [row] = await this.db.rows<StatementRow & { entries: FileEntry[] }>(
      `select ${STATEMENT_COLUMNS}, entries from banking.statement where id = $1`,
      [id],
    );
    if (!row) return null;
    const { entries, ...rest } = row;
    const lines = await this.db.rows<LineRow>(
      `select ${LINE_COLUMNS} from banking.line where statement_id = $1 order by booked_on, id`,
      [id],
    );
    return { statement: statementOf(rest), entries, lines: lines.map(lineOf) };
  }

  /** Money that left by a statement and that nobody has explained, the oldest first; after the line with this id. */
  async unexplained({ after, limit }: Slice = {}): Promise<BankLine[]> {
    const rows = await this.db.rows<LineRow>(
      `select ${LINE_COLUMNS} from banking.line where state = 'confirmed' and meaning = 'unexplained'
         and ($1::uuid is null or (booked_on, id) > (select o.booked_on, o.id from banking.line o where o.id = $1))
       order by booked_on, id limit $2`,
      [after ?? null, limit ?? null],
    );
    return rows.map(lineOf);
  }

  /** What a line that stands apart may be, the surest first; nothing for every other line. */
  async suggestions(line: BankLine): Promise<Suggested[]> {
    const open = line.meaning === 'unexplained' || line.meaning === 'unidentified';
    if (!open || line.state !== 'confirmed' || line.claimedBy) return [];
    const things = await this.db.transaction((tx) => thingsNow(tx));
    return suggestions(factsOf(line), things.filter(({ id }) => id !== line.id)); // prettier-ignore
  }

  /** Exchanges, the newest first, each beside the National Bank's rate of its day; after the one with this id. */
  async deals({ after, limit = 30 }: Slice = {}): Promise<Deal[]> {
    const sold = await this.db.rows<LineRow>(
      `select ${LINE_COLUMNS} from banking.line where state = 'confirmed' and meaning = 'exchange-sold'
         and ($1::uuid is null or (booked_on, id) < (select o.booked_on, o.id from banking.line o where o.id = $1))
       order by booked_on desc, id desc limit $2`,
      [after ?? null, limit],
    );
    const bought = await this.db.rows<LineRow>(
      `select ${LINE_COLUMNS} from banking.line
        where state = 'confirmed' and meaning = 'exchange-bought' and refers_to = any($1)`,
      [sold.map(({ id }) => id)],
    );
    const met = new Map(bought.map((row) => [row.refersTo, lineOf(row)]));
    return Promise.all(sold.map((row) => this.deal(lineOf(row), met.get(row.id) ?? null)));
  }

  private async deal(sold: BankLine, bought: BankLine | null): Promise<Deal> {
    return { id: sold.id, sold, bought, official: bought?.amount.currency === 'MDL' ? await this.official(sold, bought) : null }; // prettier-ignore
  }

  /** Null while no rate of that day is known. */
  private async official({ amount, bookedOn }: BankLine, bought: BankLine): Promise<Deal['official']> {
    try {
      const rate = await this.rates.current(amount.currency, bookedOn);
      const worth = toLei(amount, rate);
      return { worth, difference: bought.amount.minus(worth), perUnit: rate.perUnit, on: rate.on };
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }
}

function factsOf({ amount, counterparty, meaning, ...line }: BankLine): LineFacts {
  const minor = meaning === 'unexplained' ? -amount.minor : amount.minor;
  return { ...line, ...counterparty, currency: amount.currency, minor, reversal: false };
}
