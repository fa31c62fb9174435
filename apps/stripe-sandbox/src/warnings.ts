import { type Endpoint, endpoint } from './endpoint.js';
import { created, page, paging } from './lists.js';
import { text } from './parameters.js';

/** Early fraud warnings from banks. */
export const warningEndpoints: Endpoint[] = [
  endpoint(
    'GET',
    '/v1/radar/early_fraud_warnings',
    { ...paging, created, charge: text(), payment_intent: text() },
    ({ world, params, path }) => {
      const found = world.warnings
        .all()
        .filter(
          (one) =>
            (params.charge === undefined || one.charge === params.charge) &&
            (params.payment_intent === undefined || one.payment_intent === params.payment_intent),
        );
      return page(found, params, path, 'early fraud warning');
    },
  ),
  endpoint('GET', '/v1/radar/early_fraud_warnings/:id', {}, ({ world, id }) => world.warnings.get(id)),
];
