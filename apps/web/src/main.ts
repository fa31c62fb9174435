import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config, ConfigError, mustBeReachable, readConfig } from '#libs/platform/src/index.js';
import { configure } from './configure.js';
import { WebAdapter } from './edge/web.adapter.js';
import { WebModule } from './web.module.js';

const DRAIN_MS = 500;

/** Starts the pages and the API on the address of the configuration. */
async function start(): Promise<void> {
  const config = readConfig(process.env);
  await mustBeReachable(config);
  const app = await NestFactory.create<NestFastifyApplication>(WebModule.with(config), new WebAdapter(), {
    rawBody: true,
    bufferLogs: true,
    abortOnError: false,
  });
  await configure(app);
  // Proxies that keep connections open are told one by one to take another; closing them at once would lose what is on its way.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preClose', () => sleep(DRAIN_MS));
  const { host, port } = app.get(Config);
  await app.listen(port, host);
  process.send?.('ready');
  process.stdout.write(`web listening on ${await app.getUrl()}\n`);
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error)?.stack ?? error)}\n`);
  process.exit(1); // what was opened before it failed would keep it
});
