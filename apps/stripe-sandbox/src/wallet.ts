import { cardByNumber, cardByToken, type TestCard } from './cards.js';
import { cardError, invalid, missing } from './errors.js';
import { emit } from './events.js';
import { makeCard, type PaymentMethod } from './payment-methods.object.js';
import { type World } from './world.js';

/** Keeps a new card: what is shown, and which test card is behind it. */
export function storeCard(
  world: World,
  card: TestCard,
  of: Partial<PaymentMethod> & { expMonth?: number; expYear?: number } = {},
): PaymentMethod {
  const method = makeCard(card, { created: world.clock.now(), ...of });
  return storeMethod(world, method, card.number);
}

/** Keeps a new payment method with the number behind it. */
export function storeMethod(world: World, method: PaymentMethod, number: string): PaymentMethod {
  world.vault.save({ id: method.id, number, setUp: false, used: false, detached: false });
  return world.paymentMethods.save(method);
}

/** Ties a card to a customer after the bank has already said yes to it. */
export function attachTo(world: World, method: PaymentMethod, customer: string): void {
  if (method.customer === customer) return;
  if (method.customer !== null)
    throw invalid('The payment method you provided has already been attached to a customer.');
  if (world.vault.get(method.id).detached) throw usedUp();
  method.customer = customer;
  world.paymentMethods.save(method);
  emit(world, 'payment_method.attached', method);
}

/** Ties a card to a customer by API: a card that no bank would take is refused here, as by Stripe. */
export function attachUnseen(world: World, method: PaymentMethod, customer: string): PaymentMethod {
  const secret = world.vault.get(method.id);
  const card = cardByNumber(secret.number);
  if (card?.decline && !card.saves) throw cardError({ ...card.decline });
  if (secret.used && method.customer === null) throw usedUp();
  attachTo(world, method, customer);
  return method;
}

/** Unties a card for good. */
export function detach(world: World, method: PaymentMethod): PaymentMethod {
  const { customer } = method;
  if (customer === null)
    throw invalid('The payment method you provided is not attached to a customer so detachment is impossible.');
  method.customer = null;
  world.vault.save({ ...world.vault.get(method.id), detached: true });
  world.paymentMethods.save(method);
  emit(world, 'payment_method.detached', method, { customer });
  return method;
}

/** Finds the card for an intent: an id, or one of Stripe's `pm_card_…` names, which make a new one. */
export function methodFor(world: World, id: string, customer: string | null, param = 'payment_method'): PaymentMethod {
  const named = id.startsWith('pm_card_') ? cardByToken(id) : undefined;
  if (named) return storeCard(world, named);
  const method = world.paymentMethods.find(id);
  if (!method) throw missing('PaymentMethod', id, param);
  if (method.customer !== null && customer === null) {
    throw invalid(
      'The payment method you provided is attached to a customer so for security purposes you must provide the customer in the request.',
      { param: 'customer' },
    );
  }
  if (method.customer !== null && method.customer !== customer) {
    throw invalid(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      { code: 'resource_missing', param },
    );
  }
  const secret = world.vault.get(id);
  if (secret.detached || (secret.used && method.customer === null)) throw usedUp();
  return method;
}

const usedUp = () =>
  invalid(
    'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
  );
