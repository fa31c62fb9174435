import { Injectable } from '@nestjs/common';
import { type CivilDate, type Currency, Money } from '#libs/kernel/src/index.js';
import { type AccountBalance, LedgerQueries } from '#libs/ledger/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import { type BankLine, LINE_COLUMNS, type LineMeaning, lineOf, type LineRow } from './bank-line.js';
import type { Owner } from './charge.js';
import { COMPARISON, type ComparisonRow } from './comparison.js';
import {
  ORDER_COLUMNS,
  type OrderId,
  orderOf,
  type OrderRow,
  type OrderState,
  type PaymentOrder,
} from './payment-order.js';
import { REFERRED, type Referred, referredOf, type ReferredRow } from './referred.js';

/** A payout of Stripe's and whether a bank line has shown it. */
export interface PayoutSeen {
  readonly id: string;
  readonly amount: Money;
  readonly state: 'in-transit' | 'paid' | 'failed';
  readonly failure: string | null;
  readonly arrivesOn: CivilDate;
  readonly arrivedAt: Date | null;
}

/** A dispute and its charge. */
export interface DisputeSeen {
  readonly id: string;
  readonly chargeId: string;
  readonly owner: Owner;
  readonly amount: Money;
  readonly reason: string;
  readonly status: string;
  readonly outcome: 'won' | 'lost' | null;
  readonly answerBy: Date | null;
  readonly openedAt: Date;
}

/** A movement of Stripe's balance that stands in no journal yet, and why. */
export interface UnbookedTransaction {
  readonly id: string;
  readonly type: string;
  readonly source: string | null;
  readonly problem: string | null;
  readonly seenAt: Date;
}

/** One place where money lies, in one currency. */
export interface Comparison {
  readonly place: 'stripe' | 'bank';
  /** By our books. */
  readonly ledger: Money;
  /** By Stripe's own movements, or by the lines of the bank's statement. */
  readonly told: Money;
}

type Minor<T> = Omit<T, 'amount'> & { readonly minor: string; readonly currency: Currency };

