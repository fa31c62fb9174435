import { Injectable } from '@nestjs/common';
import type { Tx } from './database.js';
import type { StoredEvent } from './outbox.js';

/** Queues of the worker: `events` for our own rows, `stripe` (rate-limited) for calls to Stripe, `letters` for mail. */
export type QueueName = 'events' | 'stripe' | 'letters';

/** A handler in one transaction with the note that it has run: it runs exactly once. */
export type EventHandler = (tx: Tx, event: StoredEvent) => Promise<void>;
/** A handler that talks to the outside: it runs at least once and must bear repetition. */
export type OutsideHandler = (event: StoredEvent) => Promise<void>;

/** One consumer of one kind of event. */
export interface Subscription {
  readonly event: string;
  readonly consumer: string;
  readonly queue: QueueName;
  readonly inside?: EventHandler;
  readonly outside?: OutsideHandler;
}

/** Work that is looked for again and again: deadlines that have passed, seals, nightly checks. */
export interface Chore {
  readonly name: string;
  readonly everySeconds: number;
  readonly run: () => Promise<void>;
}

/** Who does what when something has happened. Libs register in `onModuleInit`; only the worker calls. */
@Injectable()
export class Handlers {
  readonly subscriptions: Subscription[] = [];
  readonly chores: Chore[] = [];

  /** When `event` has happened, `consumer` ("notices.receipt") does `inside`, once, in a transaction. */
  on(event: string, consumer: string, inside: EventHandler): void {
    this.add({ event, consumer, queue: 'events', inside });
  }

  /** When `event` has happened, `consumer` talks to the outside; repeated until it does not throw. */
  onOutside(event: string, consumer: string, queue: QueueName, outside: OutsideHandler): void {
    this.add({ event, consumer, queue, outside });
  }

  /** `run` is called every so many seconds by one worker of all; it must do nothing when nothing is due. */
  every(everySeconds: number, name: string, run: () => Promise<void>): void {
    if (this.chores.some((chore) => chore.name === name)) throw new Error(`chore ${name} is registered twice`);
    this.chores.push({ name, everySeconds, run });
  }

  private add(subscription: Subscription): void {
    const { consumer, event } = subscription;
    if (this.subscriptions.some((other) => other.consumer === consumer && other.event === event)) {
      throw new Error(`${consumer} is registered twice for ${event}`);
    }
    this.subscriptions.push(subscription);
  }
}
