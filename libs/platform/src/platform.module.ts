import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { Courier } from './courier.js';
import { dataSourceOptions } from './data-source.js';
import { Database } from './database.js';
import { Files } from './files/files.service.js';
import { fileStoreOf, FileStore } from './files/file-store.js';
import { Handlers } from './handlers.js';
import { Mailer } from './mailer.js';
import { Outbox } from './outbox.js';
import { Queues } from './queues.js';
import { Repeats } from './repeats.js';
import { Signer } from './signature.js';
import { Texter } from './texter.js';
import { Trail } from './trail.js';
import { TrailSeal } from './trail-seal.js';
import { TrailQueries } from './trail-seal.queries.js';

const parts = [
  Clock,
  Courier,
  Database,
  Files,
  Handlers,
  Mailer,
  Outbox,
  Queues,
  Repeats,
  Signer,
  Texter,
  Trail,
  TrailQueries,
  TrailSeal,
];

/** What every room stands on. Import `PlatformModule.with(config)` once, in an app's root module. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config): DynamicModule {
    return {
      module: PlatformModule,
      imports: [TypeOrmModule.forRoot({ ...dataSourceOptions(config), autoLoadEntities: true, retryAttempts: 0 })],
      providers: [
        ...parts,
        { provide: Config, useValue: config },
        { provide: FileStore, useFactory: () => fileStoreOf(config) },
      ],
      exports: [...parts, Config, FileStore],
    };
  }
}
