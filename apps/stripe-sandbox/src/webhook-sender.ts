import { createHmac } from 'node:crypto';
import { fits, showEvent } from './events.js';
import { type Attempt, type StoredDelivery, type StoredEvent } from './records.js';
import { inOrder, type ReleaseOrder, type RuleOrder, ruleOf, type SendingRule } from './sending-rules.js';
import { type World } from './world.js';

/** How one delivery may differ from the usual. */
export interface Forgery {
  secret?: string | undefined;
  timestamp?: number | undefined;
}

const AT_ONCE = 8;
const PATIENCE_MS = 20_000;

/** Signs a body as Stripe does: one v1 for each secret. */
export function signature(body: string, secrets: string[], timestamp: number): string {
  const mark = (secret: string) => createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return [`t=${timestamp}`, ...secrets.map((secret) => `v1=${mark(secret)}`)].join(',');
}

/** Sends events to their endpoints, again and again until they are taken, and misbehaves as it is told. */
export class WebhookSender {
  rules: SendingRule[] = [];
  private sending = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly closing = new AbortController();
  /** What is not over yet, in the order of its making. */
  private readonly open = new Map<string, StoredDelivery>();

  constructor(private readonly world: World) {
    world.onEvent = (event) => this.accept(event);
    for (const delivery of world.deliveries.all()) {
      if (delivery.state === 'sending') delivery.state = 'queued';
      if (delivery.state === 'queued' || delivery.state === 'held') this.open.set(delivery.id, delivery);
    }
  }

  /** Whether nothing is queued for now or being sent. */
  get idle(): boolean {
    if (this.sending > 0) return false;
    const now = this.world.clock.millis();
    return ![...this.open.values()].some((one) => one.state === 'queued' && one.due <= now);
  }

  /** Sends what is due; called whenever something is queued or the clock moved. */
  pump(): void {
    clearTimeout(this.timer);
    if (this.closing.signal.aborted) return;
    const now = this.world.clock.millis();
    let next = Infinity;
    for (const delivery of this.open.values()) {
      if (delivery.state !== 'queued') continue;
      if (delivery.due > now) next = Math.min(next, delivery.due);
      else if (this.sending < AT_ONCE) void this.send(delivery);
      else break;
    }
    if (next < Infinity) this.timer = setTimeout(() => this.pump(), Math.min(next - now + 1, 2 ** 30)).unref();
  }

  /** Adds a rule for the events to come. Throws on an action that there is not. */
  order(order: RuleOrder): SendingRule {
    const rule = ruleOf(order);
    this.rules.push(rule);
    return rule;
  }

  /** Sends what is held, one after the other; resolves when all were answered. Gives how many. */
  async release({ types, copies = 1, ...how }: ReleaseOrder): Promise<number> {
    const waiting = [...this.open.values()].filter((one) => one.state === 'held' && fits(one.type, types));
    const held = inOrder(waiting, how);
    for (const one of held) one.state = 'sending';
    for (const one of held) await this.send(Object.assign(one, { copies: Math.max(copies, one.copies) }));
    return held.length;
  }

  /** Sends an event once more to every endpoint that wants it, whatever came of it before. */
  async again(event: StoredEvent, copies: number, forgery: Forgery = {}): Promise<number[]> {
    const answers = this.wanting(event.type).flatMap((endpoint) =>
      Array.from({ length: copies }, () => this.post(event, endpoint.id, forgery)),
    );
    return (await Promise.all(answers)).map((attempt) => attempt.status ?? 0);
  }

  /** Forgets what waits. */
  clear(): void {
    this.open.clear();
    this.rules = [];
  }

  /** Sends nothing more. */
  close(): void {
    this.closing.abort();
    clearTimeout(this.timer);
  }

  private accept(event: StoredEvent): void {
    const rule = this.rules.find((one) => one.times !== 0 && fits(event.type, one.types));
    if (rule && rule.times !== null) rule.times -= 1;
    for (const endpoint of this.wanting(event.type)) {
      const delivery: StoredDelivery = {
        id: `${event.id}:${endpoint.id}`,
        event: event.id,
        type: event.type,
        endpoint: endpoint.id,
        state: 'queued',
        attempts: [],
        due: this.world.clock.millis(),
        copies: 1,
      };
      if (rule) this.bend(delivery, rule);
      this.world.deliveries.save(delivery);
      if (delivery.state !== 'dropped') this.open.set(delivery.id, delivery);
    }
    if (rule?.action === 'reorder') this.collected(rule);
    setImmediate(() => this.pump());
  }

  private bend(delivery: StoredDelivery, rule: SendingRule): void {
    if (rule.action === 'drop') delivery.state = 'dropped';
    if (rule.action === 'hold' || rule.action === 'reorder') delivery.state = 'held';
    if (rule.action === 'delay') delivery.due += rule.seconds * 1000;
    if (rule.action === 'duplicate') delivery.copies = rule.copies;
  }

  private collected(rule: SendingRule): void {
    const held = [...this.open.values()].filter((one) => one.state === 'held' && fits(one.type, rule.types));
    if (held.length >= rule.count) void this.release({ types: rule.types, order: 'last' });
  }

  private wanting(type: string) {
    return this.world.endpoints
      .all()
      .filter((endpoint) => endpoint.status === 'enabled' && fits(type, endpoint.enabled_events));
  }

  private async send(delivery: StoredDelivery): Promise<void> {
    delivery.state = 'sending';
    this.sending += 1;
    const event = this.world.events.find(delivery.event);
    const attempts = event
      ? await Promise.all(Array.from({ length: delivery.copies }, () => this.post(event, delivery.endpoint)))
      : [];
    this.sending -= 1;
    delivery.copies = 1;
    delivery.attempts.push(...attempts);
    const taken = attempts.some((attempt) => attempt.status !== null && attempt.status >= 200 && attempt.status < 300);
    const pause = this.world.settings.retrySeconds[delivery.attempts.length - 1];
    const again = !taken && pause !== undefined && event !== undefined;
    if (again) Object.assign(delivery, { state: 'queued', due: this.world.clock.millis() + pause * 1000 });
    else {
      delivery.state = taken ? 'delivered' : 'failed';
      this.open.delete(delivery.id);
    }
    if (this.closing.signal.aborted) return;
    if (again) this.world.deliveries.save(delivery);
    else this.world.deliveries.saveForNow(delivery);
    this.pump();
  }

  private async post(event: StoredEvent, endpointId: string, forgery: Forgery = {}): Promise<Attempt> {
    const at = this.world.clock.now();
    const endpoint = this.world.endpoints.find(endpointId);
    if (!endpoint) return { at, status: null, error: 'no such endpoint' };
    const body = JSON.stringify(showEvent(this.world, event, 1), null, 2);
    const secrets =
      forgery.secret === undefined ? (this.world.endpointSecrets.find(endpointId)?.secrets ?? []) : [forgery.secret];
    try {
      const answer = await fetch(endpoint.url, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(PATIENCE_MS)]),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'stripe-signature': signature(body, secrets, forgery.timestamp ?? at),
          accept: '*/*; q=0.5, application/xml',
          'cache-control': 'no-cache',
        },
      });
      await answer.arrayBuffer();
      return { at, status: answer.status, error: null };
    } catch (error) {
      return { at, status: null, error: error instanceof Error ? error.message : String(error) };
    }
  }
}
