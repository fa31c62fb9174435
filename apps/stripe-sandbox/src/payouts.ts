import { book } from './balance-transactions.js';
import { knownCurrency } from './currencies.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { invalid } from './errors.js';
import { emit } from './events.js';
import { created, inRange, page, paging } from './lists.js';
import { amount, choice, mergeMetadata, metadata, required, text } from './parameters.js';
import { createPayout, mustHave } from './payout-life.js';

const creating = {
  amount: required(amount),
  currency: required(text()),
  description: text(),
  metadata,
  method: choice('standard', 'instant'),
  statement_descriptor: text(22),
};

/** Money sent to the bank. */
export const payoutEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/payouts', creating, ({ world, params }) => {
    const currency = knownCurrency(params.currency);
    mustHave(world, params.amount, currency);
    const { description, statement_descriptor } = params;
    return createPayout(world, {
      amount: params.amount,
      currency,
      automatic: false,
      description,
      statement_descriptor,
      metadata: mergeMetadata({}, params.metadata),
    });
  }),
  endpoint(
    'GET',
    '/v1/payouts',
    { ...paging, created, arrival_date: created, status: text(), destination: text() },
    ({ world, params, path }) => {
      const found = world.payouts
        .all()
        .filter(
          (one) =>
            (params.status === undefined || one.status === params.status) &&
            (params.destination === undefined || one.destination === params.destination) &&
            inRange(one.arrival_date, params.arrival_date),
        );
      return page(found, params, path, 'payout');
    },
  ),
  endpoint('GET', '/v1/payouts/:id', {}, ({ world, id }) => world.payouts.get(id)),
  endpoint('POST', '/v1/payouts/:id', { metadata }, ({ world, id, params }) => {
    const payout = world.payouts.get(id);
    payout.metadata = mergeMetadata(payout.metadata, params.metadata);
    return world.payouts.save(payout);
  }),
  endpoint('POST', '/v1/payouts/:id/cancel', {}, ({ world, id }) => {
    const payout = world.payouts.get(id);
    if (payout.automatic || payout.status !== 'pending')
      throw invalid(
        `Payouts can be canceled only while they are pending and were made by you; this one is ${payout.status}.`,
      );
    const back = book(world, {
      type: 'payout_cancel',
      category: 'payout_reversal',
      source: id,
      amount: payout.amount,
      currency: payout.currency,
      atOnce: true,
    });
    Object.assign(payout, { status: 'canceled', failure_balance_transaction: back.id });
    emit(world, 'payout.canceled', payout);
    return world.payouts.save(payout);
  }),
];
