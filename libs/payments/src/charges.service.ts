import { Injectable } from '@nestjs/common';
import { type Money, refuse } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import {
  type Charge,
  CHARGE_COLUMNS,
  type ChargeId,
  chargeOf,
  type ChargeRow,
  type CheckoutId,
  type Owner,
} from './charge.js';
import { cardUnneeded, chargeWanted, checkoutUnwanted, transactionSeen } from './payments.events.js';
import { overpaid } from './stripe.postings.js';

/** A charge of a saved card, to be done by the queue. */
export interface ChargeLater {
  readonly id: ChargeId;
  readonly owner: Owner;
  /** The checkout that saved the card. */
  readonly checkoutId: CheckoutId;
  /** Whose checkout that was; default: the owner's own. */
  readonly cardOf?: Owner;
  /** Gift and fee cover together. */
  readonly amount: Money;
  /** What of the amount covers the fee; default: what the checkout says. */
  readonly feeCover?: Money;
  /** Names the business act ("pledge:ID:charge:1"); a new attempt after a decline is a new key. */
  readonly key: string;
}

/** Payments by card. */
@Injectable()
export class ChargesService {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly ledger: LedgerService,
  ) {}

  /**
   * Wants a saved card charged, without the person; `payments.paid` or `payments.charge-failed` follows. The same again
   * changes nothing. Throws `no-card` when the checkout holds none, `charge-key-reused` for another sum under this key.
   */
  async chargeLater(tx: Tx, { id, owner, checkoutId, cardOf, amount, feeCover, key }: ChargeLater): Promise<void> {
    const [card] = await rowsOf<{ coverMinor: string }>(
      tx,
      `select cover_minor as "coverMinor" from payments.checkout
       where id = $1 and owner = $2 and state = 'saved' and release_wanted_at is null for share`,
      [checkoutId, cardOf ?? owner],
    );
    const made = await rowsOf(
      tx,
      `insert into payments.charge (id, owner, checkout_id, key, amount_minor, cover_minor, currency, state, wanted_at)
       select $1, $2, $3, $4, $5, $6, $7, 'wanted', platform.now() where $8 on conflict do nothing returning id`,
      [
        id, owner, checkoutId, key, amount.minor.toString(), feeCover?.minor.toString() ?? card?.coverMinor ?? '0',
        amount.currency, card !== undefined,
      ], // prettier-ignore
    );
    if (made.length > 0) return this.outbox.add(tx, chargeWanted(id));
    const [earlier] = await rowsOf<ChargeRow>(
      tx,
      `select ${CHARGE_COLUMNS} from payments.charge where key = $1 or id = $2`,
      [key, id],
    );
    if (!earlier) throw refuse('conflict', 'no-card', 'There is no saved card to charge.');
    const same =
      earlier.id === id && earlier.key === key && earlier.owner === owner && earlier.checkoutId === checkoutId;
    if (!same || !chargeOf(earlier).amount.equals(amount))
      throw refuse('conflict', 'charge-key-reused', 'Another charge has this key or id.');
  }

  /** One charge, or null. */
  async find(id: ChargeId, tx?: Tx): Promise<Charge | null> {
    const sql = `select ${CHARGE_COLUMNS} from payments.charge where id = $1`;
    const [row] = tx ? await rowsOf<ChargeRow>(tx, sql, [id]) : await this.db.rows<ChargeRow>(sql, [id]);
    return row ? chargeOf(row) : null;
  }

  /** Gives up a charge that nobody has tried yet; false when it is too late for that. Nothing is told of it. */
  async forgo(tx: Tx, id: ChargeId): Promise<boolean> {
    const forgone = await rowsOf(
      tx,
      `update payments.charge set state = 'failed', failure = 'not-wanted'
        where id = $1 and state = 'wanted' and attempted_at is null returning 1`,
      [id],
    );
    return forgone.length > 0;
  }

  /** Every charge of an owner, the oldest first. */
  async ofOwner(owner: Owner, tx?: Tx): Promise<Charge[]> {
    const sql = `select ${CHARGE_COLUMNS} from payments.charge where owner = $1 order by wanted_at, id`;
    const rows = tx ? await rowsOf<ChargeRow>(tx, sql, [owner]) : await this.db.rows<ChargeRow>(sql, [owner]);
    return rows.map(chargeOf);
  }

  /** Its owner books it in this transaction (acts 3 and 10); only then Stripe's movement of it can be booked. */
  async counted(tx: Tx, id: ChargeId): Promise<void> {
    const [row] = await rowsOf<{ stripeCharge: string | null }>(
      tx,
      `update payments.charge set counted_at = coalesce(counted_at, platform.now()) where id = $1 returning stripe_charge as "stripeCharge"`,
      [id],
    );
    if (row) await this.bookNow(tx, row.stripeCharge);
  }

  /**
   * A payment that does not count (a second one, or authorised too late) is owed back whole: act 36. Then ask
   * RefundsService for the refund. Posting it again changes nothing. Throws `not-found`, `charge-not-paid`.
   */
  async oweBack(tx: Tx, id: ChargeId): Promise<Charge> {
    const [row] = await rowsOf<ChargeRow>(
      tx,
      `update payments.charge set returned_at = coalesce(returned_at, platform.now()) where id = $1 returning ${CHARGE_COLUMNS}`,
      [id],
    );
    if (!row) throw refuse('not-found', 'not-found', 'No such charge.');
    if (row.state !== 'succeeded') throw refuse('conflict', 'charge-not-paid', 'This charge has not been paid.');
    const charge = chargeOf(row);
    await this.ledger.post(tx, overpaid(id, charge.amount));
    await this.bookNow(tx, row.stripeCharge);
    return charge;
  }

  /** Forgets every saved card of an owner but the one to be kept, and ends the checkouts that still would save one. */
  async releaseCard(tx: Tx, owner: Owner, kept: CheckoutId | null = null): Promise<void> {
    const released = await rowsOf<{ id: CheckoutId; state: string; session: string | null }>(
      tx,
      `update payments.checkout set release_wanted_at = platform.now(),
         state = case when state in ('wanted', 'open') then 'expired' else state end
       where owner = $1 and mode = 'save-card' and release_wanted_at is null and id is distinct from $2::uuid
       returning id, state, session`,
      [owner, kept],
    );
    for (const { id, state, session } of released) {
      if (state === 'saved') await this.outbox.add(tx, cardUnneeded(id));
      else if (session) await this.outbox.add(tx, checkoutUnwanted(id));
    }
  }

  /**
   * What Stripe's balance tells of a charge waits until the charge stands in the books. A statement of its own: who looks at
   * the charge holds it, and what he noted is seen once it is ours. What a reconciliation notes at this moment is booked by
   * its chore.
   */
  private async bookNow(tx: Tx, stripeCharge: string | null): Promise<void> {
    const waiting = await rowsOf<{ id: string }>(
      tx,
      'select id from payments.stripe_transaction where source = $1 and journal_key is null',
      [stripeCharge],
    );
    await this.outbox.add(tx, ...waiting.map(({ id }) => transactionSeen(id)));
  }
}
