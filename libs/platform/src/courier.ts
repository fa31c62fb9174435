import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, rowsOf, type Tx } from './database.js';
import { Handlers, type Subscription } from './handlers.js';
import type { DomainEvent, StoredEvent } from './outbox.js';

/** One delivery of one event to one consumer. */
export interface Delivery {
  readonly eventId: string;
  readonly consumer: string;
  readonly queue: Subscription['queue'];
}

const EVENT = `
  select id, name, data, at, exists (select from platform.consumed where consumer = $2 and event_id = o.id) as done
    from platform.outbox o where id = $1`;
const NOTE = 'insert into platform.consumed (consumer, event_id) values ($1, $2) on conflict do nothing returning 1';

const AWAITED = `
  select 1 from platform.outbox o where o.at > now() - interval '10 minutes' and o.name = any($1) and o.data @> $2
     and not exists (select from platform.consumed c where c.event_id = o.id and c.consumer = $3) limit 1`;

const SENT = `
  update platform.outbox o set sent_at = now(), sent_to = string_to_array(e.consumers, ' ')
    from unnest($1::bigint[], $2::text[]) as e (id, consumers) where o.id = e.id`;
const FORGET_AT_ONCE = 5_000;
const FORGET = `
  with old as (
    select o.id from platform.outbox o where o.sent_at < now() - interval '30 days' and not exists (
      select from unnest(o.sent_to) as asked (consumer) where o.name || ' ' || asked.consumer = any($2) and not exists (
        select from platform.consumed c where c.event_id = o.id and c.consumer = asked.consumer))
    order by o.id limit $1),
  notes as (delete from platform.consumed where event_id in (select id from old))
  delete from platform.outbox where id in (select id from old) returning 1`;
const DAY_SECONDS = 86_400;

/** Carries events from the outbox to their consumers. The worker calls it through the queue; specs call `drain`. */
@Injectable()
export class Courier implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly handlers: Handlers,
  ) {}

  onModuleInit(): void {
    this.handlers.every(DAY_SECONDS, 'platform.forget', async () => void (await this.forget()));
  }

  /** Takes up to `most` unsent events and hands their deliveries to `send`; marks them sent if it does not throw. */
  async relay(send: (deliveries: Delivery[]) => Promise<void>, most = 500): Promise<number> {
    return this.db.transaction(async (tx) => {
      const events = await rowsOf<{ id: string; name: string }>(
        tx,
        'select id, name from platform.outbox where sent_at is null order by id limit $1 for update skip locked',
        [most],
      );
      if (events.length === 0) return 0;
      await send(events.flatMap(({ id, name }) => this.deliveriesOf(id, name)));
      const consumers = events.map(({ name }) => this.subscribed(name).map(({ consumer }) => consumer));
      await tx.query(SENT, [events.map(({ id }) => id), consumers.map((names) => names.join(' '))]);
      return events.length;
    });
  }

  /** Does one delivery; a second time does nothing. */
  async deliver({ eventId, consumer }: Pick<Delivery, 'eventId' | 'consumer'>): Promise<void> {
    const [found] = await this.db.rows<StoredEvent & { done: boolean }>(EVENT, [eventId, consumer]);
    if (!found || found.done) return;
    const { id, name, data, at } = found;
    const event: StoredEvent = { id, name, data, at };
    const to = this.handlers.subscriptions.find((one) => one.consumer === consumer && one.event === event.name);
    if (to?.inside) {
      const { inside } = to;
      await this.db.transaction(async (tx) => {
        if ((await rowsOf(tx, NOTE, [consumer, eventId])).length > 0) await inside(tx, event);
      });
    } else if (to?.outside) {
      await to.outside(event);
      await this.db.rows(NOTE, [consumer, eventId]);
    }
  }

  /**
   * Deletes what was sent more than thirty days ago and done by everybody it was sent to who is still there, with the notes
   * of that; returns how much. A delivery that comes again later finds no event and does nothing.
   */
  async forget(): Promise<number> {
    const there = this.handlers.subscriptions.map(({ event, consumer }) => `${event} ${consumer}`);
    let forgotten = 0;
    for (let some = FORGET_AT_ONCE; some === FORGET_AT_ONCE; forgotten += some) {
      some = (await this.db.transaction((tx) => rowsOf(tx, FORGET, [FORGET_AT_ONCE, there]))).length;
    }
    return forgotten;
  }

  /**
   * Whether an event of the last ten minutes that carries this still waits for a consumer. What waits longer is stuck: an operator
   * looks at it, and nobody else waits for that.
   */
  async isAwaited(tx: Tx, consumer: string, data: DomainEvent['data']): Promise<boolean> {
    const names = this.handlers.subscriptions.filter((one) => one.consumer === consumer).map(({ event }) => event);
    return (await rowsOf(tx, AWAITED, [names, JSON.stringify(data), consumer])).length > 0;
  }

  /** Runs one chore by name. */
  async run(chore: string): Promise<void> {
    await this.handlers.chores.find(({ name }) => name === chore)?.run();
  }

  /** Delivers everything at once, in order, until nothing is left: for specs and tools, without a queue. */
  async drain({ chores = false } = {}): Promise<void> {
    if (chores) for (const chore of this.handlers.chores) await chore.run();
    const waiting: Delivery[] = [];
    while ((await this.relay((deliveries) => Promise.resolve(void waiting.push(...deliveries)))) > 0) {
      for (const delivery of waiting.splice(0)) await this.deliver(delivery);
    }
  }

  private deliveriesOf(eventId: string, name: string): Delivery[] {
    return this.subscribed(name).map(({ consumer, queue }) => ({ eventId, consumer, queue }));
  }

  private subscribed(name: string): Subscription[] {
    return this.handlers.subscriptions.filter(({ event }) => event === name);
  }
}
