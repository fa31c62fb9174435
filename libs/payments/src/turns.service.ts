import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { Config, Database } from '#libs/platform/src/index.js';
import type { CheckoutId } from './charge.js';

/** How long a request waits for its turn; who has to wait longer gets a page that waits. */
const PATIENCE_MS = 2_000;

// One statement, nothing of it on disk: the only row that everybody writes is free again at once. A page that was asked for
// already needs no turn; one that has its turn keeps it.
const TURN = `
  with wanted as (select id from payments.checkout where id = $1 and asked_at is null),
  mine as (select at from payments.turn where checkout_id = $1),
  next as (
    insert into payments.next_turn as n (what, at)
    select 'checkout', clock_timestamp() + $2::interval from wanted where not exists (select from mine)
    on conflict (what) do update set at = greatest(n.at, clock_timestamp()) + $2::interval
    returning at - $2::interval as at),
  taken as (insert into payments.turn (checkout_id, at) select $1, at from next on conflict do nothing)
  select greatest(0, extract(epoch from at - clock_timestamp()) * 1000)::int as ms
    from (select at from mine union all select at from next) as turn where exists (select from wanted)`;
const FORGET = `delete from payments.turn where at < clock_timestamp() - interval '1 day'`;

/**
 * Turns at opening payment pages: Stripe takes so many calls a second, so each page has its moment, in the order in which
 * they were asked for, all processes together. The world's clock counts here, not ours: Stripe keeps no other.
 */
@Injectable()
export class Turns {
  private readonly spacing: string | null;

  constructor(
    private readonly db: Database,
    { stripe }: Config,
  ) {
    this.spacing = stripe.callsPerSecond ? `${1 / stripe.callsPerSecond} seconds` : null;
  }

  /**
   * Comes back when it is this page's turn, at once where there is no limit. The turn is kept, whoever asks again. Throws
   * `checkout-waits` (params `checkout`, and `seconds` until then) when that is more than two seconds away.
   */
  async await(id: CheckoutId): Promise<void> {
    if (!this.spacing) return;
    const [turn] = await this.db.rows<{ ms: number }>(TURN, [id, this.spacing]);
    const ms = turn?.ms ?? 0;
    if (ms > PATIENCE_MS)
      throw refuse('unavailable', 'checkout-waits', 'Many payment pages are wanted at once: each has its turn.', {
        checkout: id,
        seconds: Math.ceil(ms / 1_000),
      });
    if (ms > 0) await sleep(ms);
  }

  /** Turns of yesterday are nobody's any more. */
  async forget(): Promise<void> {
    await this.db.rows(FORGET);
  }
}
