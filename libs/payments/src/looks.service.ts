import { Injectable } from '@nestjs/common';
import { Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { lookWanted } from './payments.events.js';

/** Wishes to read one of Stripe's objects again ("checkout:ID", "refund:re_…"); many at once become one. */
@Injectable()
export class LooksService {
  constructor(private readonly outbox: Outbox) {}

  /** Wants an object read again; nothing is added while such a wish waits. */
  async want(tx: Tx, object: string): Promise<void> {
    const sql =
      'insert into payments.look (object, at) values ($1, platform.now()) on conflict do nothing returning object';
    if ((await rowsOf(tx, sql, [object])).length > 0) await this.outbox.add(tx, lookWanted(object));
  }

  /** The wish is taken up; one that comes from now on is a new one. Do this before reading. */
  async take(tx: Tx, object: string): Promise<void> {
    await tx.query('delete from payments.look where object = $1', [object]);
  }
}
