import { type Endpoint, endpoint } from './endpoint.js';
import { missing } from './errors.js';
import { emit } from './events.js';
import { newId, randomText } from './ids.js';
import { created, page, paging } from './lists.js';
import { type Customer } from './objects.js';
import { clearable, email, given, group, list, mergeMetadata, metadata, type Parsed, text } from './parameters.js';
import { attachUnseen, detach, methodFor } from './wallet.js';
import { address, fullAddress, methodType } from './words.js';
import { type World } from './world.js';

const described = {
  address: clearable(address),
  description: clearable(text()),
  email: clearable(email),
  invoice_settings: group({ default_payment_method: clearable(text()) }),
  metadata,
  name: clearable(text(256)),
  phone: clearable(text(20)),
  preferred_locales: list(text()),
};

/** Customers; `DELETE` forgets everything about one but his id. */
export const customerEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/customers', { ...described, payment_method: text() }, ({ world, params }) => {
    const customer = makeCustomer(world, {});
    describe(world, customer, params);
    // A card that no bank would take leaves no customer behind.
    if (params.payment_method !== undefined)
      attachUnseen(world, methodFor(world, params.payment_method, null), customer.id);
    world.customers.save(customer);
    emit(world, 'customer.created', customer);
    return customer;
  }),
  endpoint('GET', '/v1/customers', { ...paging, created, email: text() }, ({ world, params, path }) => {
    const found = world.customers
      .all()
      .filter((one) => !one.deleted && (params.email === undefined || one.email === params.email));
    return page(found, params, path, 'customer');
  }),
  endpoint('GET', '/v1/customers/:id', {}, ({ world, id }) => show(world.customers.get(id))),
  endpoint('POST', '/v1/customers/:id', described, ({ world, id, params }) => {
    const customer = living(world, id);
    const before = structuredClone(customer) as unknown as Record<string, unknown>;
    describe(world, customer, params);
    world.customers.save(customer);
    const changed = Object.entries(customer).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]),
    );
    if (changed.length > 0)
      emit(world, 'customer.updated', customer, Object.fromEntries(changed.map(([key]) => [key, before[key]])));
    return customer;
  }),
  endpoint('DELETE', '/v1/customers/:id', {}, ({ world, id }) => {
    const customer = living(world, id);
    for (const method of world.paymentMethods.all()) if (method.customer === id) detach(world, method);
    world.customers.save({ ...makeCustomer(world, {}), id, created: customer.created, deleted: true });
    emit(world, 'customer.deleted', customer);
    return show(world.customers.get(id));
  }),
  endpoint(
    'GET',
    '/v1/customers/:id/payment_methods',
    { ...paging, type: methodType },
    ({ world, id, params, path }) => {
      living(world, id);
      const found = world.paymentMethods
        .all()
        .filter((one) => one.customer === id && (params.type === undefined || one.type === params.type));
      return page(found, params, path, 'PaymentMethod');
    },
  ),
];

/** A new customer with nothing known but what is given. */
export function makeCustomer(world: World, of: Partial<Customer>): Customer {
  return {
    id: newId('cus', 14),
    object: 'customer',
    address: null,
    balance: 0,
    created: world.clock.now(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
    ...of,
  };
}

function describe(world: World, customer: Customer, params: Parsed<typeof described>): void {
  Object.assign(customer, given(params, 'description', 'email', 'name', 'phone', 'preferred_locales'));
  if (params.address !== undefined) customer.address = fullAddress(params.address);
  customer.metadata = mergeMetadata(customer.metadata, params.metadata);
  const preferred = params.invoice_settings?.default_payment_method;
  if (preferred === undefined) return;
  if (preferred !== null) methodFor(world, preferred, customer.id, 'invoice_settings[default_payment_method]');
  customer.invoice_settings.default_payment_method = preferred;
}

function living(world: World, id: string): Customer {
  const customer = world.customers.get(id);
  if (customer.deleted) throw missing('customer', id);
  return customer;
}

function show(customer: Customer): object {
  return customer.deleted ? { id: customer.id, object: 'customer', deleted: true } : customer;
}
