import { type Api, type LoggedCall } from './api.js';
import { cardByNumber } from './cards.js';
import { authenticateOnPage, type Paid, payOnPage, successUrl } from './checkout-payment.js';
import { endDispute, type Opening, openDispute } from './dispute-life.js';
import { emit, fits } from './events.js';
import { type Fault, type Faults } from './faults.js';
import { newId } from './ids.js';
import { settleIntent } from './intent-life.js';
import { type Dispute, type EarlyFraudWarning, type Payout, type Refund } from './objects.js';
import { type PassingTime } from './passing-time.js';
import { payOutAll, payoutArrives, payoutFails } from './payout-life.js';
import { type PaymentIntent } from './payment-intents.object.js';
import { type StoredDelivery } from './records.js';
import { failRefund } from './refunds.js';
import { changeSettings, type Settings, type SettingsChange } from './settings.js';
import { rollSecret } from './webhook-endpoints.js';
import { type Forgery, type SendingRule, type WebhookSender } from './webhook-sender.js';
import { type World } from './world.js';

/** A rule to be made: what to do with which events, how often. */
export type RuleOrder = Pick<SendingRule, 'action'> & Partial<Omit<SendingRule, 'id' | 'action'>>;
/** A trouble to be made. */
export type FaultOrder = Pick<Fault, 'path'> & Partial<Omit<Fault, 'id' | 'path'>>;
/** How a session is paid without a browser. */
export interface PayOrder {
  card?: string;
  iban?: string;
  email?: string;
  name?: string;
  authenticate?: 'authorise' | 'refuse';
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Lets follow-up events of the last act be born. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** What tests may do to the simulated company and its wires. Each method is also a route under /_control. */
export class Control {
  constructor(
    private readonly world: World,
    private readonly parts: { sender: WebhookSender; faults: Faults; api: Api; time: PassingTime },
  ) {}

  /** That it lives, its time, and how much it holds. */
  async health(): Promise<{ status: 'ok'; now: number; offset: number; counts: Record<string, number> }> {
    await settled();
    return { status: 'ok', now: this.world.clock.now(), offset: this.world.clock.offset, counts: this.world.counts() };
  }

  /** Forgets everything, as if just started. */
  async reset({ keepEndpoints = true }: { keepEndpoints?: boolean } = {}): Promise<void> {
    await settled();
    this.world.reset(keepEndpoints);
    this.parts.sender.clear();
    this.parts.time.restart();
    this.parts.faults.list = [];
    this.parts.api.log.length = 0;
  }

  /** The settings, after a change if one is given. */
  settings(change: SettingsChange = {}): Promise<Settings> {
    this.world.settings = changeSettings(this.world.settings, change);
    this.world.saveDials();
    return Promise.resolve(this.world.settings);
  }

  /** Moves the clock forward; what falls due on the way happens. Back (below 0) only before anything has happened. */
  async advance({ seconds }: { seconds: number }): Promise<{ now: number; offset: number }> {
    const begun = this.world.customers.all().length + this.world.sessions.all().length > 0;
    if (!Number.isInteger(seconds) || (seconds < 0 && begun)) throw new Error('seconds must be a whole number from 0');
    if (seconds < 0) this.parts.time.setBack(-seconds);
    else this.parts.time.advance(seconds);
    this.parts.sender.pump();
    await settled();
    return { now: this.world.clock.now(), offset: this.world.clock.offset };
  }

  /** The rules for events that are in force. */
  rules(): Promise<SendingRule[]> {
    return Promise.resolve(this.parts.sender.rules);
  }

  /** Adds a rule for the events to come. */
  rule(order: RuleOrder): Promise<SendingRule> {
    if (!['hold', 'drop', 'duplicate', 'delay', 'reorder'].includes(order.action))
      throw new Error(`No such action: ${order.action}`);
    const rule: SendingRule = {
      id: newId('rule', 10),
      types: [],
      times: null,
      copies: 2,
      count: 3,
      seconds: 1,
      ...order,
    };
    this.parts.sender.rules.push(rule);
    return Promise.resolve(rule);
  }

  /** Removes one rule, or all. What is held stays held. */
  clearRules(id?: string): Promise<void> {
    this.parts.sender.rules = id === undefined ? [] : this.parts.sender.rules.filter((rule) => rule.id !== id);
    return Promise.resolve();
  }

  /** Sends held events one after the other; resolves when each was answered. */
  async release(
    order: { types?: string[]; order?: 'first' | 'last' | 'shuffle'; seed?: number; copies?: number } = {},
  ): Promise<{ released: number }> {
    await settled();
    const random = order.seed === undefined ? undefined : seeded(order.seed);
    return {
      released: await this.parts.sender.release(order.types, order.order ?? 'first', random, order.copies ?? 1),
    };
  }

  /** Every delivery of every event, newest last. */
  async deliveries(
    filter: { state?: string; type?: string; event?: string } = {},
  ): Promise<{ data: StoredDelivery[] }> {
    await settled();
    const { state, type, event } = filter;
    const data = this.world.deliveries
      .all()
      .filter(
        (one) =>
          (state === undefined || one.state === state) &&
          (type === undefined || fits(one.type, [type])) &&
          (event === undefined || one.event === event),
      );
    return { data };
  }

  /** Sends an event again, some copies at once. */
  async redeliver(id: string, order: { copies?: number } & Forgery = {}): Promise<{ statuses: number[] }> {
    return { statuses: await this.parts.sender.again(this.world.events.get(id), order.copies ?? 1, order) };
  }

