import { Injectable } from '@nestjs/common';
import { type AccountBalance, LedgerQueries } from '#libs/ledger/src/index.js';
import type { Owner } from '#libs/payments/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import { type BankAccount, type BankLine, LINE_COLUMNS, type LineMeaning, lineOf, type LineRow } from './bank-line.js';
import {
  ORDER_COLUMNS,
  type OrderId,
  orderOf,
  type OrderRow,
  type OrderState,
  type PaymentOrder,
} from './payment-order.js';
import type { OrderFileId } from './order-file.js';
import { REFERRED, type Referred, referredOf, type ReferredRow } from './referred.js';

interface OrdersWanted extends Slice {
  readonly states?: readonly OrderState[];
  readonly owner?: Owner;
  readonly file?: OrderFileId;
}

/** What the operator's desk reads of the bank. */
@Injectable()
export class BankingQueries {
  constructor(
    private readonly db: Database,
    private readonly ledger: LedgerQueries,
  ) {}

  /** Lines of statements, the newest first; after the line with this id. */
  async bankLines({
    state,
    after,
    limit = 50,
  }: { state?: BankLine['state']; after?: string; limit?: number } = {}): Promise<BankLine[]> {
    const rows = await this.db.rows<LineRow>(
      `select ${LINE_COLUMNS} from banking.line where ($1::text is null or state = $1)
         and ($2::uuid is null or (entered_at, id) < (select entered_at, id from banking.line where id = $2))
       order by entered_at desc, id desc limit $3`,
      [state ?? null, after ?? null, limit],
    );
    return rows.map(lineOf);
  }

  /** Confirmed gifts and unidentified receipts that nobody has claimed, the oldest first; after the line with this id. */
  async openLines({ after, limit }: Slice = {}): Promise<BankLine[]> {
    const rows = await this.db.rows<LineRow>(
      `select ${LINE_COLUMNS} from banking.line where state = 'confirmed' and claimed_by is null
         and meaning in ('gift', 'unidentified')
         and ($1::uuid is null or (booked_on, id) > (select o.booked_on, o.id from banking.line o where o.id = $1))
       order by booked_on, id limit $2`,
      [after ?? null, limit ?? null],
    );
    return rows.map(lineOf);
  }

  /** An account of the operator as it was entered, open or not yet; or null. */
  async enteredAccount(id: string): Promise<BankAccount | null> {
    const sql = 'select id, currency, iban, bank, holder, bic from banking.account_entry where id = $1';
    const [entered] = await this.db.rows<BankAccount>(sql, [id]);
    return entered ?? null;
  }

  /** One line, or null. */
  async line(id: string): Promise<BankLine | null> {
    const rows = await this.db.rows<LineRow>(`select ${LINE_COLUMNS} from banking.line where id = $1`, [id]);
    return rows[0] ? lineOf(rows[0]) : null;
  }

  /** What a line of this meaning belongs to; null when its sum is its own, or there is no such thing. */
  async referred(meaning: LineMeaning, refersTo: string): Promise<Referred | null> {
    const [row] = await this.db.rows<ReferredRow>(REFERRED, [meaning, refersTo]);
    return row ? referredOf(row) : null;
  }

  /** Sold currency whose counter-value is not booked yet. */
  async openExchanges(): Promise<BankLine[]> {
    const rows = await this.db.rows<LineRow>(
      `select ${LINE_COLUMNS} from banking.line s where s.state = 'confirmed' and s.meaning = 'exchange-sold'
         and not exists (select from banking.line b where b.meaning = 'exchange-bought' and b.refers_to = s.id::text and b.state = 'confirmed')
       order by booked_on, id`,
    );
    return rows.map(lineOf);
  }

  /** Payment orders, the newest first; of these states, of one owner, of one file, after the one with this id. */
  async orders({ states, owner, file, after, limit = 100 }: OrdersWanted = {}): Promise<PaymentOrder[]> {
    const rows = await this.db.rows<OrderRow>(
      `select ${ORDER_COLUMNS} from banking.payment_order where ($1::text[] is null or state = any($1))
         and ($2::text is null or owner = $2) and ($5::uuid is null or file_id = $5)
         and ($3::uuid is null or (ordered_at, id) < (select ordered_at, id from banking.payment_order where id = $3))
       order by ordered_at desc, id desc limit $4`,
      [states ?? null, owner ?? null, after ?? null, limit, file ?? null],
    );
    return rows.map(orderOf);
  }

  /** One payment order, or null. */
  async order(id: OrderId): Promise<PaymentOrder | null> {
    const rows = await this.db.rows<OrderRow>(`select ${ORDER_COLUMNS} from banking.payment_order where id = $1`, [id]);
    return rows[0] ? orderOf(rows[0]) : null;
  }

  /** What the operator holds: Stripe, the bank accounts, what is owed back or unidentified, and the positions per currency. */
  async balances(): Promise<AccountBalance[]> {
    const of = await Promise.all(
      ['held:stripe:', 'held:bank/', 'held:returns:', 'held:operator:'].map((prefix) => this.ledger.balances(prefix)),
    );
    return of.flat();
  }
}
