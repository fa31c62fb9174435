import { type Endpoint, endpoint } from './endpoint.js';
import { newId } from './ids.js';
import { created, page, paging } from './lists.js';
import { choice, flag, list, text } from './parameters.js';
import { type StoredEvent } from './records.js';
import { API_VERSION } from './version.js';
import { type World } from './world.js';

/** An event as the API shows it. */
export interface StripeEvent {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: unknown; previous_attributes?: Record<string, unknown> };
  livemode: boolean;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

const MOST_EVENTS = 60_000;

/** Says what happened: keeps the object as it is now, and hands the event to the sender. */
export function emit(
  world: World,
  type: string,
  object: unknown,
  previous: Record<string, unknown> | null = null,
): void {
  const event: StoredEvent = {
    id: newId('evt', 24),
    type,
    created: world.clock.now(),
    object: JSON.stringify(object),
    previous,
    request: { id: world.cause.requestId, idempotency_key: world.cause.idempotencyKey },
  };
  world.events.save(event);
  world.events.keepLast(MOST_EVENTS);
  world.deliveries.keepLast(MOST_EVENTS);
  world.onEvent(event);
}

/** The event as Stripe would show or send it. */
export function showEvent(world: World, event: StoredEvent, pending = pendingOf(world, event)): StripeEvent {
  return {
    id: event.id,
    object: 'event',
    api_version: API_VERSION,
    created: event.created,
    data: {
      object: JSON.parse(event.object) as unknown,
      ...(event.previous && { previous_attributes: event.previous }),
    },
    livemode: false,
    pending_webhooks: pending,
    request: event.request,
    type: event.type,
  };
}

function pendingOf(world: World, event: StoredEvent): number {
  return deliveriesOf(world, event.id).filter((one) => one.state !== 'delivered' && one.state !== 'failed').length;
}

const deliveriesOf = (world: World, id: string) =>
  world.endpoints.all().flatMap((endpoint) => world.deliveries.find(`${id}:${endpoint.id}`) ?? []);

/** Whether an event's type fits a pattern like `charge.*`, `*` or the type itself. */
export function fits(type: string, patterns: readonly string[] | undefined): boolean {
  if (!patterns || patterns.length === 0) return true;
  return patterns.some(
    (pattern) =>
      pattern === '*' || pattern === type || (pattern.endsWith('*') && type.startsWith(pattern.slice(0, -1))),
  );
}

const listed = { ...paging, created, type: text(), types: list(text(), 20), delivery_success: flag };

/** Events: what happened in the last while, newest first. */
export const eventEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/events', listed, ({ world, params, path }) => {
    const wanted = params.types ?? (params.type === undefined ? undefined : [params.type]);
    const found = world.events.all().filter((event) => {
      if (!fits(event.type, wanted)) return false;
      if (params.delivery_success === undefined) return true;
      return deliveriesOf(world, event.id).every((one) => one.state === 'delivered') === params.delivery_success;
    });
    return page(found, params, path, 'event', (event) => showEvent(world, event));
  }),
  endpoint('GET', '/v1/events/:id', {}, ({ world, id }) => showEvent(world, world.events.get(id))),
];

/** What an endpoint may subscribe to: any of Stripe's event names, or all. */
export const eventName = choice('*', ...eventNames());

function eventNames(): string[] {
  const names: Record<string, string> = {
    balance: 'available',
    charge:
      'captured expired failed pending refunded succeeded updated refund.updated dispute.closed dispute.created dispute.funds_reinstated dispute.funds_withdrawn dispute.updated',
    'checkout.session': 'async_payment_failed async_payment_succeeded completed expired',
    customer: 'created deleted updated',
    payment_intent:
      'amount_capturable_updated canceled created partially_funded payment_failed processing requires_action succeeded',
    payment_method: 'attached automatically_updated detached updated',
    payout: 'canceled created failed paid reconciliation_completed updated',
    'radar.early_fraud_warning': 'created updated',
    refund: 'created failed updated',
    setup_intent: 'canceled created requires_action setup_failed succeeded',
    mandate: 'updated',
    price: 'created deleted updated',
    product: 'created deleted updated',
    review: 'closed opened',
  };
  return Object.entries(names).flatMap(([noun, verbs]) => verbs.split(' ').map((verb) => `${noun}.${verb}`));
}
