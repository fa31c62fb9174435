import type { IncomingHttpHeaders } from 'node:http';
import type { Endpoint } from './endpoint.js';
import { invalid, Refusal } from './errors.js';
import { checkExpansion, expandAnswer } from './expand.js';
import type { Fault, Faults } from './faults.js';
import { canonical, decodeForm, type RawMap } from './form.js';
import { begin, recall, settle } from './idempotency.js';
import { randomText } from './ids.js';
import { API_VERSION } from './version.js';
import type { World } from './world.js';
import { checkKey } from './api-key.js';

/** A call as it came over the wire. */
export interface Incoming {
  method: string;
  path: string;
  query: string;
  headers: IncomingHttpHeaders;
  body: string;
}
/** What goes back; `cut` means the line is dropped instead. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
  cut?: boolean;
}
/** One line of the log of calls. */
export interface LoggedCall {
  id: string;
  at: number;
  method: string;
  path: string;
  idempotencyKey: string | null;
  status: number;
  replayed: boolean;
}

const MOST_LOGGED = 5000;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The /v1 half of the sandbox: keys, versions, rate, parameters, idempotency, errors; the resources do the rest. */
export class Api {
  readonly log: LoggedCall[] = [];
  private second = 0;
  /** Calls of this second: in all ("") and by route. */
  private readonly inSecond = new Map<string, number>();

  constructor(
    private readonly world: World,
    private readonly faults: Faults,
    private readonly endpoints: readonly Endpoint[],
    private readonly apiKey: string | undefined,
  ) {}

