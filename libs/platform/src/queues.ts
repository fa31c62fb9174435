import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Config } from './config.js';
import type { Delivery } from './courier.js';
import { Database } from './database.js';
import type { Chore, QueueName } from './handlers.js';
import { withoutPersonalData } from './loggable.js';
import { openQueue } from './queue.js';
import { Trail } from './trail.js';

/** The queues by name; `chores` holds what comes again and again. */
const QUEUES = ['events', 'stripe', 'letters', 'chores'] as const;

/** How much waits where. `idle` when nothing waits, runs or is to be tried again. */
export interface QueueState {
  readonly idle: boolean;
  readonly outbox: number;
  readonly queues: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** A delivery that was given up. */
export interface FailedDelivery {
  readonly queue: QueueName;
  /** Who was to hear of what: "notices.receipt". */
  readonly consumer: string;
  readonly eventId: string;
  /** What went wrong the last time, without personal data; for those who run the house. */
  readonly error: string;
  readonly at: Date;
}

/** Something that is done again and again and failed within the last day. */
export interface FailedChore {
  /** Its name: "rates.fetch". */
  readonly name: string;
  /** How often. */
  readonly n: number;
  /** What went wrong the last time, without personal data, and when; for those who run the house. */
  readonly error: string;
  readonly at: Date;
}

const DELIVERING: readonly QueueName[] = ['events', 'stripe', 'letters'];

/** Ten days of tries, with the rests of `restAfter`. */
const AGAIN = { attempts: 1_000, backoff: { type: 'rest' }, removeOnComplete: true } as const;
// A chore comes again by itself; it is tried thrice at once for what passes, as a deadlock of the queue's own rows.
const CHORE = { attempts: 3, backoff: { type: 'rest' }, removeOnComplete: true, removeOnFail: 50 } as const;
const DAY_MS = 24 * 3_600_000;
const BUSY = ['active', 'waiting', 'delayed', 'prioritized'] as const;

/** Our side of the queues: puts deliveries in, tells how much waits. Opened when first used. */
@Injectable()
export class Queues implements OnModuleDestroy {
  private readonly open = new Map<string, Queue>();

  constructor(
    private readonly config: Config,
    private readonly db: Database,
    private readonly trail: Trail,
  ) {}

  /** Adds deliveries; the same delivery twice is one job. */
  async send(deliveries: readonly Delivery[]): Promise<void> {
    for (const name of new Set(deliveries.map(({ queue }) => queue))) {
      const own = deliveries.filter(({ queue }) => queue === name);
      await this.queue(name).addBulk(
        own.map(({ eventId, consumer }) => ({
          name: consumer,
          data: { eventId, consumer },
          opts: { ...AGAIN, jobId: `${eventId}-${consumer}` },
        })),
      );
    }
  }

  /** Makes the queue hold exactly these chores. */
  async schedule(chores: readonly Chore[]): Promise<void> {
    const queue = this.queue('chores');
    for (const { key } of await queue.getJobSchedulers()) {
      if (!chores.some(({ name }) => name === key)) await queue.removeJobScheduler(key);
    }
    for (const { name, everySeconds } of chores) {
      await queue.upsertJobScheduler(name, { every: everySeconds * 1000 }, { name, opts: CHORE });
    }
  }

  /** Deliveries that used up their tries, the longest waiting first: nothing comes of them until they are sent again. */
  async failed(limit = 100): Promise<FailedDelivery[]> {
    const found = await Promise.all(
      DELIVERING.map(async (name) =>
        (await this.queue(name).getFailed(0, limit - 1)).map((job) => failedOf(name, job)),
      ),
    );
    return found.flat().sort((a, b) => a.at.getTime() - b.at.getTime()).slice(0, limit); // prettier-ignore
  }

  /** Chores that failed within the last day, by name. Nobody sends them again: each comes by itself. */
  async failedChores(): Promise<FailedChore[]> {
    const jobs = await this.choresLately();
    return [...new Set(jobs.map(({ name }) => name))].sort().map((name) => {
      const own = jobs.filter((job) => job.name === name);
      const last = own.reduce((one, other) => ((other.finishedOn ?? 0) > (one.finishedOn ?? 0) ? other : one));
      const error = withoutPersonalData(last.failedReason ?? '');
      return { name, n: own.length, error, at: new Date(last.finishedOn ?? last.timestamp) };
    });
  }

  /** Somebody sends those again, with all their tries; returns how many. */
  async sendAgain(by: PersonId): Promise<number> {
    let sent = 0;
    for (const name of DELIVERING) {
      for (const job of await this.queue(name).getFailed()) {
        await job.retry('failed', { resetAttemptsMade: true });
        sent += 1;
      }
    }
    const entry = { actor: by, action: 'queues.sent-again', subject: 'queues:all', data: { sent } };
    await this.db.transaction((tx) => this.trail.add(tx, entry));
    return sent;
  }

  /** What waits now. Chores that wait for their next moment do not count, nor do those that failed longer than a day ago. */
  async state(): Promise<QueueState> {
    const [row] = await this.db.rows<{ count: string }>('select count(*) from platform.outbox where sent_at is null');
    const outbox = Number(row!.count);
    const counts = await Promise.all(
      QUEUES.map(async (name) => [name, await this.queue(name).getJobCounts(...BUSY, 'failed')] as const),
    );
    const lately = (await this.choresLately()).length;
    const waiting = counts
      .filter(([name]) => name !== 'chores')
      .some(([, count]) => BUSY.some((state) => (count[state] ?? 0) > 0));
    const queues = Object.fromEntries(counts.map(([name, count]) => [name, name === 'chores' ? { ...count, failed: lately } : count])); // prettier-ignore
    return { idle: outbox === 0 && !waiting, outbox, queues };
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.open.values()].map((queue) => queue.close()));
  }

  private async choresLately(): Promise<Job[]> {
    const failed = await this.queue('chores').getFailed();
    // eslint-disable-next-line no-restricted-syntax -- the queue writes the time of its own machine
    const yesterday = Date.now() - DAY_MS;
    return failed.filter(({ finishedOn = 0 }) => finishedOn > yesterday);
  }

  private queue(name: QueueName | 'chores'): Queue {
    const found = this.open.get(name) ?? openQueue(this.config, name);
    this.open.set(name, found);
    return found;
  }
}

function failedOf(
  queue: QueueName,
  job: Pick<Job, 'data' | 'failedReason' | 'finishedOn' | 'timestamp'>,
): FailedDelivery {
  const { eventId, consumer } = job.data as Pick<Delivery, 'eventId' | 'consumer'>;
  const at = new Date(job.finishedOn ?? job.timestamp);
  return { queue, consumer, eventId, error: withoutPersonalData(job.failedReason ?? ''), at };
}
