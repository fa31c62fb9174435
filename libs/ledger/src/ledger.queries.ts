import { Injectable } from '@nestjs/common';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Slice, type Tx } from '#libs/platform/src/index.js';
import { type AccountCode, currencyOfAccount } from './account-code.js';
import type { Book, OwnerKind } from './chart.js';
import { ENTRIES, LAST, NEWEST_ENTRIES } from './entries.sql.js';
import { sealOf } from './seal-of.js';

/** An account and what stands on it; positive on its normal side. */
export interface AccountBalance {
  readonly code: AccountCode;
  readonly amount: Money;
}

/** One line of the trial balance: an account's net on the side where it stands; the other side is zero. */
export interface TrialRow {
  readonly code: AccountCode;
  readonly book: Book;
  readonly currency: Currency;
  readonly debit: Money;
  readonly credit: Money;
}

/** A journal as it is hashed and exported. */
export interface ExportedJournal {
  /** Where to go on from. */
  readonly cursor: string;
  /** The exact text whose SHA-256, after a zero byte, is the leaf. */
  readonly json: string;
  /** The number of its seal; null while it is not sealed. */
  readonly seal: number | null;
}

/** One entry on an account of an owner. */
export interface EntryRow {
  readonly cursor: string;
  readonly journalId: string;
  readonly key: string;
  readonly kind: string;
  readonly at: Date;
  readonly code: AccountCode;
  /** The account on the other side of the posting. */
  readonly contra: AccountCode;
  readonly status: 'posted' | 'pending' | 'void';
  /** Positive when the account grows by it. */
  readonly amount: Money;
  /** Of this account after this entry; pending and void entries leave it as it was. */
  readonly balance: Money;
  readonly gift: string | null;
  readonly line: string | null;
  readonly tranche: string | null;
  readonly document: string | null;
  readonly reason: string | null;
  readonly ref: Readonly<Record<string, string>>;
  /** The number of the journal's seal; null while it is not sealed. */
  readonly seal: number | null;
}

/** Which entries of an owner, and how many of them. */
export interface EntryPage {
  /** The cursor of the last entry already read. */
  readonly after?: string | undefined;
  readonly limit: number;
  readonly book?: Book | undefined;
  /** Only what stood in the books at this `snapshot()`: many pages then are one consistent reading. */
  readonly snapshot?: string | undefined;
  /** Only what was booked up to the end of this moment, as if nothing had come after it. */
  readonly until?: Date | undefined;
  /** From the newest back; `after` is then the cursor of the oldest already read. */
  readonly newestFirst?: boolean | undefined;
  /** Without the accounts that say from whom memorandum money is: the other half of an entry that is shown already. */
  readonly withoutSources?: boolean | undefined;
}

/** Reads the books. Balances are right at the moment of reading, whatever is sealed or not. */
@Injectable()
export class LedgerQueries {
  constructor(private readonly db: Database) {}

  /** What stands on an account, positive on its normal side; zero when nothing was ever posted to it. */
  async balance(code: AccountCode, tx?: Tx): Promise<Money> {
    return this.amountOf(code, 'balance', tx);
  }

  /** The balance less what pending journals have reserved of it. */
  async free(code: AccountCode, tx?: Tx): Promise<Money> {
    return this.amountOf(code, 'free', tx);
  }

  /** The balances of all accounts whose code begins so ("held:project/ID:"), by code. */
  async balances(prefix: string, tx?: Tx): Promise<AccountBalance[]> {
    const sql = 'select code, balance as minor, currency from ledger.account_balance where code ^@ $1 order by code';
    const rows = await this.read<{ code: AccountCode; minor: string; currency: Currency }>(tx, sql, [prefix]);
    return rows.map(({ code, minor, currency }) => ({ code, amount: Money.ofMinor(BigInt(minor), currency) }));
  }

  /** The balance as it was at the end of a moment. */
  async balanceAsOf(code: AccountCode, at: Date): Promise<Money> {
    const [row] = await this.db.rows<{ minor: string }>(
      `select coalesce(sum(e.amount * a.sign), 0) as minor
         from ledger.account a join ledger.entry e on e.account_id = a.id join ledger.journal j on j.id = e.journal_id
        where a.code = $1 and e.status = 'posted' and date_trunc('milliseconds', j.at) <= $2`,
      [code, at],
    );
    return Money.ofMinor(BigInt(row!.minor), currencyOfAccount(code));
  }

