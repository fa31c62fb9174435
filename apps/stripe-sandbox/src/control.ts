import { type Api, type LoggedCall } from './api.js';
import { endDispute, type Opening, openDispute } from './dispute-life.js';
import { emit, fits } from './events.js';
import { type Fault, type FaultOrder, type Faults } from './faults.js';
import { newId } from './ids.js';
import { settleIntent } from './intent-life.js';
import { type Dispute, type EarlyFraudWarning, type Payout, type Refund } from './objects.js';
import { type PassingTime } from './passing-time.js';
import { payAsOrdered, type Payment, type PayOrder } from './pay-order.js';
import { payOutAll, payoutArrives, payoutFails } from './payout-life.js';
import { type PaymentIntent } from './payment-intents.object.js';
import { type StoredDelivery } from './records.js';
import { failRefund } from './refunds.js';
import { changeSettings, type Settings, type SettingsChange } from './settings.js';
import { type ReleaseOrder, type RuleOrder, type SendingRule } from './sending-rules.js';
import { rollSecret } from './webhook-endpoints.js';
import { type Forgery, type WebhookSender } from './webhook-sender.js';
import { type World } from './world.js';

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
    return Promise.resolve(this.parts.sender.order(order));
  }

  /** Removes one rule, or all. What is held stays held. */
  clearRules(id?: string): Promise<void> {
    this.parts.sender.rules = id === undefined ? [] : this.parts.sender.rules.filter((rule) => rule.id !== id);
    return Promise.resolve();
  }

  /** Sends held events one after the other; resolves when each was answered. */
  async release(order: ReleaseOrder = {}): Promise<{ released: number }> {
    await settled();
    return { released: await this.parts.sender.release(order) };
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
    return Promise.resolve(this.parts.faults.order(order));
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
  async pay(id: string, order: PayOrder = {}): Promise<Payment> {
    const outcome = payAsOrdered(this.world, this.world.sessions.get(id), order);
    await settled();
    return outcome;
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
