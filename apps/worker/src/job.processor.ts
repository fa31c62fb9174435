import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Job, Worker, WorkerOptions } from 'bullmq';
import {
  Config,
  Courier,
  Handlers,
  openWorker,
  type Processor,
  Queues,
  withoutPersonalData,
} from '#libs/platform/src/index.js';

type Options = Omit<WorkerOptions, 'connection' | 'prefix'>;
const OPTIONS: Readonly<Record<string, Options>> = {
  events: { concurrency: 8 },
  stripe: { concurrency: 8 },
  letters: { concurrency: 8 },
  chores: { concurrency: 3 },
};
// What a killed worker held is taken over within twenty seconds, however often workers are killed: nothing is given up for that.
const TAKING_OVER: Options = { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 1_000 };

/** Works the queues off: a job is one line into the courier. */
@Injectable()
export class JobProcessor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(JobProcessor.name);
  private workers: Worker[] = [];

  constructor(
    private readonly config: Config,
    private readonly courier: Courier,
    private readonly handlers: Handlers,
    private readonly queues: Queues,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const deliver: Processor = (job: Job<{ eventId: string; consumer: string }>) => this.courier.deliver(job.data);
    const chore: Processor = (job: Job) => this.courier.run(job.name);
    this.workers = Object.entries(OPTIONS).map(([name, options]) =>
      this.start(name, name === 'chores' ? chore : deliver, options),
    );
    await this.queues.schedule(this.handlers.chores);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }

  private start(name: string, work: Processor, options: Options): Worker {
    const { callsPerSecond: max } = this.config.stripe;
    const limiter = name === 'stripe' && max ? { max, duration: 1000 } : undefined;
    const worker = openWorker(this.config, name, work, { ...TAKING_OVER, ...options, limiter });
    worker.on('failed', (job, error) =>
      this.logger.error(
        `${name} ${job?.name ?? ''} ${job?.id ?? ''}: ${withoutPersonalData(error.stack ?? error.message)}`,
      ),
    );
    worker.on('error', (error) => this.logger.error(`${name}: ${withoutPersonalData(error.message)}`));
    return worker;
  }
}
