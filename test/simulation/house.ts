import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import Stripe from 'stripe';
import { DataSource, type EntityManager } from 'typeorm';
import { HouseModule } from '#libs/house/src/index.js';
import { type Config, Courier, Database, type Delivery, Handlers } from '#libs/platform/src/index.js';

// Stripe's library rests for half a second and more before it tries again; nobody else is served meanwhile.
const { _requestSender: sender } = new Stripe('sk_test_sandbox') as unknown as { _requestSender: object };
(Object.getPrototypeOf(sender) as { _getSleepTimeInMS(): number })._getSleepTimeInMS = () => 1;

/** What a class is asked for by. */
export type Of<T> = Type<T> | (abstract new (...args: never[]) => T);
/** A delivery as a queue keeps it. */
export interface Queued extends Delivery {
  tries: number;
}
/** How the next transaction of a house ends badly: cut before its n-th statement, or told to nobody once committed. */
export type Cut = { readonly before: number } | 'untold';

type Transaction = <T>(work: (manager: EntityManager) => Promise<T>) => Promise<T>;

/** A trouble that the simulation has ordered, on its way through the product. */
export class Trouble extends Error {}

/** One running Plai on the database of a seed: every room, as a worker and a web have them. Troubles are ordered here. */
export class House {
  private cut: Cut | null = null;
  private crash: 'handler' | null = null;
  /** How many of the troubles that were ordered have come. */
  troubles = 0;

  private constructor(
    readonly app: INestApplicationContext,
    private readonly kill: (pid: number) => Promise<void>,
  ) {}

  /** `kill` ends a connection of the database from outside. */
  static async open(config: Config, kill: (pid: number) => Promise<void>): Promise<House> {
    const app = await NestFactory.createApplicationContext(HouseModule.with(config), { logger: false });
    const house = new House(app, kill);
    house.mayBeCut();
    house.mayCrash();
    return house;
  }

  get<T>(type: Of<T>): T {
    return this.app.get<T>(type, { strict: false });
  }

  get db(): Database {
    return this.get(Database);
  }

  /** Orders the end of the next transaction. */
  cutNext(cut: Cut): void {
    this.cut = cut;
  }

  /** The next handler does its work, and its worker dies before anybody has noted that. */
  crashNext(): void {
    this.crash = 'handler';
  }

  /** Hands what has happened to the queue. */
  async relay(queue: Queued[]): Promise<number> {
    return this.get(Courier).relay((deliveries) =>
      Promise.resolve(void queue.push(...deliveries.map((one) => ({ ...one, tries: 0 })))),
    );
  }

  deliver(delivery: Queued): Promise<void> {
    return this.get(Courier).deliver(delivery);
  }

  run(chore: string): Promise<void> {
    return this.get(Courier).run(chore);
  }

  async close(): Promise<void> {
    await this.app.close();
  }

  private mayBeCut(): void {
    const source = this.get(DataSource);
    const usual: Transaction = source.transaction.bind(source);
    const bent: Transaction = async (work) => {
      const cut = this.cut;
      this.cut = null;
      if (cut === null) return usual(work);
      this.troubles += 1;
      if (cut === 'untold') {
        await usual(work);
        throw new Trouble('committed, and told to nobody');
      }
      return usual(async (manager) => {
        const [one] = await manager.query<{ pid: number }[]>('select pg_backend_pid() as pid');
        let left = cut.before;
        const runner = manager.queryRunner!;
        const query = runner.query.bind(runner) as (...asked: unknown[]) => Promise<unknown>;
        runner.query = (async (...asked: unknown[]) => {
          if (left === 0) await this.kill(one!.pid);
          left -= 1;
          return query(...asked);
        }) as typeof runner.query;
        const result = await work(manager);
        if (left >= 0) await this.kill(one!.pid);
        return result;
      });
    };
    source.transaction = bent as typeof source.transaction;
  }

  private mayCrash(): void {
    const { subscriptions } = this.get(Handlers);
    const crash = () => {
      if (this.crash === null) return;
      this.crash = null;
      this.troubles += 1;
      throw new Trouble('the worker died before it noted what it had done');
    };
    for (const [n, subscription] of subscriptions.entries()) {
      const { inside, outside } = subscription;
      subscriptions[n] = {
        ...subscription,
        ...(inside && { inside: (tx, event) => inside(tx, event).then(crash) }),
        ...(outside && { outside: (event) => outside(event).then(crash) }),
      };
    }
  }
}