  /** Answers one call; never throws. */
  async answer(call: Incoming): Promise<Answer> {
    const requestId = `req_${randomText(14)}`;
    const key = call.method === 'POST' ? header(call, 'idempotency-key') : undefined;
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'request-id': requestId,
      'stripe-version': API_VERSION,
    };
    if (key !== undefined) headers['idempotency-key'] = key;
    let answer: Answer;
    try {
      answer = await this.respond(call, requestId, key, headers);
    } catch (error) {
      const { status, body, headers: more } = refused(error, requestId);
      answer = { status, body, headers: Object.assign(headers, more) };
      if (answer.status === 409) headers['stripe-should-retry'] = 'true';
    }
    this.note(call, requestId, key, answer);
    return answer;
  }

  private async respond(
    call: Incoming,
    requestId: string,
    key: string | undefined,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const fault = this.faults.take(call.method, call.path);
    if (fault?.when === 'before' && !(key !== undefined && fault.status === null && !fault.disconnect)) {
      await wait(fault.delayMs);
      if (fault.disconnect) return { status: 0, headers, body: '', cut: true };
      if (fault.status !== null) throw ordered(fault);
    }
    this.admit(call);
    const { endpoint, id } = this.route(call);
    this.count(`${endpoint.method} ${endpoint.path}`, this.world.settings.routeRateLimit, 'endpoint-rate');
    const raw = readParameters(call);
    const params = endpoint.read(raw);
    checkExpansion(endpoint, wishes(params));
    const run = () => this.run(endpoint, { id, path: call.path, params }, { requestId, idempotencyKey: key ?? null });
    const pause = fault?.when === 'before' && fault.status === null && !fault.disconnect ? fault.delayMs : 0;
    const answer =
      key === undefined
        ? run()
        : await this.keyed({ key, endpoint: call.path, parameters: canonical(raw), requestId }, headers, run, pause);
    if (fault?.when === 'after') {
      await wait(fault.delayMs);
      if (fault.disconnect) return { status: 0, headers, body: '', cut: true };
      if (fault.status !== null) throw ordered(fault);
    }
    return { ...answer, headers };
  }

  private async keyed(
    call: { key: string; endpoint: string; parameters: string; requestId: string },
    headers: Record<string, string>,
    run: () => { status: number; body: string },
    pause: number,
  ): Promise<{ status: number; body: string }> {
    const known = recall(this.world, call);
    if (known?.answer) {
      headers['idempotent-replayed'] = 'true';
      headers['original-request'] = known.requestId;
      return known.answer;
    }
    begin(this.world, call);
    if (pause > 0) await wait(pause);
    const answer = run();
    settle(this.world, call.key, answer);
    return answer;
  }

  private run(
    endpoint: Endpoint,
    call: { id: string; path: string; params: Record<string, unknown> },
    cause: World['cause'],
  ): { status: number; body: string } {
    const { world } = this;
    world.cause = cause;
    try {
      const result = endpoint.handle({ ...call, world });
      return {
        status: 200,
        body: JSON.stringify(expandAnswer(world, result, wishes(call.params)), null, 2),
      };
    } catch (error) {
      return refused(error, cause.requestId ?? '');
    } finally {
      world.cause = { requestId: null, idempotencyKey: null };
    }
  }

  private admit(call: Incoming): void {
    checkKey(header(call, 'authorization'), this.apiKey);
    const version = header(call, 'stripe-version') ?? API_VERSION;
    if (version !== API_VERSION)
      throw invalid(`Invalid Stripe API version: ${version}. This sandbox speaks ${API_VERSION} only.`);
    this.count('', this.world.settings.rateLimit, 'global-rate');
  }

  /** Counts a call of this second; refuses it when there are more than `limit`. */
  private count(what: string, limit: number, reason: string): void {
    const now = Math.floor(performance.now() / 1000);
    if (now !== this.second) this.inSecond.clear();
    this.second = now;
    const calls = (this.inSecond.get(what) ?? 0) + 1;
    this.inSecond.set(what, calls);
    if (limit === 0 || calls <= limit) return;
    const message =
      'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.';
    const body = { type: 'invalid_request_error', code: 'rate_limit', message } as const;
    throw new Refusal(429, body, { 'stripe-rate-limited-reason': reason });
  }

  private route(call: Incoming): { endpoint: Endpoint; id: string } {
    const parts = call.path.split('/');
    for (const endpoint of this.endpoints) {
      if (endpoint.method !== call.method) continue;
      const pattern = endpoint.path.split('/');
      if (
        pattern.length !== parts.length ||
        !pattern.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]))
      )
        continue;
      const at = pattern.findIndex((part) => part.startsWith(':'));
      return { endpoint, id: at < 0 ? '' : decodeURIComponent(parts[at] ?? '') };
    }
    const message = `Unrecognized request URL (${call.method}: ${call.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
    throw new Refusal(404, { type: 'invalid_request_error', message });
  }

  private note(call: Incoming, id: string, key: string | undefined, answer: Answer): void {
    const replayed = answer.headers['idempotent-replayed'] === 'true';
    this.log.push({
      id,
      at: this.world.clock.now(),
      method: call.method,
      path: call.path,
      idempotencyKey: key ?? null,
      status: answer.status,
      replayed,
    });
    if (this.log.length > MOST_LOGGED) this.log.splice(0, this.log.length - MOST_LOGGED);
  }
}

const wishes = (params: Record<string, unknown>) => (params['expand'] as string[] | undefined) ?? [];

const header = (call: Incoming, name: string): string | undefined => {
  const value = call.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

function readParameters(call: Incoming): RawMap {
  if (call.method !== 'POST') return decodeForm(call.query);
  const type = header(call, 'content-type') ?? '';
  if (call.body !== '' && !type.startsWith('application/x-www-form-urlencoded')) {
    throw invalid(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
    );
  }
  return decodeForm(call.query === '' ? call.body : `${call.query}&${call.body}`);
}

function ordered(fault: Fault): Refusal {
  const status = fault.status ?? 500;
  const type = status >= 500 ? 'api_error' : 'invalid_request_error';
  return new Refusal(status, {
    type,
    message: 'An error occurred while processing your request.',
    ...(fault.code && { code: fault.code }),
  });
}

function refused(error: unknown, requestId: string): Answer {
  const known = error instanceof Refusal;
  const status = known ? error.status : 500;
  const body = known
    ? error.body
    : {
        type: 'api_error',
        message: `Sandbox error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      };
  const logged = { ...body, request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}` };
  return { status, headers: known ? { ...error.headers } : {}, body: JSON.stringify({ error: logged }, null, 2) };
}
