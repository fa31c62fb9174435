import { Injectable } from '@nestjs/common';
import { Clock, Database } from '#libs/platform/src/index.js';
import { AccountGateway } from './stripe/account.gateway.js';
import type { SeenBalance } from './stripe/seen.js';

/** Keeps what Stripe itself says lies on its balance, so that it can stand beside the books. */
@Injectable()
export class SaidBalance {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly gateway: AccountGateway,
  ) {}

  /**
   * Does a work that reads every movement of the balance. When Stripe says the same before and after, nothing moved
   * meanwhile: then every movement seen so far is in what it says, and that is kept. Else the last word stays.
   */
  async around<T>(work: () => Promise<T>): Promise<T> {
    const before = await this.gateway.balance();
    const done = await work();
    const at = await this.clock.now();
    const after = await this.gateway.balance();
    if (totals(before) === totals(after)) await this.keep(after, at);
    return done;
  }

  private async keep(said: readonly SeenBalance[], at: Date): Promise<void> {
    await this.db.rows(
      `with said as (select * from unnest($1::text[], $2::bigint[], $3::bigint[]) s (currency, available, pending)),
       silent as (update payments.said_balance set available_minor = 0, pending_minor = 0, at = $4
         where at < $4 and currency not in (select currency from said))
       insert into payments.said_balance (currency, available_minor, pending_minor, at)
         select currency, available, pending, $4 from said
       on conflict (currency) do update set available_minor = excluded.available_minor,
         pending_minor = excluded.pending_minor, at = excluded.at where said_balance.at < excluded.at returning currency`,
      [
        said.map(({ available }) => available.currency),
        said.map(({ available }) => available.minor.toString()),
        said.map(({ pending }) => pending.minor.toString()),
        at,
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
