import { Injectable } from '@nestjs/common';
import { type Currency, DomainError, Money } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { Database, inTurn, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Booking, BookingsService, standingOf } from './bookings.service.js';
import { LooksService } from './looks.service.js';
import { transactionSeen } from './payments.events.js';
import { disputeLost } from './stripe.postings.js';
import type { SeenTransaction } from './stripe/seen.js';

const BATCH = 500;

interface Row {
  id: string;
  type: string;
  category: string;
  source: string | null;
  amount: string;
  fee: string;
  net: string;
  currency: Currency;
  problem: string | null;
}

/** Stripe's balance, movement by movement: each stands in exactly one journal (I3). */
@Injectable()
export class TransactionsService {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly ledger: LedgerService,
    private readonly bookings: BookingsService,
    private readonly looks: LooksService,
  ) {}

  /**
   * Notes movements; those that are new are booked soon after the commit, that of a charge once the charge stands in the
   * books (ChargesService says when). Gives how many were new.
   */
  async remember(tx: Tx, seen: readonly SeenTransaction[]): Promise<number> {
    const fresh = await rowsOf<{ id: string; waits: boolean }>(
      tx,
      `with fresh as (
         insert into payments.stripe_transaction (id, type, category, source, amount_minor, fee_minor, net_minor, currency, created_at, seen_at)
         select *, platform.now() from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],
           $7::bigint[], $8::text[], $9::timestamptz[]) on conflict do nothing returning id, source)
       select id, exists (select from payments.charge c
         where c.stripe_charge = fresh.source and c.counted_at is null and c.returned_at is null) as waits from fresh`,
      [
        seen.map(({ id }) => id), seen.map(({ type }) => type), seen.map(({ category }) => category),
        seen.map(({ source }) => source), seen.map(({ amount }) => amount), seen.map(({ fee }) => fee),
        seen.map(({ net }) => net), seen.map(({ currency }) => currency), seen.map(({ at }) => at),
      ], // prettier-ignore
    );
    await this.outbox.add(tx, ...fresh.filter(({ waits }) => !waits).map(({ id }) => transactionSeen(id)));
    return fresh.length;
  }

  /**
   * Books one movement. False when it has to wait: the charge is not counted yet, nobody knows what it belongs to, or the
   * books refuse it (`problem` says which; an unknown object is looked for once).
   */
  async book(id: string): Promise<boolean> {
    try {
      return await this.db.transaction((tx) => this.bookIn(tx, id));
    } catch (error) {
      const refused = error instanceof DomainError;
      await this.db.rows(
        'update payments.stripe_transaction set problem = $2 where id = $1 and journal_key is null returning id',
        [id, refused ? error.code : 'failed'],
      );
      if (!refused) throw error;
      return false;
    }
  }

  /** Books what had to wait, the oldest first. Gives how many are still waiting. */
  async bookWaiting(): Promise<number> {
    const rows = await this.db.rows<{ id: string }>(
      'select id from payments.stripe_transaction where journal_key is null order by seen_at, id limit $1',
      [BATCH],
    );
    let waiting = 0;
    await inTurn(rows, async ({ id }) => {
      if (!(await this.book(id))) waiting += 1;
    });
    return waiting;
  }

  /** Act 33, Stripe's side, as soon as the dispute is lost and what it took is booked. */
  async settleLost(tx: Tx, disputeId: string): Promise<void> {
    const stands = await standingOf(tx, disputeId);
    if (stands?.outcome === 'lost' && stands.standing.isPositive())
      await this.ledger.post(tx, disputeLost(disputeId, stands.standing));
  }

  private async bookIn(tx: Tx, id: string): Promise<boolean> {
    const [row] = await rowsOf<Row>(
      tx,
      `select id, type, category, source, amount_minor as amount, fee_minor as fee, net_minor as net, currency, problem
       from payments.stripe_transaction where id = $1 and journal_key is null for update`,
      [id],
    );
    if (!row) return true;
    const booking = await this.bookings.of(tx, movementOf(row));
    if ('problem' in booking) return this.wait(tx, row, booking);
    const key = 'reverse' in booking ? await this.reverse(tx, booking.reverse) : booking.journal.key;
    if ('journal' in booking) await this.ledger.post(tx, booking.journal);
    await tx.query(
      `update payments.stripe_transaction set journal_key = $2, booked_at = platform.now(), problem = null where id = $1`,
      [id, key],
    );
    if (row.category.startsWith('dispute') && row.source) await this.settleLost(tx, row.source);
    return true;
  }

  private async reverse(tx: Tx, key: string): Promise<string> {
    await this.ledger.reverse(tx, key, { reason: 'payout-failed' });
    return `reverse:${key}`;
  }

  private async wait(tx: Tx, row: Row, { problem, look }: Extract<Booking, { problem: string }>): Promise<false> {
    if (row.problem === problem) return false;
    await tx.query('update payments.stripe_transaction set problem = $2 where id = $1', [row.id, problem]);
    if (look) await this.looks.want(tx, look);
    return false;
  }
}

function movementOf({ id, type, category, source, amount, fee, net, currency }: Row) {
  const money = (minor: string) => Money.ofMinor(BigInt(minor), currency);
  return { id, type, category, source, amount: money(amount), fee: money(fee), net: money(net) };
}
