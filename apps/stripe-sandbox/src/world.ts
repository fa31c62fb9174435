import { type Charge } from './charges.object.js';
import { type Session, type SessionPlan } from './checkout-sessions.object.js';
import { SandboxClock } from './clock.js';
import { Collection, type Entity } from './collection.js';
import { Journal, type Line } from './journal.js';
import {
  type BalanceTransaction,
  type Customer,
  type Dispute,
  type EarlyFraudWarning,
  type Payout,
  type Refund,
  type WebhookEndpoint,
} from './objects.js';
import { type PaymentIntent } from './payment-intents.object.js';
import { type PaymentMethod } from './payment-methods.object.js';
import {
  type Cause,
  type EndpointSecret,
  type Secret,
  type StoredDelivery,
  type StoredEvent,
  type StoredKey,
} from './records.js';
import { DEFAULTS, type Settings } from './settings.js';
import { type SetupIntent } from './setup-intents.object.js';

/** What the clock and a test have set. */
interface Dials {
  id: 'dials';
  offset: number;
  settings: Settings;
  lastPayout: number;
}

/** Everything the simulated company knows. */
export class World {
  readonly clock = new SandboxClock();
  settings: Settings = structuredClone(DEFAULTS);
  lastPayout = this.clock.now();
  cause: Cause = { requestId: null, idempotencyKey: null };
  private readonly collections = new Map<string, Collection<Entity>>();
  readonly journal: Journal;

  readonly customers = this.collection<Customer>('customers', 'customer');
  readonly paymentMethods = this.collection<PaymentMethod>('payment_methods', 'PaymentMethod');
  readonly vault = this.collection<Secret>('vault', 'card');
  readonly setupIntents = this.collection<SetupIntent>('setup_intents', 'setupintent');
  readonly paymentIntents = this.collection<PaymentIntent>('payment_intents', 'payment_intent');
  readonly sessions = this.collection<Session>('sessions', 'checkout.session');
  readonly plans = this.collection<SessionPlan>('plans', 'plan');
  readonly charges = this.collection<Charge>('charges', 'charge');
  readonly refunds = this.collection<Refund>('refunds', 'refund');
  readonly disputes = this.collection<Dispute>('disputes', 'dispute');
  readonly balanceTransactions = this.collection<BalanceTransaction & { payout?: string }>(
    'balance_transactions',
    'balance transaction',
  );
  readonly payouts = this.collection<Payout>('payouts', 'payout');
  readonly warnings = this.collection<EarlyFraudWarning>('warnings', 'early fraud warning');
  readonly events = this.collection<StoredEvent>('events', 'event');
  readonly endpoints = this.collection<WebhookEndpoint>('endpoints', 'webhook endpoint');
  readonly endpointSecrets = this.collection<EndpointSecret>('endpoint_secrets', 'secret');
  readonly deliveries = this.collection<StoredDelivery>('deliveries', 'delivery');
  readonly keys = this.collection<StoredKey>('keys', 'idempotency key');

  /** Told of every new event. */
  onEvent: (event: StoredEvent) => void = () => undefined;

  constructor(
    stateFile: string | undefined,
    /** Where the hosted pages are reached; known once the server listens. */
    public publicUrl = '',
  ) {
    this.journal = new Journal(stateFile);
    // The fields above are made before the journal is: they reach it through `note` below.
    for (const { c, id, o } of this.journal.read()) {
      if (c === 'dials') this.turn(o as Dials);
      else this.collections.get(c)?.restore(id, o);
    }
    this.journal.rewrite(this.lines());
  }

  /** Keeps clock and settings. */
  saveDials(): void {
    this.journal.note({ c: 'dials', id: 'dials', o: this.dials() });
  }

  /** Writes everything down, each thing once. */
  close(): void {
    this.journal.rewrite(this.lines());
  }

  /** How many there are of each kind. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.collections].map(([name, collection]) => [name, collection.size]));
  }

  /** Forgets everything but, if wished, where events go. */
  reset(keepEndpoints: boolean): void {
    for (const [name, collection] of this.collections)
      if (!(keepEndpoints && name.startsWith('endpoint'))) collection.clear();
    this.settings = structuredClone(DEFAULTS);
    this.clock.offset = 0;
    this.lastPayout = this.clock.now();
    this.journal.rewrite(this.lines());
  }

  private collection<T extends Entity>(name: string, word: string): Collection<T> {
    const collection = new Collection<T>(name, word, { note: (line) => this.journal.note(line) });
    this.collections.set(name, collection);
    return collection;
  }

  private dials(): Dials {
    return { id: 'dials', offset: this.clock.offset, settings: this.settings, lastPayout: this.lastPayout };
  }

  private turn(dials: Dials): void {
    this.clock.offset = dials.offset;
    this.settings = { ...this.settings, ...dials.settings };
    this.lastPayout = dials.lastPayout;
  }

  private *lines(): Generator<Line> {
    yield { c: 'dials', id: 'dials', o: this.dials() };
    for (const [c, collection] of this.collections) for (const o of collection.lasting()) yield { c, id: o.id, o };
  }
}
