import { Injectable } from '@nestjs/common';
import { Config } from '#libs/platform/src/index.js';
import { eventOf } from './reading.js';
import type { SeenEvent } from './seen.js';
import { StripeClient } from './stripe.client.js';

const TOLERANCE_SECONDS = 300;

/** Tells Stripe's messages from forged ones. */
@Injectable()
export class StripeSignature {
  constructor(
    private readonly stripe: StripeClient,
    private readonly config: Config,
  ) {}

  /**
   * The event in a message signed with one of our secrets not longer than five minutes ago, and of our mode; else why
   * not: `signature`, `shape` or `mode`.
   */
  read(body: Uint8Array, header: string, now: Date): SeenEvent | 'signature' | 'shape' | 'mode' {
    if (!this.config.stripe.webhookSecrets.some((secret) => this.isSigned(body, header, secret, now)))
      return 'signature';
    const event = eventOf(parsed(body));
    if (!event) return 'shape';
    return event.live === this.stripe.live ? event : 'mode';
  }

  private isSigned(body: Uint8Array, header: string, secret: string, now: Date): boolean {
    try {
      const { signature } = this.stripe.api.webhooks;
      return signature!.verifyHeader(body, header, secret, TOLERANCE_SECONDS, undefined, now.getTime());
    } catch {
      return false;
    }
  }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}
