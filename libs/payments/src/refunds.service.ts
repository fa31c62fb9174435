import { Injectable } from '@nestjs/common';
import { type Currency, Money, newId, refuse } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { CHARGE_COLUMNS, type ChargeId, chargeOf, type ChargeRow, type Owner, type RefundId } from './charge.js';
import { refundWanted } from './payments.events.js';

/** Money to pay back to the card it came from; what is owed must be in the books already (act 28 or 36). */
export interface RequestRefund {
  readonly id: RefundId;
  readonly chargeId: ChargeId;
  readonly owner: Owner;
  readonly amount: Money;
}

/** A refund and what became of it. */
export interface Refund extends RequestRefund {
  readonly state: 'wanted' | 'pending' | 'succeeded' | 'failed';
  readonly failure: string | null;
  readonly wantedAt: Date;
  readonly doneAt: Date | null;
}

interface Row extends Omit<Refund, 'amount'> {
  readonly minor: string;
  readonly currency: Currency;
}

const COLUMNS = `id, charge_id as "chargeId", owner, amount_minor as minor, currency, state, failure, wanted_at as "wantedAt",
  done_at as "doneAt"`;

/** Refunds through Stripe. */
@Injectable()
export class RefundsService {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Wants a refund; the queue asks Stripe, then `payments.refunded` or `payments.refund-failed` follows. The same again
   * changes nothing. Throws `charge-not-paid`, `refund-too-much` when the charge has not that much left, `refund-reused`.
   */
  async request(tx: Tx, { id, chargeId, owner, amount }: RequestRefund): Promise<void> {
    const sql = `select ${CHARGE_COLUMNS} from payments.charge where id = $1 for update`;
    const [row] = await rowsOf<ChargeRow>(tx, sql, [chargeId]);
    if (row?.state !== 'succeeded') throw refuse('conflict', 'charge-not-paid', 'This charge has not been paid.');
    const earlier = await this.find(id, tx);
    if (earlier) {
      if (earlier.chargeId === chargeId && earlier.amount.equals(amount)) return;
      throw refuse('conflict', 'refund-reused', 'This id was used for another refund.');
    }
    // What a bank has taken in a dispute is not counted: Stripe refuses a refund of it, and then it is settled by the dispute.
    const left = chargeOf(row).amount.minus(await this.goneFrom(tx, chargeId, amount.currency));
    if (!amount.isPositive() || amount.compare(left) > 0)
      throw refuse('conflict', 'refund-too-much', `Only ${left.toString()} ${left.currency} of it is left.`);
    await tx.query(
      `insert into payments.refund (id, charge_id, owner, amount_minor, currency, state, wanted_at)
       values ($1, $2, $3, $4, $5, 'wanted', platform.now())`,
      [id, chargeId, owner, amount.minor.toString(), amount.currency],
    );
    await this.outbox.add(tx, refundWanted(id));
  }

  /**
   * Tries a refund that failed once more, to the same card; what follows is told under the refund's own id. While a try is
   * under way, when one has succeeded, or when nobody knows what Stripe did with it, this does nothing. False when it did nothing.
   */
  async again(tx: Tx, id: RefundId): Promise<boolean> {
    const fresh = newId<'Refund'>();
    const made = await rowsOf(
      tx,
      `insert into payments.refund (id, again_of, charge_id, owner, amount_minor, currency, state, wanted_at)
       select $2, id, charge_id, owner, amount_minor, currency, 'wanted', platform.now() from payments.refund
        where id = $1 and again_of is null and state = 'failed' and failure <> 'lost'
       on conflict do nothing returning 1`,
      [id, fresh],
    );
    if (made.length > 0) await this.outbox.add(tx, refundWanted(fresh));
    return made.length > 0;
  }

  /** One refund, or null. */
  async find(id: RefundId, tx?: Tx): Promise<Refund | null> {
    const sql = `select ${COLUMNS} from payments.refund where id = $1`;
    const [row] = tx ? await rowsOf<Row>(tx, sql, [id]) : await this.db.rows<Row>(sql, [id]);
    if (!row) return null;
    const { minor, currency, ...rest } = row;
    return { ...rest, amount: Money.ofMinor(BigInt(minor), currency) };
  }

  private async goneFrom(tx: Tx, chargeId: ChargeId, currency: Currency): Promise<Money> {
    const [sum] = await rowsOf<{ minor: string }>(
      tx,
      `select coalesce(sum(amount_minor), 0)::text as minor from payments.refund where charge_id = $1 and state <> 'failed'`,
      [chargeId],
    );
    return Money.ofMinor(BigInt(sum!.minor), currency);
  }
}
