import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ConfigError, mustBeReachable, readConfig } from '#libs/platform/src/index.js';
import { WorkerModule } from './worker.module.js';

try {
  const config = readConfig(process.env);
  await mustBeReachable(config);
  const app = await NestFactory.createApplicationContext(WorkerModule.with(config), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  app.enableShutdownHooks();
  process.send?.('ready');
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1); // what was opened before it failed would keep it
}
