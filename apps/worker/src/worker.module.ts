import { type DynamicModule, Module } from '@nestjs/common';
import { HouseModule } from '#libs/house/src/index.js';
import type { Config } from '#libs/platform/src/index.js';
import { EventProcessor } from './event.processor.js';
import { JobProcessor } from './job.processor.js';

/** The worker: carries events to their handlers and looks for what is due. As many of them as needed run side by side. */
@Module({})
export class WorkerModule {
  static with(config: Config): DynamicModule {
    return { module: WorkerModule, imports: [HouseModule.with(config)], providers: [EventProcessor, JobProcessor] };
  }
}