  /** Waits until no event is on its way (held ones do not count, nor those waiting for their next attempt). */
  async idle({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<{ idle: boolean }> {
    const end = performance.now() + timeoutMs;
    await settled();
    while (!this.parts.sender.idle && performance.now() < end) await pause(10);
    return { idle: this.parts.sender.idle };
  }

  /** The troubles that still wait for their call. */
  faults(): Promise<Fault[]> {
    return Promise.resolve(this.parts.faults.list);
  }

  /** Orders trouble for the next calls of a path. */
  fault(order: FaultOrder): Promise<Fault> {
    if (!order.path) throw new Error('path must be given, or *');
    const fault: Fault = {
      id: newId('fault', 10),
      method: null,
      times: 1,
      delayMs: 0,
      when: 'before',
      status: null,
      code: null,
      disconnect: false,
      ...order,
    };
    this.parts.faults.list.push(fault);
    return Promise.resolve(fault);
  }

  /** No more trouble. */
  clearFaults(): Promise<void> {
    this.parts.faults.list = [];
    return Promise.resolve();
  }

  /** Empties the idempotency store. */
  forgetKeys(): Promise<void> {
    for (const key of this.world.keys.all()) this.world.keys.remove(key.id);
    return Promise.resolve();
  }

  /** The last API calls, oldest first. */
  requests(): Promise<{ data: LoggedCall[] }> {
    return Promise.resolve({ data: this.parts.api.log });
  }

  /** Pays or saves a card as the hosted page would. */
  async pay(
    id: string,
    order: PayOrder = {},
  ): Promise<{ outcome: Paid; redirect: string | null; declineCode: string | null }> {
    const session = this.world.sessions.get(id);
    if (session.status !== 'open') throw new Error(`This session is ${session.status}.`);
    const card = cardByNumber(order.card ?? '4242424242424242');
    if (!card) throw new Error(`No test card ${order.card}`);
    const email = session.customer_email ?? order.email ?? 'donor@example.org';
    const means = order.iban === undefined ? { card, expMonth: 12, expYear: 2034 } : { iban: order.iban };
    let outcome = payOnPage(this.world, session, { email, name: order.name ?? 'Ana Exemplu', with: means });
    if (outcome.kind === 'asks')
      outcome = authenticateOnPage(this.world, session, order.authenticate === 'refuse' ? 'refused' : 'authorised');
    await settled();
    const done = outcome.kind !== 'declined' && outcome.kind !== 'refused';
    return {
      outcome: outcome.kind,
      redirect: done ? successUrl(session) : null,
      declineCode: outcome.declineCode ?? null,
    };
  }

  /** Ends an asynchronous payment. */
  async settle(id: string, { outcome }: { outcome: 'succeeded' | 'failed' }): Promise<PaymentIntent> {
    const intent = settleIntent(this.world, this.world.paymentIntents.get(id), outcome);
    await settled();
    return intent;
  }

  /** A payer's bank disputes a charge, or asks about it. */
  async dispute(chargeId: string, opening: Opening = {}): Promise<Dispute> {
    await settled();
    return structuredClone(openDispute(this.world, this.world.charges.get(chargeId), opening));
  }

  /** The bank decides a dispute. */
  async closeDispute(id: string, { outcome }: { outcome: 'won' | 'lost' }): Promise<Dispute> {
    await settled();
    return structuredClone(endDispute(this.world, this.world.disputes.get(id), outcome));
  }

  /** A bank warns that a charge is probably not its holder's. */
  earlyFraudWarning(chargeId: string): Promise<EarlyFraudWarning> {
    const charge = this.world.charges.get(chargeId);
    const warning = this.world.warnings.save({
      id: newId('issfr', 24),
      object: 'radar.early_fraud_warning',
      actionable: !charge.refunded && !charge.disputed,
      charge: charge.id,
      created: this.world.clock.now(),
      fraud_type: 'made_with_stolen_card',
      livemode: false,
      ...(charge.payment_intent && { payment_intent: charge.payment_intent }),
    });
    emit(this.world, 'radar.early_fraud_warning.created', warning);
    return Promise.resolve(warning);
  }

  /** A refund comes back after it had succeeded. */
  failRefund(id: string, { reason = 'lost_or_stolen_card' }: { reason?: string } = {}): Promise<Refund> {
    return Promise.resolve(structuredClone(failRefund(this.world, this.world.refunds.get(id), reason)));
  }

  /** Sends all money to the bank, also what is still pending if not told otherwise. */
  async payOut({ currency, pending = true }: { currency?: string; pending?: boolean } = {}): Promise<{
    data: Payout[];
  }> {
    await settled();
    return { data: structuredClone(payOutAll(this.world, { currency, pending })) };
  }

  /** The bank has a payout. */
  payoutPaid(id: string): Promise<Payout> {
    return Promise.resolve(structuredClone(payoutArrives(this.world, this.world.payouts.get(id))));
  }

  /** The bank sends a payout back. */
  payoutFailed(id: string, { code = 'account_closed' }: { code?: string } = {}): Promise<Payout> {
    return Promise.resolve(structuredClone(payoutFails(this.world, this.world.payouts.get(id), code)));
  }

  /** A new secret for an endpoint; the last one still signs too. */
  rollSecret(id: string): Promise<{ secret: string }> {
    return Promise.resolve({ secret: rollSecret(this.world, id) });
  }
}

/** Numbers below a limit, the same for the same seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
