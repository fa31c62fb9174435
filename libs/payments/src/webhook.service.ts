import { Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { Clock, Database, InGroups, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { objectOf } from './stripe-event.js';
import { LooksService } from './looks.service.js';
import type { SeenEvent } from './stripe/seen.js';
import { StripeSignature } from './stripe/signature.js';

const BYTES_MAX = 262_144;

/** A message as it came. */
interface Message {
  readonly rawBody: Uint8Array;
  readonly signature: string;
}

type Taken = 'stored' | 'known';

/** Where Stripe's messages are taken in. They are hints: what they are about is read again by the worker. */
@Injectable()
export class WebhookService {
  private readonly messages = new InGroups<Message, Taken>((messages) => this.take(messages));

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
  async receive(rawBody: Uint8Array, signatureHeader: string | undefined): Promise<Taken> {
    if (rawBody.byteLength > BYTES_MAX) throw refused('size');
    return this.messages.add({ rawBody, signature: signatureHeader ?? '' });
  }

  /**
   * Notes events, however they were learned of, and wants what they are about read again, unless all that they can tell
   * is known. Gives the ids of those that were new.
   */
  async note(tx: Tx, events: readonly SeenEvent[], via: 'webhook' | 'poll'): Promise<Set<string>> {
    const told = events.map((event) => ({ ...event, about: objectOf(event.type, event) }));
    const fresh = await rowsOf<{ id: string; object: string }>(
      tx,
      `insert into payments.stripe_event (id, type, object, via, created_at, received_at)
       select id, left(type, 100), object, $4, created_at, platform.now()
         from unnest($1::text[], $2::text[], $3::text[], $5::timestamptz[]) as told(id, type, object, created_at)
       on conflict do nothing returning id, object`,
      [
        told.map(({ id }) => id),
        told.map(({ type }) => type),
        told.map(({ about }) => about),
        via,
        told.map(({ at }) => at),
      ],
    );
    await this.looks.wantNews(tx, new Set(fresh.map(({ object }) => object).filter((object) => object !== 'none')));
    return new Set(fresh.map(({ id }) => id));
  }

  private async take(messages: readonly Message[]): Promise<readonly (Taken | Error)[]> {
    const now = await this.clock.now();
    const seen = messages.map(({ rawBody, signature }) => this.signature.read(rawBody, signature, now));
    const events = seen.filter((event) => typeof event !== 'string');
    const fresh =
      events.length > 0 ? await this.db.transaction((tx) => this.note(tx, events, 'webhook')) : new Set<string>();
    // The first of two that say the same is new.
    return seen.map((one) => (typeof one === 'string' ? refused(one) : fresh.delete(one.id) ? 'stored' : 'known'));
  }
}

function refused(why: string): Error {
  return refuse('invalid', 'webhook-refused', `This message is not taken: ${why}.`, { why });
}
