import { Injectable } from '@nestjs/common';
import { isId } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { lookWanted } from './payments.events.js';

// A payment tells itself in four or five events; once it is paid and its fee known, or its card saved, the rest is no news.
const WANT_NEWS = `
  with paid as (
    select c.id, c.payment_intent, c.checkout_id from payments.charge c
     where (c.id = any($2::uuid[]) or c.payment_intent = any($3::text[]) or c.checkout_id = any($4::uuid[]))
       and c.state = 'succeeded' and exists (select from payments.stripe_transaction t where t.source = c.stripe_charge)),
  settled as (
    select 'charge:' || id as object from paid union all select 'intent:' || payment_intent from paid
    union all select 'checkout:' || checkout_id from paid
    union all select 'checkout:' || id from payments.checkout where id = any($4::uuid[]) and state = 'saved')
  insert into payments.look (object, at)
  select object, platform.now() from unnest($1::text[]) as news (object)
   where not exists (select from settled where settled.object = news.object) order by object on conflict do nothing returning object`;

/** Wishes to read one of Stripe's objects again ("checkout:ID", "refund:re_…"); many at once become one. */
@Injectable()
export class LooksService {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
  ) {}

  /** Wants objects read again; nothing is added while such a wish waits. */
  async want(tx: Tx, ...objects: readonly string[]): Promise<void> {
    if (objects.length === 0) return;
    const wanted = await rowsOf<{ object: string }>(
      tx,
      `insert into payments.look (object, at) select object, platform.now() from unnest($1::text[]) as object order by object
       on conflict do nothing returning object`,
      [objects],
    );
    await this.outbox.add(tx, ...wanted.map(({ object }) => lookWanted(object)));
  }

  /** As `want`, but for objects of which we know already all that there is to tell. */
  async wantNews(tx: Tx, objects: ReadonlySet<string>): Promise<void> {
    if (objects.size === 0) return;
    const ids = (kind: string) =>
      [...objects].filter((object) => object.startsWith(`${kind}:`)).map((object) => object.slice(kind.length + 1));
    const wanted = await rowsOf<{ object: string }>(tx, WANT_NEWS, [
      [...objects],
      ids('charge').filter(isId),
      ids('intent'),
      ids('checkout').filter(isId),
    ]);
    await this.outbox.add(tx, ...wanted.map(({ object }) => lookWanted(object)));
  }

  /** The wish is taken up; one that comes from now on is a new one. Do this before reading. */
  async take(object: string): Promise<void> {
    await this.db.rows('delete from payments.look where object = $1 returning object', [object]);
  }
}
