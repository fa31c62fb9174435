import { Injectable } from '@nestjs/common';
import type { Tx } from './database.js';

/** Something that has happened, in the past tense; data are ids only: nothing personal or secret lies in a queue. */
export interface DomainEvent {
  readonly name: string;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/** An event as handlers get it. */
export interface StoredEvent extends DomainEvent {
  readonly id: string;
  readonly at: Date;
}

/** Keeps events in the same transaction as the change that they tell of; the worker hands them on after the commit. */
@Injectable()
export class Outbox {
  /** In the order given, in one statement however many there are. */
  async add(tx: Tx, ...events: readonly DomainEvent[]): Promise<void> {
    if (events.length === 0) return;
    await tx.query(
      `insert into platform.outbox (name, data)
       select name, data from unnest($1::text[], $2::jsonb[]) with ordinality as event (name, data, n) order by n`,
      [events.map(({ name }) => name), events.map(({ data }) => JSON.stringify(data))],
    );
  }
}
