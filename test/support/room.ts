import type { INestApplicationContext, ModuleMetadata, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Courier, Database, PlatformModule } from '#libs/platform/src/index.js';
import { cloneDatabase, testConfig } from './database.js';

/** A lib with its real neighbours on a database of its own. Close it in `afterAll`. */
export interface Room {
  readonly app: INestApplicationContext;
  readonly db: Database;
  get<T>(type: Type<T> | (abstract new (...args: never[]) => T)): T;
  /** Delivers every event to its consumers, and runs the chores when asked. */
  drain(options?: { chores?: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** Opens the given modules (`imports: [LedgerModule]`) on a fresh database. `env` replaces variables of the test configuration. */
export async function openRoom(
  imports: ModuleMetadata['imports'] = [],
  env: Record<string, string> = {},
): Promise<Room> {
  const config = testConfig(await cloneDatabase(), env);
  const module = await Test.createTestingModule({ imports: [PlatformModule.with(config), ...imports] }).compile();
  const app = await module.init();
  return {
    app,
    db: app.get(Database),
    get: <T>(type: Type<T> | (abstract new (...args: never[]) => T)) => app.get<T>(type, { strict: false }),
    drain: (options) => app.get(Courier).drain(options),
    close: () => app.close(),
  };
}