/** What the operator's desk reads of payments. */
@Injectable()
export class PaymentsQueries {
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
      `select ${LINE_COLUMNS} from payments.bank_line where ($1::text is null or state = $1)
         and ($2::uuid is null or (entered_at, id) < (select entered_at, id from payments.bank_line where id = $2))
       order by entered_at desc, id desc limit $3`,
      [state ?? null, after ?? null, limit],
    );
    return rows.map(lineOf);
  }

  /** Confirmed gifts and unidentified receipts that nobody has claimed, the oldest first; after the line with this id. */
  async openLines({ after, limit }: Slice = {}): Promise<BankLine[]> {
    const rows = await this.db.rows<LineRow>(
      `select ${LINE_COLUMNS} from payments.bank_line where state = 'confirmed' and claimed_by is null
         and meaning in ('gift', 'unidentified')
         and ($1::uuid is null or (booked_on, id) > (select o.booked_on, o.id from payments.bank_line o where o.id = $1))
       order by booked_on, id limit $2`,
      [after ?? null, limit ?? null],
    );
    return rows.map(lineOf);
  }

  /** One line, or null. */
  async line(id: string): Promise<BankLine | null> {
    const rows = await this.db.rows<LineRow>(`select ${LINE_COLUMNS} from payments.bank_line where id = $1`, [id]);
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
      `select ${LINE_COLUMNS} from payments.bank_line s where s.state = 'confirmed' and s.meaning = 'exchange-sold'
         and not exists (select from payments.bank_line b where b.meaning = 'exchange-bought' and b.refers_to = s.id::text and b.state = 'confirmed')
       order by booked_on, id`,
    );
    return rows.map(lineOf);
  }

  /** Payment orders, the newest first; of these states, of one owner, after the one with this id. */
  async orders({
    states,
    owner,
    after,
    limit = 100,
  }: { states?: readonly OrderState[]; owner?: Owner; after?: string; limit?: number } = {}): Promise<PaymentOrder[]> {
    const rows = await this.db.rows<OrderRow>(
      `select ${ORDER_COLUMNS} from payments.payment_order where ($1::text[] is null or state = any($1))
         and ($2::text is null or owner = $2)
         and ($3::uuid is null or (ordered_at, id) < (select ordered_at, id from payments.payment_order where id = $3))
       order by ordered_at desc, id desc limit $4`,
      [states ?? null, owner ?? null, after ?? null, limit],
    );
    return rows.map(orderOf);
  }

  /** One payment order, or null. */
  async order(id: OrderId): Promise<PaymentOrder | null> {
    const rows = await this.db.rows<OrderRow>(`select ${ORDER_COLUMNS} from payments.payment_order where id = $1`, [
      id,
    ]);
    return rows[0] ? orderOf(rows[0]) : null;
  }

  /**
   * What lies with Stripe and on each of the operator's accounts: as the ledger has it, and as Stripe's movements and the
   * bank's confirmed lines add up. Any difference is something that was not booked.
   */
  async comparison(): Promise<Comparison[]> {
    const rows = await this.db.rows<ComparisonRow>(COMPARISON, [false]);
    return rows.map(({ place, currency, ledger, told }) => ({
      place,
      ledger: Money.ofMinor(BigInt(ledger), currency),
      told: Money.ofMinor(BigInt(told), currency),
    }));
  }

  /** Payouts that no bank line has shown yet, the oldest first. */
  async payoutsUnderWay(): Promise<PayoutSeen[]> {
    const rows = await this.db.rows<Minor<PayoutSeen>>(
      `select id, amount_minor as minor, currency, state, failure, to_char(arrives_on, 'YYYY-MM-DD') as "arrivesOn", arrived_at as "arrivedAt"
       from payments.payout where arrived_at is null and state <> 'failed' order by created_at, id`,
    );
    return rows.map(withAmount);
  }

  /** Disputes, the newest first; after the one with this id. */
  async disputes({ after, limit }: Slice = {}): Promise<DisputeSeen[]> {
    const rows = await this.db.rows<Minor<DisputeSeen>>(
      `select d.id, d.charge_id as "chargeId", c.owner, d.amount_minor as minor, d.currency, d.reason, d.status, d.outcome,
              d.answer_by as "answerBy", d.opened_at as "openedAt"
       from payments.dispute d join payments.charge c on c.id = d.charge_id
        where $1::text is null or (d.opened_at, d.id) < (select o.opened_at, o.id from payments.dispute o where o.id = $1)
        order by d.opened_at desc, d.id desc limit $2`,
      [after ?? null, limit ?? null],
    );
    return rows.map(withAmount);
  }

  /** What the operator holds: Stripe, the bank accounts, what is owed back or unidentified, and the positions per currency. */
  async balances(): Promise<AccountBalance[]> {
    const of = await Promise.all(
      ['held:stripe:', 'held:bank/', 'held:returns:', 'held:operator:'].map((prefix) => this.ledger.balances(prefix)),
    );
    return of.flat();
  }

  /** Movements of Stripe's balance that stand in no journal (MONEY.md, I3), the oldest first; after the one with this id. */
  async unbooked({ after, limit }: Slice = {}): Promise<UnbookedTransaction[]> {
    return this.db.rows<UnbookedTransaction>(
      `select id, type, source, problem, seen_at as "seenAt" from payments.stripe_transaction where journal_key is null
         and ($1::text is null or (seen_at, id) > (select o.seen_at, o.id from payments.stripe_transaction o where o.id = $1))
       order by seen_at, id limit $2`,
      [after ?? null, limit ?? null],
    );
  }

  /** How much is still to be done by the queue: zero when all that was told and wanted has been worked off. */
  async underWay(): Promise<number> {
    const [sum] = await this.db.rows<{ n: number }>(
      `select ((select count(*) from payments.look)
        + (select count(*) from payments.charge where state = 'wanted') + (select count(*) from payments.refund where state = 'wanted')
        + (select count(*) from payments.stripe_transaction where journal_key is null))::int as n`,
    );
    return sum!.n;
  }
}

function withAmount<Row extends { minor: string; currency: Currency }>({ minor, currency, ...rest }: Row) {
  return { ...rest, amount: Money.ofMinor(BigInt(minor), currency) };
}
