import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform/src/index.js';
import { AccountGateway } from './stripe/account.gateway.js';
import type { SeenBalance } from './stripe/seen.js';

/** The last movement that was seen by a moment. */
interface Until {
  readonly seen: string;
  readonly at: Date;
}

const ASKED = `insert into payments.balance_question (asked_at) values (platform.now())
  on conflict (one) do update set asked_at = excluded.asked_at returning one`;
const ANSWERED = `update payments.balance_question set answered_at = platform.now() returning one`;
// A number is given out before its movement is committed, and only to what Stripe has told: nothing below comes later.
const SEEN = `select coalesce(max(n), 0)::text as seen, platform.now() as at from payments.stripe_transaction`;

/** Keeps what Stripe itself says lies on its balance, so that it can stand beside the books. */
@Injectable()
export class SaidBalance {
  constructor(
    private readonly db: Database,
    private readonly gateway: AccountGateway,
  ) {}

  /**
   * Does a work that reads every movement of the balance. When Stripe says the same before and after, nothing moved
   * meanwhile: then the movements seen so far, and no others, are in what it says, and that is kept. Else the last word stays.
   */
  async around<T>(work: () => Promise<T>): Promise<T> {
    await this.db.rows(ASKED);
    const before = await this.gateway.balance();
    const done = await work();
    const [until] = await this.db.rows<Until>(SEEN);
    const after = await this.gateway.balance();
    await this.db.rows(ANSWERED);
    if (totals(before) === totals(after)) await this.keep(after, until!);
    return done;
  }

  private async keep(said: readonly SeenBalance[], { seen, at }: Until): Promise<void> {
    await this.db.rows(
      `with said as (select * from unnest($1::text[], $2::bigint[], $3::bigint[]) s (currency, available, pending)),
       silent as (update payments.said_balance set available_minor = 0, pending_minor = 0, seen = $5, at = $4
         where seen <= $5 and currency not in (select currency from said))
       insert into payments.said_balance (currency, available_minor, pending_minor, seen, at)
         select currency, available, pending, $5, $4 from said
       on conflict (currency) do update set available_minor = excluded.available_minor,
         pending_minor = excluded.pending_minor, seen = excluded.seen, at = excluded.at where said_balance.seen <= excluded.seen returning currency`,
      [
        said.map(({ available }) => available.currency),
        said.map(({ available }) => available.minor.toString()),
        said.map(({ pending }) => pending.minor.toString()),
        at,
        seen,
      ],
    );
  }
}

/** The sums in a word. What becomes available meanwhile is no movement. */
function totals(said: readonly SeenBalance[]): string {
  return said
    .map(({ available, pending }) => `${available.currency} ${available.plus(pending).minor}`)
    .sort()
    .join();
}
