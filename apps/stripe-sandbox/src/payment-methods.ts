import { cardByToken } from './cards.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { cardError, invalid, missing } from './errors.js';
import { emit } from './events.js';
import { page, paging } from './lists.js';
import { choice, group, integer, mergeMetadata, metadata, required, text } from './parameters.js';
import { type PaymentMethod } from './payment-methods.object.js';
import { attachUnseen, detach, storeCard } from './wallet.js';
import { billing, fullAddress, methodType } from './words.js';
import { type World } from './world.js';

const allow_redisplay = choice('always', 'limited', 'unspecified');
const card = group({
  token: text(),
  number: text(),
  exp_month: integer(1, 12),
  exp_year: integer(2000, 2100),
  cvc: text(4),
});

/** Cards and accounts. Card numbers themselves are refused: they belong on the hosted page. */
export const paymentMethodEndpoints: Endpoint[] = [
  endpoint(
    'POST',
    '/v1/payment_methods',
    { type: required(methodType), card, billing_details: billing, metadata, allow_redisplay },
    ({ world, params }) => {
      if (params.type !== 'card')
        throw invalid(`The payment method type "${params.type}" is not played by the sandbox.`, { param: 'type' });
      if (params.card?.number !== undefined) {
        throw cardError({
          message:
            'Sending credit card numbers directly to the Stripe API is generally unsafe. To continue processing use Stripe.js, the Stripe mobile bindings, or Stripe Elements. For more information, see https://dashboard.stripe.com/account/integration/settings. If you are qualified to handle card data directly, see https://support.stripe.com/questions/enabling-access-to-raw-card-data-apis.',
        });
      }
      if (params.card?.token === undefined)
        throw invalid('Missing required param: card[token].', { code: 'parameter_missing', param: 'card[token]' });
      const test = cardByToken(params.card.token);
      if (!test) throw missing('token', params.card.token, 'card[token]');
      const method = storeCard(world, test, {
        metadata: params.metadata ?? {},
        allow_redisplay: params.allow_redisplay ?? 'unspecified',
      });
      bill(method, params.billing_details);
      return world.paymentMethods.save(method);
    },
  ),
  endpoint(
    'GET',
    '/v1/payment_methods',
    { ...paging, customer: text(), type: methodType, allow_redisplay },
    ({ world, params, path }) => {
      const found = world.paymentMethods
        .all()
        .filter(
          (one) =>
            one.customer !== null &&
            (params.customer === undefined || one.customer === params.customer) &&
            (params.type === undefined || one.type === params.type) &&
            (params.allow_redisplay === undefined || one.allow_redisplay === params.allow_redisplay),
        );
      return page(found, params, path, 'PaymentMethod');
    },
  ),
  endpoint('GET', '/v1/payment_methods/:id', {}, ({ world, id }) => world.paymentMethods.get(id)),
  endpoint(
    'POST',
    '/v1/payment_methods/:id',
    {
      billing_details: billing,
      metadata,
      allow_redisplay,
      card: group({ exp_month: integer(1, 12), exp_year: integer(2000, 2100) }),
    },
    ({ world, id, params }) => {
      const method = world.paymentMethods.get(id);
      if (method.customer === null)
        throw invalid('You must save this PaymentMethod to a customer before you can update it.');
      bill(method, params.billing_details);
      method.metadata = mergeMetadata(method.metadata, params.metadata);
      if (params.allow_redisplay) method.allow_redisplay = params.allow_redisplay;
      if (method.card)
        Object.assign(
          method.card,
          Object.fromEntries(Object.entries(params.card ?? {}).filter(([, value]) => value !== undefined)),
        );
      emit(world, 'payment_method.updated', method);
      return world.paymentMethods.save(method);
    },
  ),
  endpoint('POST', '/v1/payment_methods/:id/attach', { customer: required(text()) }, ({ world, id, params }) => {
    if (world.customers.get(params.customer, 'customer').deleted)
      throw missing('customer', params.customer, 'customer');
    return attachUnseen(world, world.paymentMethods.find(id) ?? fromName(world, id), params.customer);
  }),
  endpoint('POST', '/v1/payment_methods/:id/detach', {}, ({ world, id }) =>
    detach(world, world.paymentMethods.get(id)),
  ),
];

function fromName(world: World, id: string): PaymentMethod {
  const test = id.startsWith('pm_card_') ? cardByToken(id) : undefined;
  return test ? storeCard(world, test) : world.paymentMethods.get(id);
}

function bill(
  method: PaymentMethod,
  details:
    | {
        address?: Parameters<typeof fullAddress>[0] | undefined;
        email?: string | null | undefined;
        name?: string | null | undefined;
        phone?: string | null | undefined;
      }
    | undefined,
): void {
  if (!details) return;
  const { address, ...plain } = details;
  Object.assign(
    method.billing_details,
    Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
  );
  if (address !== undefined) method.billing_details.address = fullAddress(address);
}
