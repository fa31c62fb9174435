import { cardByNumber } from './cards.js';
import { authenticateOnPage, type Paid, payOnPage, successUrl } from './checkout-payment.js';
import { type Session } from './checkout-sessions.object.js';
import { type World } from './world.js';

/** How a session is paid without a browser. */
export interface PayOrder {
  card?: string;
  /** Until when the card is valid; 12/2034 unless said. */
  expiry?: { month: number; year: number };
  iban?: string;
  email?: string;
  name?: string;
  authenticate?: 'authorise' | 'refuse';
}

/** What came of it, and where the payer would be led. */
export interface Payment {
  outcome: Paid;
  redirect: string | null;
  declineCode: string | null;
}

/** Pays or saves a card as the hosted page would. Throws when the session is over or the card is none of ours. */
export function payAsOrdered(world: World, session: Session, order: PayOrder): Payment {
  if (session.status !== 'open') throw new Error(`This session is ${session.status}.`);
  const card = cardByNumber(order.card ?? '4242424242424242');
  if (!card) throw new Error(`No test card ${order.card}`);
  const email = session.customer_email ?? order.email ?? 'donor@example.org';
  const { month: expMonth, year: expYear } = order.expiry ?? { month: 12, year: 2034 };
  const means = order.iban === undefined ? { card, expMonth, expYear } : { iban: order.iban };
  let { kind, declineCode } = payOnPage(world, session, { email, name: order.name ?? 'Ana Exemplu', with: means });
  if (kind === 'asks')
    ({ kind, declineCode } = authenticateOnPage(
      world,
      session,
      order.authenticate === 'refuse' ? 'refused' : 'authorised',
    ));
  const done = kind !== 'declined' && kind !== 'refused';
  return { outcome: kind, redirect: done ? successUrl(session) : null, declineCode: declineCode ?? null };
}
