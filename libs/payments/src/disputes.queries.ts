import { Injectable } from '@nestjs/common';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Slice, type Tx } from '#libs/platform/src/index.js';
import type { ChargeId, Owner } from './charge.js';

/** A dispute or an inquiry and its charge. */
export interface DisputeSeen {
  readonly id: string;
  readonly chargeId: ChargeId;
  readonly owner: Owner;
  /** What the bank wants back, in the currency of the charge. */
  readonly amount: Money;
  /** Stripe's word for it ("fraudulent"). */
  readonly reason: string;
  readonly status: string;
  /** The bank only asks; no money has moved. */
  readonly inquiry: boolean;
  readonly outcome: 'won' | 'lost' | null;
  readonly answerBy: Date | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

/** A bank's warning that a charge was probably not its holder's. */
export interface WarningSeen {
  readonly id: string;
  readonly owner: Owner;
  /** What was charged. */
  readonly amount: Money;
  /** Stripe's word for it ("made_with_stolen_card"). */
  readonly fraudType: string;
  /** Whether a refund would still forestall a dispute. */
  readonly actionable: boolean;
  readonly warnedAt: Date;
}

type Row<T> = Omit<T, 'amount'> & { readonly minor: string; readonly currency: Currency };

const DISPUTE = `select d.id, d.charge_id as "chargeId", c.owner, d.amount_minor as minor, d.currency, d.reason, d.status, d.inquiry,
  d.outcome, d.answer_by as "answerBy", d.opened_at as "openedAt", d.closed_at as "closedAt"
  from payments.dispute d join payments.charge c on c.id = d.charge_id`;
const WARNING = `select w.id, c.owner, c.amount_minor as minor, c.currency, w.fraud_type as "fraudType",
  w.actionable and not exists (select from payments.dispute d where d.charge_id = c.id)
    and c.amount_minor > (select coalesce(sum(r.amount_minor), 0) from payments.refund r where r.charge_id = c.id and r.state <> 'failed') as actionable,
  w.warned_at as "warnedAt" from payments.warning w join payments.charge c on c.id = w.charge_id`;

/** Reads what donors' banks have said about charges. */
@Injectable()
export class DisputesQueries {
  constructor(private readonly db: Database) {}

  /** Disputes and inquiries, the newest first; after the one with this id. */
  async disputes({ after, limit }: Slice = {}): Promise<DisputeSeen[]> {
    const rows = await this.db.rows<Row<DisputeSeen>>(
      `${DISPUTE} where $1::text is null or (d.opened_at, d.id) < (select o.opened_at, o.id from payments.dispute o where o.id = $1)
        order by d.opened_at desc, d.id desc limit $2`,
      [after ?? null, limit ?? null],
    );
    return rows.map(withAmount);
  }

  /** One dispute or inquiry, or null. */
  async find(id: string, tx?: Tx): Promise<DisputeSeen | null> {
    const sql = `${DISPUTE} where d.id = $1`;
    const [row] = tx ? await rowsOf<Row<DisputeSeen>>(tx, sql, [id]) : await this.db.rows<Row<DisputeSeen>>(sql, [id]);
    return row ? withAmount(row) : null;
  }

  /** Disputes and inquiries about an owner's charges, the newest first. */
  async ofOwner(owner: Owner): Promise<DisputeSeen[]> {
    const rows = await this.db.rows<Row<DisputeSeen>>(
      `${DISPUTE} where c.owner = $1 order by d.opened_at desc, d.id desc`,
      [owner],
    );
    return rows.map(withAmount);
  }

  /** One warning, or null. */
  async warning(id: string): Promise<WarningSeen | null> {
    const [row] = await this.db.rows<Row<WarningSeen>>(`${WARNING} where w.id = $1`, [id]);
    return row ? withAmount(row) : null;
  }

  /** The warning about an owner's charges that a refund still answers, or null. */
  async warningOf(owner: Owner): Promise<WarningSeen | null> {
    const rows = await this.db.rows<Row<WarningSeen>>(`${WARNING} where c.owner = $1 order by w.warned_at`, [owner]);
    return rows.map(withAmount).find(({ actionable }) => actionable) ?? null;
  }

  /** Warnings, the newest first; after the one with this id. */
  async warnings({ after, limit }: Slice = {}): Promise<WarningSeen[]> {
    const rows = await this.db.rows<Row<WarningSeen>>(
      `${WARNING} where $1::text is null or (w.warned_at, w.id) < (select o.warned_at, o.id from payments.warning o where o.id = $1)
        order by w.warned_at desc, w.id desc limit $2`,
      [after ?? null, limit ?? null],
    );
    return rows.map(withAmount);
  }
}

function withAmount<R extends { minor: string; currency: Currency }>({ minor, currency, ...rest }: R) {
  return { ...rest, amount: Money.ofMinor(BigInt(minor), currency) };
}
