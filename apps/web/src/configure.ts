import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiDocument } from './apidoc/api-document.js';
import { addApiManners } from './edge/api.manners.js';
import { NestLog } from './edge/log.js';
import { addRequestHooks } from './edge/request.hooks.js';
import { Metrics } from './ops/metrics.js';
import { PIPE, StrictPipe } from './edge/validation.js';

/** Makes an application of the web module ready to listen: plugins, hooks, checks of input, orderly shutdown. */
export async function configure(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  const server = app.getHttpAdapter().getInstance();
  app.useLogger(new NestLog(server.log as ConstructorParameters<typeof NestLog>[0]));
  await app.register(cookie);
  await app.register(multipart, { throwFileSizeLimit: false }); // what is too large is said at its field
  app.get(Metrics).watch(server);
  addRequestHooks(server, app);
  addApiManners(server);
  app.useGlobalPipes(new StrictPipe(PIPE));
  app.get(ApiDocument).describe(app);
  app.enableShutdownHooks();
  return app;
}
