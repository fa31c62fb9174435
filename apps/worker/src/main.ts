import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ConfigError, readConfig } from '#libs/platform/src/index.js';
import { WorkerModule } from './worker.module.js';

try {
  const app = await NestFactory.createApplicationContext(WorkerModule.with(readConfig(process.env)), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  app.enableShutdownHooks();
  process.send?.('ready');
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
  process.disconnect?.();
}
