import { type Endpoint, endpoint } from './endpoint.js';
import { created, page, paging } from './lists.js';
import { clearable, email, mergeMetadata, metadata, text } from './parameters.js';

const listed = { ...paging, created, customer: text(), payment_intent: text(), transfer_group: text() };

/** Attempts to take money, successful or not. */
export const chargeEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/charges', listed, ({ world, params, path }) => {
    const found = world.charges
      .all()
      .filter(
        (one) =>
          (params.customer === undefined || one.customer === params.customer) &&
          (params.payment_intent === undefined || one.payment_intent === params.payment_intent) &&
          (params.transfer_group === undefined || one.transfer_group === params.transfer_group),
      );
    return page(found, params, path, 'charge');
  }),
  endpoint('GET', '/v1/charges/:id', {}, ({ world, id }) => world.charges.get(id)),
  endpoint(
    'POST',
    '/v1/charges/:id',
    { description: clearable(text()), metadata, receipt_email: clearable(email) },
    ({ world, id, params }) => {
      const charge = world.charges.get(id);
      charge.metadata = mergeMetadata(charge.metadata, params.metadata);
      if (params.description !== undefined) charge.description = params.description;
      if (params.receipt_email !== undefined) charge.receipt_email = params.receipt_email;
      return world.charges.save(charge);
    },
  ),
];
