import { Injectable } from '@nestjs/common';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import type { Journal } from '#libs/ledger/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import {
  disputeTaken,
  disputeWon,
  feeKnown,
  type Movement,
  payoutSent,
  payoutSentKey,
  refundFailed,
  refundPaid,
  stripeFee,
  toppedUp,
} from './stripe.postings.js';

/** How a movement is booked: by a journal, by taking one back, or not yet, and why. */
export type Booking =
  { readonly journal: Journal } | { readonly reverse: string } | { readonly problem: string; readonly look?: string };

/** A movement and what Stripe calls it. */
export interface NamedMovement extends Movement {
  readonly type: string;
  readonly category: string;
  readonly source: string | null;
}

const DIFFERS: Booking = { problem: 'amount-differs' };

/** Decides which act (libs/ledger/README.md) a balance transaction of Stripe's is. */
@Injectable()
export class BookingsService {
  async of(tx: Tx, movement: NamedMovement): Promise<Booking> {
    switch (movement.type) {
      case 'charge':
      case 'payment':
        return this.charge(tx, movement);
      case 'refund':
      case 'payment_refund':
        return this.refund(tx, movement, refundPaid);
      case 'refund_failure':
        return this.refund(tx, movement, refundFailed);
      case 'payout':
        return this.payout(tx, movement);
      case 'payout_failure':
      case 'payout_cancel':
        return movement.source ? { reverse: payoutSentKey(movement.source) } : { problem: 'unknown-source' };
      case 'adjustment':
        return this.adjustment(tx, movement);
      case 'stripe_fee':
      case 'stripe_fx_fee':
        return { journal: stripeFee(movement) };
      case 'topup':
        return { journal: toppedUp(movement) };
      default:
        return { problem: 'unknown-type' };
    }
  }

  private async charge(tx: Tx, movement: NamedMovement): Promise<Booking> {
    const found = await one(
      tx,
      `select id, amount_minor as amount, currency, coalesce(counted_at, returned_at) is not null as entered
         from payments.charge where stripe_charge = $1`,
      movement,
    );
    if (!found) return { problem: 'unknown-source', look: `stripe-charge:${movement.source}` };
    // Else it would be settled with what other charges have brought to the clearing account.
    if (!found.entered) return { problem: 'not-counted' };
    const same = movement.amount.currency !== found.money.currency || movement.amount.equals(found.money);
    return same && movement.amount.isPositive() ? { journal: feeKnown(found.id, found.money, movement) } : DIFFERS;
  }

  private async refund(
    tx: Tx,
    movement: NamedMovement,
    act: (id: string, refunded: Money, movement: Movement) => Journal,
  ): Promise<Booking> {
    const found = await one(
      tx,
      'select id, amount_minor as amount, currency from payments.refund where stripe_refund = $1',
      movement,
    );
    if (!found) return { problem: 'unknown-source', look: `refund:${movement.source}` };
    const size = movement.amount.minor < 0n ? -movement.amount.minor : movement.amount.minor;
    const same = movement.amount.currency !== found.money.currency || size === found.money.minor;
    return same ? { journal: act(found.id, found.money, movement) } : DIFFERS;
  }

  private async payout(tx: Tx, movement: NamedMovement): Promise<Booking> {
    const found = await one(
      tx,
      'select id, amount_minor as amount, currency from payments.payout where id = $1',
      movement,
    );
    if (!found) return { problem: 'unknown-source', look: `payout:${movement.source}` };
    return movement.amount.minor === -found.money.minor ? { journal: payoutSent(found.id, movement) } : DIFFERS;
  }

  private async adjustment(tx: Tx, movement: NamedMovement): Promise<Booking> {
    if (!movement.category.startsWith('dispute')) return { problem: 'unknown-type' };
    const found = await one(
      tx,
      'select id, amount_minor as amount, currency from payments.dispute where id = $1',
      movement,
    );
    if (!found) return { problem: 'unknown-source', look: `dispute:${movement.source}` };
    if (movement.category === 'dispute') return { journal: disputeTaken(found.id, movement) };
    const stands = await standingOf(tx, found.id);
    // What comes back must have left before; and how it ended says whether what is short of it is a rate or still taken.
    if (!stands?.outcome) return { problem: 'dispute-open', look: `dispute:${found.id}` };
    const { outcome, standing } = stands;
    const part = outcome === 'lost' && standing.currency === movement.amount.currency;
    return { journal: disputeWon(found.id, movement, part ? standing.min(movement.amount) : standing) };
  }
}

/** How a dispute ended, and what of the sum that it took stands as disputed still; null while that it took it is not booked. */
export async function standingOf(
  tx: Tx,
  disputeId: string,
): Promise<{ outcome: 'won' | 'lost' | null; standing: Money } | null> {
  const [row] = await rowsOf<{ outcome: 'won' | 'lost' | null; minor: string; currency: Currency }>(
    tx,
    `select d.outcome, t.currency, case when exists (select from ledger.journal j where j.key = 'dispute:' || d.id || ':lost') then 0
              else -t.amount_minor - coalesce((select sum(b.amount_minor) from payments.stripe_transaction b
                where b.source = d.id and b.category = 'dispute_reversal' and b.journal_key is not null), 0) end as minor
       from payments.dispute d
       join payments.stripe_transaction t on t.source = d.id and t.category = 'dispute' and t.journal_key is not null
      where d.id = $1`,
    [disputeId],
  );
  if (!row) return null;
  const minor = BigInt(row.minor);
  return { outcome: row.outcome, standing: Money.ofMinor(minor < 0n ? 0n : minor, row.currency) };
}

interface Found {
  readonly id: string;
  readonly money: Money;
  /** Of a charge: whether its money stands in the books already. */
  readonly entered?: boolean;
}

async function one(tx: Tx, sql: string, { source }: NamedMovement): Promise<Found | null> {
  const [row] = await rowsOf<Omit<Found, 'money'> & { amount: string; currency: Currency }>(tx, sql, [source]);
  return row ? { ...row, money: Money.ofMinor(BigInt(row.amount), row.currency) } : null;
}
