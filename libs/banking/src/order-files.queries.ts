import { Injectable } from '@nestjs/common';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import type { BankAccountId } from './bank-line.js';
import { FILE_COLUMNS, fileOf, type FileRow, FOR_FILE, type OrderFile } from './order-file.js';

/** What the next file of an account would hold. */
export interface NextFile {
  readonly accountId: BankAccountId;
  readonly count: number;
  readonly sum: Money;
}

/** What the operator's desk reads of files of payment orders. */
@Injectable()
export class OrderFilesQueries {
  constructor(private readonly db: Database) {}

  /** Files of payment orders, the newest first; after the one with this id. */
  async orderFiles({ after, limit = 30 }: Slice = {}): Promise<OrderFile[]> {
    const rows = await this.db.rows<FileRow>(
      `select ${FILE_COLUMNS} from banking.order_file f
        where $1::uuid is null or (made_at, id) < (select made_at, id from banking.order_file where id = $1)
        order by f.made_at desc, f.id desc limit $2`,
      [after ?? null, limit],
    );
    return rows.map(fileOf);
  }

  /** One file of payment orders; null when there is none. */
  async orderFile(id: string): Promise<OrderFile | null> {
    const [row] = await this.db.rows<FileRow>(`select ${FILE_COLUMNS} from banking.order_file f where f.id = $1`, [id]);
    return row ? fileOf(row) : null;
  }

  /** What the next file of each account with waiting orders would hold. */
  async next(): Promise<NextFile[]> {
    const rows = await this.db.rows<{ accountId: BankAccountId; count: number; minor: string; currency: Currency }>(
      `select o.account_id as "accountId", count(*)::int as count, sum(o.amount_minor)::text as minor, o.currency
         from banking.payment_order o where ${FOR_FILE} group by o.account_id, o.currency order by o.currency`,
    );
    return rows.map(({ minor, currency, ...rest }) => ({ ...rest, sum: Money.ofMinor(BigInt(minor), currency) }));
  }
}