  /**
   * Every account that does not stand at zero, now or as of a moment, by code; after the account with this one. Of all of
   * them debits equal credits per book and currency.
   */
  async trialBalance(at?: Date, { after, limit }: Slice = {}): Promise<TrialRow[]> {
    const rows = await this.db.rows<{ code: AccountCode; book: Book; currency: Currency; net: string }>(
      at ? TRIAL_AS_OF : TRIAL_NOW,
      [after ?? null, limit ?? null, ...(at ? [at] : [])],
    );
    return rows.map(({ code, book, currency, net }) => {
      const money = Money.ofMinor(BigInt(net), currency);
      const zero = Money.zero(currency);
      return money.isPositive()
        ? { code, book, currency, debit: money, credit: zero }
        : { code, book, currency, debit: zero, credit: zero.minus(money) };
    });
  }

  /** Finished journals in the order of the chain, after a cursor ('' from the first): what was read once never changes. */
  async journals(after: string, limit: number): Promise<ExportedJournal[]> {
    const [tx = '0', id = '0'] = after.split('.');
    return this.db.rows<ExportedJournal>(
      `with page as materialized (
         select * from ledger.journal where (tx, id) > ($1::bigint, $2::bigint) and tx < ledger.safe_tx() order by tx, id limit $3)
       select p.tx || '.' || p.id as cursor, ledger.line(p::ledger.journal) as json,
              ${sealOf('p.tx')} as seal
         from page p order by p.tx, p.id`,
      [tx || '0', id, limit],
    );
  }

  /** A name for what stands in the books now, to read many pages of one moment. */
  async snapshot(): Promise<string> {
    const [row] = await this.db.rows<{ name: string }>('select pg_current_snapshot()::text as name');
    return row!.name;
  }

  /** The entries on an owner's accounts ("project", its id) in the order of the chain, or against it, each with its account's running balance. */
  async entriesOf(owner: { kind: OwnerKind; id: string }, page: EntryPage): Promise<EntryRow[]> {
    const [tx, journal, line] = (page.after ?? (page.newestFirst ? LAST : '0.0.0')).split('.');
    const whose = `${owner.kind}/${owner.id}`;
    const rows = await this.db.rows<RawEntry>(page.newestFirst ? NEWEST_ENTRIES : ENTRIES, [
      ...[
        whose,
        page.book ?? null,
        tx,
        journal,
        line,
        page.limit,
        page.snapshot ?? null,
        page.until ?? null,
        page.withoutSources ?? false,
      ],
    ]);
    return rows.map(({ amount, balance, currency, ...row }) => ({
      ...row,
      amount: Money.ofMinor(BigInt(amount), currency),
      balance: Money.ofMinor(BigInt(balance), currency),
    }));
  }

  private async amountOf(code: AccountCode, what: 'balance' | 'free', tx?: Tx): Promise<Money> {
    const sql = `select ${what} as minor from ledger.account_balance where code = $1`;
    const [row] = await this.read<{ minor: string }>(tx, sql, [code]);
    return Money.ofMinor(BigInt(row?.minor ?? 0), currencyOfAccount(code));
  }

  private read<Row>(tx: Tx | undefined, sql: string, params: readonly unknown[]): Promise<Row[]> {
    return tx ? rowsOf<Row>(tx, sql, params) : this.db.rows<Row>(sql, params);
  }
}

type RawEntry = Omit<EntryRow, 'amount' | 'balance'> & { amount: string; balance: string; currency: Currency };

const TRIAL_NOW = `
select b.code, b.book, b.currency, b.balance * a.sign as net
  from ledger.account_balance b join ledger.account a using (id)
 where b.balance <> 0 and ($1::text is null or b.code > $1 collate "C") order by b.code collate "C" limit $2`;

const TRIAL_AS_OF = `
select a.code, a.book, a.currency, sum(e.amount) as net
  from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
 where date_trunc('milliseconds', j.at) <= $3 and e.status = 'posted' and ($1::text is null or a.code > $1)
 group by a.code, a.book, a.currency having sum(e.amount) <> 0 order by a.code limit $2`;
