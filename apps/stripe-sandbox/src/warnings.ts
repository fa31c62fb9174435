import { type Endpoint, endpoint } from './endpoint.js';
import { emit } from './events.js';
import { created, page, paging } from './lists.js';
import { text } from './parameters.js';
import { type World } from './world.js';

/** Nothing can be done about warnings of a charge any more: it is disputed, or has gone back whole. */
export function closeWarnings(world: World, chargeId: string): void {
  for (const warning of world.warnings.all()) {
    if (warning.charge !== chargeId || !warning.actionable) continue;
    warning.actionable = false;
    world.warnings.save(warning);
    emit(world, 'radar.early_fraud_warning.updated', warning, { actionable: true });
  }
}

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
