import { Injectable } from '@nestjs/common';
import { type Currency, Money, type ProjectId } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type AccountCode, currencyOfAccount } from './account-code.js';
import { sealOf } from './seal-of.js';

/** One movement of a journal. */
export interface SeenPosting {
  readonly debit: AccountCode;
  readonly credit: AccountCode;
  readonly amount: Money;
  readonly gift: string | null;
  readonly reason: string | null;
}

/** A journal as it stands in the books, and what has taken it back. */
export interface SeenJournal {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly status: 'posted' | 'pending' | 'void';
  readonly at: Date;
  readonly project: ProjectId | null;
  readonly ref: Readonly<Record<string, string>>;
  /** The number of its seal; null while it is not sealed. */
  readonly seal: number | null;
  /** The journal that takes it back, and the one that it takes back itself. */
  readonly reversedBy: string | null;
  readonly reverses: string | null;
  readonly postings: readonly SeenPosting[];
}

/** One entry on one account. */
export interface AccountEntry {
  readonly cursor: string;
  readonly journalId: string;
  readonly kind: string;
  readonly at: Date;
  readonly contra: AccountCode;
  readonly status: 'posted' | 'pending' | 'void';
  /** Positive when the account grows by it. */
  readonly amount: Money;
}

/** Reads single journals and single accounts, for whoever looks for a mistake. */
@Injectable()
export class JournalsQueries {
  constructor(private readonly db: Database) {}

  /** The journal of this number or of this key, or null. */
  async find(name: { readonly id: string } | { readonly key: string }, tx?: Tx): Promise<SeenJournal | null> {
    const [sql, value] = 'id' in name ? [`${JOURNAL} j.id = $1::bigint`, name.id] : [`${JOURNAL} j.key = $1`, name.key];
    const [row] = tx ? await rowsOf<Row>(tx, sql, [value]) : await this.db.rows<Row>(sql, [value]);
    return row ? journalOf(row) : null;
  }

  /** The posted journals of one line of a bank's statement, the newest first; what was taken back among them. */
  async ofLine(lineId: string): Promise<SeenJournal[]> {
    const sql = `${JOURNAL} j.ref->>'line' = $1 and j.status = 'posted' order by j.id desc limit 20`;
    return (await this.db.rows<Row>(sql, [lineId])).map(journalOf);
  }

  /** The entries on an account, the newest first; before the one at this cursor. Empty for an account that nothing was posted to. */
  async ofAccount(
    code: AccountCode,
    { before, limit }: { before?: string | undefined; limit: number },
  ): Promise<AccountEntry[]> {
    const [tx, journal, line] = (before ?? '').split('.');
    const rows = await this.db.rows<Omit<AccountEntry, 'amount'> & { minor: string }>(ENTRIES, [code, tx || null, journal ?? null, line ?? null, limit]); // prettier-ignore
    return rows.map(({ minor, ...row }) => ({ ...row, amount: Money.ofMinor(BigInt(minor), currencyOfAccount(code)) }));
  }
}

interface Row extends Omit<SeenJournal, 'postings'> {
  readonly postings: readonly (Omit<SeenPosting, 'amount'> & { readonly minor: string; readonly currency: Currency })[];
}

const JOURNAL = `
select j.id, j.key, j.kind, j.status, j.at, j.project, j.ref, r.id as "reversedBy", j.ref->>'reverses' as reverses,
       ${sealOf('j.tx')} as seal,
       (select coalesce(jsonb_agg(jsonb_build_object('debit', da.code, 'credit', ca.code, 'minor', d.amount::text, 'currency', da.currency,
                 'gift', d.gift, 'reason', d.reason) order by d.line), '[]')
          from ledger.entry d
          join ledger.entry c on c.journal_id = d.journal_id and c.line = d.line + 1
          join ledger.account da on da.id = d.account_id join ledger.account ca on ca.id = c.account_id
         where d.journal_id = j.id and d.line % 2 = 1) as postings
  from ledger.journal j left join ledger.journal r on r.key = 'reverse:' || j.key
 where`;

const ENTRIES = `
select e.tx || '.' || e.journal_id || '.' || e.line as cursor, e.journal_id as "journalId", j.kind, j.at, e.status,
       (e.amount * a.sign * case e.status when 'void' then -1 else 1 end)::text as minor, c.code as contra
  from ledger.account a
  join ledger.entry e on e.account_id = a.id
  join ledger.journal j on j.id = e.journal_id
  join ledger.entry o on o.journal_id = e.journal_id and o.line = e.line + case e.line % 2 when 1 then 1 else -1 end
  join ledger.account c on c.id = o.account_id
 where a.code = $1 and ($2::bigint is null or (e.tx, e.journal_id, e.line) < ($2::bigint, $3::bigint, $4::int))
 order by e.tx desc, e.journal_id desc, e.line desc limit $5`;

function journalOf({ postings, ...row }: Row): SeenJournal {
  return {
    ...row,
    postings: postings.map(({ minor, currency, ...one }) => ({
      ...one,
      amount: Money.ofMinor(BigInt(minor), currency),
    })),
  };
}
