import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { Config, Database, InGroups } from '#libs/platform/src/index.js';
import type { CheckoutId } from './charge.js';

/** How long a request waits for its turn; who has to wait longer gets a page that waits. */
const PATIENCE_MS = 2_000;

// One statement for everybody who asks at once, nothing of it on disk: the only row that all processes write is free again at
// once. A page that is open already needs no turn; one that has its turn keeps it.
const TURNS = `
  with wanted as (
    select c.id, one.n, t.at from unnest($1::uuid[]) with ordinality as one (id, n) join payments.checkout c on c.id = one.id
      left join payments.turn t on t.checkout_id = c.id where c.session is null),
  new as (select id, row_number() over (order by n) - 1 as place from wanted where at is null),
  many as (select count(*) * $2::interval as time, count(*) as n from new),
  next as (
    insert into payments.next_turn as turn (what, at) select 'checkout', clock_timestamp() + time from many where n > 0
    on conflict (what) do update set at = greatest(turn.at, clock_timestamp()) + (select time from many)
    returning at - (select time from many) as at),
  taken as (select id, next.at + place * $2::interval as at from new, next),
  kept as (insert into payments.turn (checkout_id, at) select id, at from taken on conflict do nothing)
  select id, greatest(0, extract(epoch from at - clock_timestamp()) * 1000)::int as ms
    from (select id, at from wanted where at is not null union all select id, at from taken) as turn`;
// Turns are when somebody may come, not when he does: who comes late comes beside somebody else. So all who go to Stripe in this
// moment go one after the other; when that takes longer than anybody waits, nobody more is let in.
const GO = `
  insert into payments.next_turn as turn (what, at) values ('going', clock_timestamp() + $1::int * $2::interval)
  on conflict (what) do update set at = greatest(turn.at, clock_timestamp()) + $1::int * $2::interval
    where turn.at <= clock_timestamp() + $3::int * interval '1 millisecond'
  returning greatest(0, extract(epoch from at - $1::int * $2::interval - clock_timestamp()) * 1000)::int as ms`;
const FORGET = `delete from payments.turn where at < clock_timestamp() - interval '1 day'`;

/**
 * Turns at opening payment pages: Stripe takes so many calls a second, so each page has its moment, in the order in which
 * they were asked for, all processes together. The world's clock counts here, not ours: Stripe keeps no other.
 */
@Injectable()
export class Turns {
  private readonly callsPerSecond: number | null;
  private readonly spacing: string | null;
  private readonly asking = new InGroups<CheckoutId, number | null>((ids) => this.take(ids));
  private readonly going = new InGroups<CheckoutId, number>((ids) => this.go(ids));

  constructor(
    private readonly db: Database,
    { stripe }: Config,
  ) {
    this.callsPerSecond = stripe.callsPerSecond ?? null;
    this.spacing = this.callsPerSecond ? `${1 / this.callsPerSecond} seconds` : null;
  }

  /**
   * Comes back when it is this page's turn, at once where there is no limit. The turn is kept, whoever asks again. Throws
   * `checkout-waits` (params `checkout`, and `seconds` until then) when that is more than two seconds away.
   */
  async await(id: CheckoutId): Promise<void> {
    if (!this.spacing) return;
    const turn = await this.asking.add(id);
    if (turn === null) return;
    await waitFor(id, turn);
    await waitFor(id, await this.going.add(id));
  }

  private async take(ids: readonly CheckoutId[]): Promise<(number | null)[]> {
    const turns = await this.db.rows<{ id: CheckoutId; ms: number }>(TURNS, [[...new Set(ids)], this.spacing]);
    return ids.map((id) => turns.find((turn) => turn.id === id)?.ms ?? null);
  }

  private async go(ids: readonly CheckoutId[]): Promise<number[]> {
    const [first] = await this.db.rows<{ ms: number }>(GO, [ids.length, this.spacing, PATIENCE_MS]);
    const spacing = 1_000 / this.callsPerSecond!;
    return ids.map((_, n) => (first ? first.ms + n * spacing : PATIENCE_MS + 1));
  }

  /** Turns of yesterday are nobody's any more. */
  async forget(): Promise<void> {
    await this.db.rows(FORGET);
  }
}

async function waitFor(checkout: CheckoutId, ms: number): Promise<void> {
  if (ms > PATIENCE_MS)
    throw refuse('unavailable', 'checkout-waits', 'Many payment pages are wanted at once: each has its turn.', {
      checkout,
      seconds: Math.ceil(ms / 1_000),
    });
  if (ms > 0) await sleep(ms);
}
