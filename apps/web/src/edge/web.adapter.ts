import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyReply, LogController } from 'fastify';
import type { DestinationStream } from 'pino';
import { newId } from '#libs/kernel/src/index.js';
import { LANGS, sayIn } from '#libs/platform/src/index.js';
import { loggable, openLog } from './log.js';
import { Rendered } from './rendered.js';

const BODY_MAX = 1_048_576;

/** Fastify as Plai uses it: finished answers are sent as they are, requests are logged without personal data. */
export class WebAdapter extends FastifyAdapter {
  constructor(level?: string, to?: DestinationStream) {
    super({
      loggerInstance: openLog(level, to),
      logController: new LogController({ disableRequestLogging: true }), // its lines hold whole addresses
      genReqId: () => newId(),
      bodyLimit: BODY_MAX,
      trustProxy: ['loopback', 'linklocal', 'uniquelocal'],
      rewriteUrl: ({ url = '/' }) => originForm(url),
      routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
      // An address that cannot even be decoded reaches no hook and no route.
      frameworkErrors: (_error: unknown, _request: unknown, reply: FastifyReply) =>
        void reply
          .status(404)
          .type('text/plain; charset=utf-8')
          .send(LANGS.map((lang) => sayIn(lang)('error.status.404')).join('\n')),
      return503OnClosing: false, // a proxy's open connection may still bring a request: it is answered, then closed
      forceCloseConnections: 'idle',
      requestTimeout: 60_000,
    });
    this.getInstance().addHook('onResponse', (request, reply, done) => {
      request.log.info({
        method: request.method,
        route: request.routeOptions.url ?? '(none)',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      });
      done();
    });
    this.getInstance().addHook('onError', (request, _reply, error, done) => {
      request.log.debug({ error: loggable(error) }, 'refused');
      done();
    });
  }

  override reply(
    ...[response, body, statusCode]: Parameters<FastifyAdapter['reply']>
  ): ReturnType<FastifyAdapter['reply']> {
    if (!(body instanceof Rendered)) return super.reply(response, body, statusCode);
    const reply = response as FastifyReply;
    body.send(reply.request, reply).catch((error: unknown) => reply.send(error));
    return reply;
  }
}

/** A request's target as a path: proxies may send whole addresses (RFC 9112), and "*" is the server, not a page. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  if (!URL.canParse(target)) return `/${target}`;
  const { pathname, search } = new URL(target);
  return pathname.startsWith('/') ? pathname + search : `/${pathname}`;
}
