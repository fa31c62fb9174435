import { Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { Clock, Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { objectOf } from './stripe-event.js';
import { eventReceived } from './payments.events.js';
import type { SeenEvent } from './stripe/seen.js';
import { StripeSignature } from './stripe/signature.js';

const BYTES_MAX = 262_144;

/** Where Stripe's messages are taken in. They are hints: what they are about is read again by the worker. */
@Injectable()
export class WebhookService {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
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
    return this.db.transaction(async (tx) => ((await this.note(tx, seen, 'webhook')) ? 'stored' : 'known'));
  }

  /** Notes an event, however it was learned of; false when it is known. */
  async note(tx: Tx, { id, type, at, ...event }: SeenEvent, via: 'webhook' | 'poll'): Promise<boolean> {
    const object = objectOf(type, event);
    const made = await rowsOf(
      tx,
      `insert into payments.stripe_event (id, type, object, via, created_at, received_at, handled_at)
       values ($1, $2, $3, $4, $5, platform.now(), case when $3 = 'none' then platform.now() end)
       on conflict do nothing returning id`,
      [id, type.slice(0, 100), object, via, at],
    );
    if (made.length > 0 && object !== 'none') await this.outbox.add(tx, eventReceived(id));
    return made.length > 0;
  }
}

function refused(why: string): Error {
  return refuse('invalid', 'webhook-refused', `This message is not taken: ${why}.`, { why });
}
