import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { refuse } from '#libs/kernel/src/index.js';
import { Config } from '#libs/platform/src/index.js';

const TIMEOUT_MS = 20_000;
const RETRIES = 2;
const CONFLICT = 409;

/** The one connection to Stripe, or to the sandbox when the configuration names a host. */
@Injectable()
export class StripeClient {
  readonly api: Stripe;
  /** Whether our key moves real money: what is told of the other mode is refused. */
  readonly live: boolean;

  constructor(config: Config) {
    const { secretKey, host, port, protocol } = config.stripe;
    this.live = /^(sk|rk)_live_/.test(secretKey);
    this.api = new Stripe(secretKey, {
      timeout: TIMEOUT_MS,
      maxNetworkRetries: RETRIES,
      telemetry: false,
      ...(host && { host, port, protocol }),
    });
  }
}

/**
 * What Stripe's refusal of a card means: the code to keep. Null when it says nothing about the card or the request: then
 * nobody knows what came of it, as when the same request is still under way elsewhere.
 */
export function finalFailureOf(error: unknown): string | null {
  if (error instanceof Stripe.errors.StripeError && error.statusCode === CONFLICT) return null;
  if (error instanceof Stripe.errors.StripeCardError) return error.decline_code || error.code || 'card_declined';
  if (error instanceof Stripe.errors.StripeInvalidRequestError) return error.code ?? 'invalid_request';
  return null;
}

/** Whether Stripe has done something else under this key before: what that was has to be looked up. */
export function isOtherUnderKey(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeIdempotencyError && error.statusCode !== CONFLICT;
}

/** The payment inside a card error: it was made, and then declined. */
export function declinedIntentOf(error: unknown): Stripe.PaymentIntent | null {
  return error instanceof Stripe.errors.StripeError ? (error.payment_intent ?? null) : null;
}

/** Whether Stripe says that there is no such thing (any more). */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
}

/** Turns a failure of the connection or of Stripe into the refusal a person may see; anything else comes back as it is. */
export function unavailable(error: unknown): unknown {
  const { StripeConnectionError, StripeAPIError, StripeRateLimitError, StripeAuthenticationError } = Stripe.errors;
  const down = [StripeConnectionError, StripeAPIError, StripeRateLimitError, StripeAuthenticationError].some(
    (kind) => error instanceof kind,
  );
  return down ? refuse('unavailable', 'payments-unavailable', (error as Error).message) : error;
}
