import { Injectable } from '@nestjs/common';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Slice, type Tx } from '#libs/platform/src/index.js';
import { type AccountCode, currencyOfAccount } from './account-code.js';
import type { Book, OwnerKind } from './chart.js';
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

/** Behind every entry. */
const LAST = '9223372036854775807.9223372036854775807.2147483647';

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

/** Whether the entry `e` was booked up to the moment $8. */
const booked = (e: string) => `($8::timestamptz is null
  or (select date_trunc('milliseconds', t.at) <= $8 from ledger.journal t where t.id = ${e}.journal_id))`;

/** Whether the entry `e` stood in the books at the snapshot $7 and the moment $8. Asked one by one only of what was young then. */
const stood = (
  e: string,
) => `($7::text is null or ${e}.tx < ledger.base() + pg_snapshot_xmin($7::pg_snapshot)::text::bigint
  or pg_visible_in_snapshot(greatest(${e}.tx - ledger.base(), 3)::text::xid8, $7::pg_snapshot)) and ${booked(e)}`;

// The balance before the page is summed once an account, nearly all of it from the index alone; within the page it runs on.
const entries = ({ from, than, before, order }: Direction) => `
with mine as (
  select id, code, currency, sign from ledger.account
   where owner = $1 and ($2::text is null or book = $2) and not ($9::boolean and name like '%-source')),
page as materialized (
  select e.*, m.code, m.currency, m.sign
    from mine m join ledger.entry e on e.account_id = m.id
   where (e.tx, e.journal_id, e.line) ${than} ($3::bigint, $4::bigint, $5::int) and ${stood('e')}
   order by e.tx ${order}, e.journal_id ${order}, e.line ${order} limit $6),
edge as materialized (${from}),
opening as materialized (
  select t.account_id,
         (select coalesce(sum(b.amount), 0) from ledger.entry b where b.account_id = t.account_id and b.tx < (select tx from edge) and b.status = 'posted'
           and ${stood('b')})
       + (select coalesce(sum(b.amount), 0) from ledger.entry b where b.account_id = t.account_id and b.tx = (select tx from edge) and b.status = 'posted'
           and (b.journal_id, b.line) ${before} (select journal_id, line from edge) and ${booked('b')}) as amount
    from (select distinct account_id from page) t)
select p.tx || '.' || p.journal_id || '.' || p.line as cursor, p.journal_id as "journalId", j.key, j.kind, j.at, p.code, c.code as contra,
       p.status, p.currency, p.amount * p.sign as amount,
       opening.amount * p.sign + coalesce(sum(p.amount * p.sign) filter (where p.status = 'posted')
         over (partition by p.account_id order by p.tx, p.journal_id, p.line), 0) as balance,
       p.gift, p.budget_line as line, p.tranche, p.document, p.reason, j.ref,
       ${sealOf('p.tx')} as seal
  from page p
  join opening on opening.account_id = p.account_id
  join ledger.journal j on j.id = p.journal_id
  join ledger.entry o on o.journal_id = p.journal_id and o.line = p.line + case p.line % 2 when 1 then 1 else -1 end
  join ledger.account c on c.id = o.account_id
 order by p.tx ${order}, p.journal_id ${order}, p.line ${order}`;

/** In which order entries are read, and from where on the balances of a page run. */
interface Direction {
  readonly than: '>' | '<';
  readonly order: 'asc' | 'desc';
  /** The entry at which the page's balances begin, and whether it is before them itself. */
  readonly from: string;
  readonly before: '<=' | '<';
}

const ENTRIES = entries({
  ...{ than: '>', order: 'asc', before: '<=' },
  from: 'select $3::bigint as tx, $4::bigint as journal_id, $5::int as line',
});
const NEWEST_ENTRIES = entries({
  ...{ than: '<', order: 'desc', before: '<' },
  from: 'select tx, journal_id, line from page order by tx, journal_id, line limit 1',
});
