import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Courier, Queues, withoutPersonalData } from '#libs/platform/src/index.js';

const PAUSE_MS = 100;
const AFTER_ERROR_MS = 1000;

/** Moves events from the outbox to the queues, all the time. Several workers share the work row by row. */
@Injectable()
export class EventProcessor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(EventProcessor.name);
  private readonly stop = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly courier: Courier,
    private readonly queues: Queues,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      const moved = await this.relay();
      if (moved === 0) await this.pause(PAUSE_MS);
    }
  }

  private async relay(): Promise<number> {
    try {
      return await this.courier.relay((deliveries) => this.queues.send(deliveries));
    } catch (error) {
      if (!this.stop.signal.aborted) this.logger.error(withoutPersonalData(String((error as Error).stack ?? error)));
      await this.pause(AFTER_ERROR_MS);
      return 0;
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return sleep(milliseconds, undefined, { signal: this.stop.signal }).catch(() => undefined);
  }
}
