import type { Tally } from './api.client.js';

/** A card as a person types it. */
export interface Card {
  readonly number: string;
  /** What the person does when the bank asks: authorise, or not. */
  readonly authenticate?: 'authorise' | 'refuse';
}

/** The card that always works. */
export const GOOD_CARD: Card = { number: '4242424242424242' };

/** Fills in the payment page that a donor is sent to, as a browser without scripts would. Gives where it leads next. */
export async function payOnPage(
  url: string,
  card: Card,
  person: { name: string; email: string },
  tally: Tally,
): Promise<string> {
  const fields = { number: card.number, expiry: '12/34', cvc: '123', ...person };
  const first = await submit(url, fields, tally);
  if (first.status === 422) return 'declined';
  const next = first.headers.get('location');
  if (first.status !== 303 || !next) throw new Error(`the payment page answered ${first.status}`);
  const target = new URL(next, url);
  if (target.origin !== new URL(url).origin) return target.href;
  const second = await submit(target.href, { decision: card.authenticate ?? 'authorise' }, tally);
  return second.headers.get('location') ?? 'declined';
}

async function submit(url: string, fields: Record<string, string>, tally: Tally): Promise<Response> {
  tally.requests += 1;
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}
