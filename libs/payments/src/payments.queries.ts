import { Injectable } from '@nestjs/common';
import { type CivilDate, type Currency, Money } from '#libs/kernel/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';

/** A payout of Stripe's and whether a bank line has shown it. */
export interface PayoutSeen {
  readonly id: string;
  readonly amount: Money;
  readonly state: 'in-transit' | 'paid' | 'failed';
  readonly failure: string | null;
  readonly arrivesOn: CivilDate;
  readonly arrivedAt: Date | null;
}

/** A movement of Stripe's balance that stands in no journal yet, and why. */
export interface UnbookedTransaction {
  readonly id: string;
  readonly type: string;
  readonly source: string | null;
  readonly problem: string | null;
  readonly seenAt: Date;
}

type Minor<T> = Omit<T, 'amount'> & { readonly minor: string; readonly currency: Currency };

/** What the operator's desk reads of payments. */
@Injectable()
export class PaymentsQueries {
  constructor(private readonly db: Database) {}

  /** Payouts that no bank line has shown yet, the oldest first. */
  async payoutsUnderWay(): Promise<PayoutSeen[]> {
    const rows = await this.db.rows<Minor<PayoutSeen>>(
      `select id, amount_minor as minor, currency, state, failure, to_char(arrives_on, 'YYYY-MM-DD') as "arrivesOn", arrived_at as "arrivedAt"
       from payments.payout where arrived_at is null and state <> 'failed' order by created_at, id`,
    );
    return rows.map(withAmount);
  }

  /** Movements of Stripe's balance that stand in no journal (I3), the oldest first; after the one with this id. */
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
