import { type Endpoint, endpoint } from './endpoint.js';
import { eventName } from './events.js';
import { newId, randomText } from './ids.js';
import { page, paging } from './lists.js';
import { type WebhookEndpoint } from './objects.js';
import { clearable, choice, flag, list, mergeMetadata, metadata, required, text, url } from './parameters.js';
import { API_VERSION } from './version.js';
import { type World } from './world.js';

const names = list(eventName);

/** Where events are sent; the secret is shown once, at creation. */
export const webhookEndpointEndpoints: Endpoint[] = [
  endpoint(
    'POST',
    '/v1/webhook_endpoints',
    {
      url: required(url),
      enabled_events: required(names),
      api_version: choice(API_VERSION),
      description: clearable(text()),
      metadata,
      connect: flag,
    },
    ({ world, params }) => {
      const secret = `whsec_${randomText(32)}`;
      const made = register(world, {
        url: params.url,
        secret,
        events: params.enabled_events,
        api_version: params.api_version ?? null,
      });
      made.description = params.description ?? null;
      made.metadata = mergeMetadata({}, params.metadata);
      return { ...world.endpoints.save(made), secret };
    },
  ),
  endpoint('GET', '/v1/webhook_endpoints', paging, ({ world, params, path }) =>
    page(world.endpoints.all(), params, path, 'webhook endpoint'),
  ),
  endpoint('GET', '/v1/webhook_endpoints/:id', {}, ({ world, id }) => world.endpoints.get(id)),
  endpoint(
    'POST',
    '/v1/webhook_endpoints/:id',
    { url, enabled_events: names, description: clearable(text()), disabled: flag, metadata },
    ({ world, id, params }) => {
      const known = world.endpoints.get(id);
      if (params.url !== undefined) known.url = params.url;
      if (params.enabled_events !== undefined) known.enabled_events = params.enabled_events;
      if (params.description !== undefined) known.description = params.description;
      if (params.disabled !== undefined) known.status = params.disabled ? 'disabled' : 'enabled';
      known.metadata = mergeMetadata(known.metadata, params.metadata);
      return world.endpoints.save(known);
    },
  ),
  endpoint('DELETE', '/v1/webhook_endpoints/:id', {}, ({ world, id }) => {
    world.endpoints.get(id);
    world.endpoints.remove(id);
    world.endpointSecrets.remove(id);
    return { id, object: 'webhook_endpoint', deleted: true };
  }),
];

/** Adds an endpoint with a known secret. */
export function register(
  world: World,
  of: { url: string; secret: string; events: string[]; id?: string; api_version?: string | null },
): WebhookEndpoint {
  const id = of.id ?? newId('we', 24);
  world.endpointSecrets.save({ id, secrets: [of.secret] });
  return world.endpoints.save({
    id,
    object: 'webhook_endpoint',
    api_version: of.api_version ?? null,
    application: null,
    created: world.clock.now(),
    description: null,
    enabled_events: of.events,
    livemode: false,
    metadata: {},
    status: 'enabled',
    url: of.url,
  });
}

/** A new secret beside the last one: both sign until the next change. */
export function rollSecret(world: World, id: string): string {
  const secret = `whsec_${randomText(32)}`;
  const [last] = world.endpointSecrets.get(id).secrets;
  world.endpointSecrets.save({ id, secrets: last === undefined ? [secret] : [secret, last] });
  return secret;
}
