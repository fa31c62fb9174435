import { type Answer, type Incoming } from './api.js';
import { type Control } from './control.js';
import { Refusal } from './errors.js';
import { type FaultOrder } from './faults.js';
import { type RuleOrder } from './sending-rules.js';

type Body = Record<string, unknown>;
type Route = (control: Control, id: string, body: Body, query: URLSearchParams) => Promise<unknown>;
const given = (query: URLSearchParams) => Object.fromEntries(query);

/** The control API: method, path, act. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET /_control/health': (control) => control.health(),
  'POST /_control/reset': (control, _, body) => control.reset(body),
  'GET /_control/settings': (control) => control.settings(),
  'PATCH /_control/settings': (control, _, body) => control.settings(body),
  'POST /_control/clock': (control, _, body) => control.advance({ seconds: Number(body['seconds']) }),
  'GET /_control/rules': async (control) => ({ data: await control.rules() }),
  'POST /_control/rules': (control, _, body) => control.rule(body as unknown as RuleOrder),
  'DELETE /_control/rules': (control) => control.clearRules(),
  'DELETE /_control/rules/:id': (control, id) => control.clearRules(id),
  'POST /_control/release': (control, _, body) => control.release(body),
  'GET /_control/deliveries': (control, _, __, query) => control.deliveries(given(query)),
  'POST /_control/events/:id/redeliver': (control, id, body) => control.redeliver(id, body),
  'GET /_control/idle': (control, _, __, query) =>
    control.idle({ timeoutMs: Number(query.get('timeoutMs') ?? 10_000) }),
  'GET /_control/faults': async (control) => ({ data: await control.faults() }),
  'POST /_control/faults': (control, _, body) => control.fault(body as unknown as FaultOrder),
  'DELETE /_control/faults': (control) => control.clearFaults(),
  'DELETE /_control/idempotency-keys': (control) => control.forgetKeys(),
  'GET /_control/requests': (control) => control.requests(),
  'POST /_control/sessions/:id/pay': (control, id, body) => control.pay(id, body),
  'POST /_control/payment_intents/:id/settle': (control, id, body) =>
    control.settle(id, body as { outcome: 'succeeded' | 'failed' }),
  'POST /_control/charges/:id/dispute': (control, id, body) => control.dispute(id, body),
  'POST /_control/charges/:id/early-fraud-warning': (control, id) => control.earlyFraudWarning(id),
  'POST /_control/disputes/:id/close': (control, id, body) =>
    control.closeDispute(id, body as { outcome: 'won' | 'lost' }),
  'POST /_control/refunds/:id/fail': (control, id, body) => control.failRefund(id, body),
  'POST /_control/payouts': (control, _, body) => control.payOut(body),
  'POST /_control/payouts/:id/paid': (control, id) => control.payoutPaid(id),
  'POST /_control/payouts/:id/fail': (control, id, body) => control.payoutFailed(id, body),
  'POST /_control/webhook_endpoints/:id/roll': (control, id) => control.rollSecret(id),
};

/** Answers a call of the control API; what cannot be done is 400 with a sentence. */
export async function answerControl(control: Control, call: Incoming): Promise<Answer> {
  const parts = call.path.split('/');
  // /_control/<noun>/<id>/<act>: the third part is an id wherever there is one.
  const id = parts.length > 3 ? (parts[3] ?? '') : '';
  const name = `${call.method} ${parts.map((part, index) => (index === 3 ? ':id' : part)).join('/')}`;
  const route = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined;
  if (!route) return json(404, { error: `No such control: ${call.method} ${call.path}` });
  try {
    const body = call.body === '' ? {} : (JSON.parse(call.body) as Body);
    return json(200, (await route(control, id, body, new URLSearchParams(call.query))) ?? { done: true });
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 400;
    return json(status, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** An answer in JSON. */
export function json(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body, null, 2) };
}
