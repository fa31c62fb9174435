import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { UnrecoverableError } from 'bullmq';
import { WorkerModule } from '#apps/worker/src/worker.module.js';
import { newId } from '#libs/kernel/src/index.js';
import { Database, Handlers, Outbox, Queues } from '#libs/platform/src/index.js';
import { cloneDatabase, testConfig } from './support/database.js';
import { eventually } from './support/eventually.js';

describe('two workers on one database', () => {
  const workers: INestApplicationContext[] = [];
  const seen: string[] = [];
  let ticks = 0;

  beforeAll(async () => {
    const config = testConfig(await cloneDatabase());
    for (const name of ['a', 'b']) {
      const worker = await NestFactory.createApplicationContext(WorkerModule.with(config), { logger: ['error'] });
      worker
        .get(Handlers)
        .on('spec.happened', 'spec.inside', (_tx, { data }) =>
          Promise.resolve(void seen.push(`${name}${String(data.n)}`)),
        );
      workers.push(worker);
    }
  });
  afterAll(() => Promise.all(workers.map((worker) => worker.close())));

  it('do each delivery once between them, and come to rest', async () => {
    const [one] = workers;
    const [db, outbox, queues] = [one!.get(Database), one!.get(Outbox), one!.get(Queues)];
    await db.transaction((tx) =>
      outbox.add(tx, ...Array.from({ length: 60 }, (_, n) => ({ name: 'spec.happened', data: { n } }))),
    );
    await eventually(async () => expect(await queues.state()).toMatchObject({ idle: true }));
    expect(seen.map((text) => Number(text.slice(1))).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, n) => n),
    );
  });

  it('try again what failed, and keep the rest of the queue going', async () => {
    const [one] = workers;
    let failures = 0;
    for (const worker of workers) {
      worker.get(Handlers).onOutside('spec.flaky', 'spec.flaky', 'events', () => {
        if ((failures += 1) <= 2) return Promise.reject(new Error('planned'));
        ticks += 1;
        return Promise.resolve();
      });
    }
    await one!.get(Database).transaction((tx) => one!.get(Outbox).add(tx, { name: 'spec.flaky', data: {} }));
    await eventually(() => Promise.resolve(expect(ticks).toBe(1)));
    expect(failures).toBe(3);
  });

  it('try a chore again at once, and do not call it failed for what passes', async () => {
    const [one] = workers;
    let runs = 0;
    for (const worker of workers) {
      worker.get(Handlers).every(3_600, 'spec.chore', () => {
        runs += 1;
        return runs <= 2 ? Promise.reject(new Error('planned')) : Promise.resolve();
      });
    }
    await one!.get(Queues).schedule(one!.get(Handlers).chores);
    await eventually(() => Promise.resolve(expect(runs).toBe(3)));
    // By its name: other chores of a worker without a payment provider beside it may fail meanwhile, and rightly.
    expect((await one!.get(Queues).failedChores()).map(({ name }) => name)).not.toContain('spec.chore');
  });

  it('give up a delivery for good only until it is sent again', async () => {
    const [one] = workers;
    let broken = true;
    const queues = one!.get(Queues);
    for (const worker of workers) {
      worker.get(Handlers).on('spec.broken', 'spec.broken', () => {
        if (broken) return Promise.reject(new UnrecoverableError('planned, for ion@example.org'));
        ticks += 1;
        return Promise.resolve();
      });
    }
    ticks = 0;
    await one!.get(Database).transaction((tx) => one!.get(Outbox).add(tx, { name: 'spec.broken', data: {} }));
    await eventually(async () => expect(await queues.failed()).toHaveLength(1));
    const [failed] = await queues.failed();
    expect(failed).toMatchObject({ queue: 'events', consumer: 'spec.broken' });
    expect(failed!.error).not.toContain('ion@example.org');
    broken = false;
    expect(await queues.sendAgain(newId<'Person'>())).toBe(1);
    await eventually(() => Promise.resolve(expect(ticks).toBe(1)));
    expect(await queues.failed()).toEqual([]);
  });
});
