import { invalid, Refusal } from './errors.js';
import { type StoredKey } from './records.js';
import { type World } from './world.js';

/** Keys are forgotten after a day of the sandbox's clock. */
export const KEY_LIFE_SECONDS = 86_400;

/** One call as the key store compares it. */
export interface KeyedCall {
  key: string;
  endpoint: string;
  parameters: string;
  requestId: string;
}

/** The key's entry if it was used before (its answer is then repeated), or undefined for a first use, which is now noted as under way. */
export function recall(world: World, call: KeyedCall): StoredKey | undefined {
  if (call.key.length > 255) throw invalid('Idempotency keys must be at most 255 characters long.');
  const known = world.keys.find(call.key);
  if (!known || known.created + KEY_LIFE_SECONDS <= world.clock.now()) return undefined;
  if (known.endpoint !== call.endpoint) {
    throw mismatch(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${known.endpoint}' vs '${call.endpoint}'). Try using a key other than '${call.key}' if you meant to execute a different request.`,
    );
  }
  if (known.parameters !== call.parameters) {
    throw mismatch(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${call.key}' if you meant to execute a different request.`,
    );
  }
  if (!known.answer) {
    throw new Refusal(409, {
      type: 'invalid_request_error',
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${call.key}. Please try again later.`,
    });
  }
  return known;
}

/** Notes that a call with this key is being worked on. */
export function begin(world: World, { key, endpoint, parameters, requestId }: KeyedCall): void {
  world.keys.save({ id: key, created: world.clock.now(), endpoint, parameters, requestId, answer: null });
}

/** Keeps the answer: from now on it is the answer to this key, be it a success or a refusal. */
export function settle(world: World, key: string, answer: { status: number; body: string }): void {
  const known = world.keys.find(key);
  if (known) world.keys.save({ ...known, answer });
}

/** Forgets keys that are older than a day. */
export function forgetOldKeys(world: World): void {
  const before = world.clock.now() - KEY_LIFE_SECONDS;
  for (const key of world.keys.all()) {
    if (key.created > before) return;
    world.keys.remove(key.id);
  }
}

const mismatch = (message: string) => new Refusal(400, { type: 'idempotency_error', message });
