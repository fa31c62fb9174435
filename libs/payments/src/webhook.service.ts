import { Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { Clock, Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { objectOf } from './stripe-event.js';
import { LooksService } from './looks.service.js';
import type { SeenEvent } from './stripe/seen.js';
import { StripeSignature } from './stripe/signature.js';

const BYTES_MAX = 262_144;

/** Where Stripe's messages are taken in. They are hints: what they are about is read again by the worker. */
@Injectable()
export class WebhookService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly looks: LooksService,
    private readonly signature: StripeSignature,
  ) {}

  /**
   * Takes one message: the body byte for byte as it came, and its `stripe-signature` header. `known`: it was told
   * before. Throws `webhook-refused` (param `why`: size, signature, shape, mode) and stores nothing.
   */
  async receive(rawBody: Uint8Array, signatureHeader: string | undefined): Promise<'stored' | 'known'> {
    if (rawBody.byteLength > BYTES_MAX) throw refused('size');
    const seen = this.signature.read(rawBody, signatureHeader ?? '', await this.clock.now());
    if (typeof seen === 'string') throw refused(seen);
    return this.db.transaction(async (tx) => ((await this.note(tx, [seen], 'webhook')) > 0 ? 'stored' : 'known'));
  }

  /**
   * Notes events, however they were learned of, and wants what they are about read again, unless all that they can tell
   * is known. Gives how many were new.
   */
  async note(tx: Tx, events: readonly SeenEvent[], via: 'webhook' | 'poll'): Promise<number> {
    const told = events.map((event) => ({ ...event, about: objectOf(event.type, event) }));
    const fresh = await rowsOf<{ object: string }>(
      tx,
      `insert into payments.stripe_event (id, type, object, via, created_at, received_at)
       select id, left(type, 100), object, $4, created_at, platform.now()
         from unnest($1::text[], $2::text[], $3::text[], $5::timestamptz[]) as told(id, type, object, created_at)
       on conflict do nothing returning object`,
      [
        told.map(({ id }) => id),
        told.map(({ type }) => type),
        told.map(({ about }) => about),
        via,
        told.map(({ at }) => at),
      ],
    );
    await this.looks.wantNews(tx, new Set(fresh.map(({ object }) => object).filter((object) => object !== 'none')));
    return fresh.length;
  }
}

function refused(why: string): Error {
  return refuse('invalid', 'webhook-refused', `This message is not taken: ${why}.`, { why });
}
