import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { finalFailureOf } from './stripe.client.js';

const { StripeIdempotencyError, StripeInvalidRequestError, StripeCardError, StripeAPIError } = Stripe.errors;

describe('a refusal of Stripe', () => {
  it.each([
    [new StripeCardError({ type: 'card_error', code: 'card_declined', decline_code: 'lost_card' }), 'lost_card'],
    [new StripeInvalidRequestError({ type: 'invalid_request_error', code: 'charge_disputed' }), 'charge_disputed'],
  ])('is the last word: %p', (error, code) => {
    expect(finalFailureOf(error)).toBe(code);
  });

  it.each([
    new StripeIdempotencyError({ type: 'idempotency_error', statusCode: 400 }),
    new StripeIdempotencyError({ type: 'idempotency_error', code: 'idempotency_key_in_use', statusCode: 409 }),
    new StripeInvalidRequestError({ type: 'invalid_request_error', code: 'idempotency_key_in_use', statusCode: 409 }),
    new StripeAPIError({ type: 'api_error', statusCode: 500 }),
    new Error('socket hang up'),
  ])('says nothing of what came of it: %p', (error) => {
    expect(finalFailureOf(error)).toBeNull();
  });
});
