import { type Fields, list, type Parsed, parseFields, type Rule, text } from './parameters.js';
import { type RawMap } from './form.js';
import { type World } from './world.js';

/** One call, read and checked. */
export interface Call<P> {
  world: World;
  /** What stands for `:id` in the path. */
  id: string;
  path: string;
  params: P;
}
/** One route of the API: what it accepts, as data, and what it does. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly fields: Fields;
  /** Reads the parameters; refuses what the endpoint does not know. */
  readonly read: (raw: RawMap) => Record<string, unknown>;
  readonly handle: (call: Call<Record<string, unknown>>) => object;
}

const expand: Rule<string[]> = list(text(), 20);

/** Declares a route. Every one accepts `expand`. */
export function endpoint<F extends Fields>(
  method: Endpoint['method'],
  path: string,
  fields: F,
  handle: (call: Call<Parsed<F>>) => object,
): Endpoint {
  const all = { ...fields, expand };
  return {
    method,
    path,
    fields: all,
    read: (raw) => parseFields(all, raw),
    handle: (call) => handle(call as Call<Parsed<F>>),
  };
}
