import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { renderPage } from '../layout/render.js';
import { PUBLIC_PAGE } from './decorators.js';
import { Answer, ListPage, Page, Raw, Redirect } from './page.js';
import { PageCache } from './page.cache.js';
import { cursorOf, readCursor } from './paging.js';
import { addressOf, type Reading } from './reading.js';
import { Rendered } from './rendered.js';
import { changeSession } from './session.cookie.js';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Turns what a route returns into an answer, and keeps public pages for a moment. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly cache: PageCache,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const isPublic = this.reflector.get<boolean>(PUBLIC_PAGE, context.getHandler()) && !request.reading.viewer;
    const path = pathOf(request.reading);
    if (path.startsWith('/api/v1/')) readCursor(request.query as Record<string, unknown>, path);
    const result = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    if (!isPublic || (request.method !== 'GET' && request.method !== 'HEAD')) {
      return from(result().then((value) => answerOf(value, request.reading, reply)));
    }
    const key = `${request.reading.lang} ${request.url}`;
    const rendered = this.cache.get(key, async () =>
      renderedOf(await result(), request.reading, 'public, max-age=0, must-revalidate'),
    );
    return from(rendered);
  }
}

function answerOf(value: unknown, reading: Reading, reply: FastifyReply): unknown {
  const session = value instanceof Redirect ? value.session : value instanceof Page ? value.init.session : undefined;
  if (session) changeSession(reply, reading, session);
  return value === undefined && reply.sent ? value : renderedOf(value, reading, 'private, no-store');
}

/** The finished answer of a route's value. Anything that is no page, redirect or body of its own is JSON. */
export function renderedOf(value: unknown, reading: Reading, cacheControl: string): Rendered {
  const caching = { 'cache-control': cacheControl };
  if (value instanceof Rendered) return value;
  if (value instanceof Page) {
    const extra: Record<string, string> = {
      ...caching,
      'content-type': 'text/html; charset=utf-8',
      'content-language': reading.lang,
    };
    if (value.init.refreshSeconds) extra.refresh = String(value.init.refreshSeconds);
    return new Rendered(value.init.status ?? 200, extra, Buffer.from(renderPage(reading, value)));
  }
  if (value instanceof Redirect) {
    return new Rendered(value.status, { ...caching, location: value.location }, Buffer.alloc(0));
  }
  if (value instanceof Raw) {
    return new Rendered(200, { ...caching, 'content-type': value.type, ...value.headers }, Buffer.from(value.body));
  }
  if (isAnswer(value)) return json(value.status, { ...caching, ...value.headers }, value.body);
  if (value instanceof ListPage) {
    const next = value.next === null ? null : cursorOf(value.next, pathOf(reading));
    return json(200, { ...caching, ...linkTo(next, reading) }, { data: value.items, next });
  }
  return value === undefined ? new Rendered(204, caching, Buffer.alloc(0)) : json(200, caching, value);
}

// `instanceof` alone makes its status anything.
function isAnswer(value: unknown): value is Answer {
  return value instanceof Answer;
}

function json(status: number, headers: Record<string, string>, body: unknown): Rendered {
  return new Rendered(status, { ...JSON_TYPE, ...headers }, Buffer.from(JSON.stringify(body)));
}

function linkTo(next: string | null, reading: Reading): Record<string, string> {
  if (next === null) return {};
  const query = new URLSearchParams(reading.query);
  query.set('after', next);
  return {
    link: `<${reading.absolute(`${pathOf(reading)}?${query.toString()}`)}>; rel="next"`,
  };
}

function pathOf({ url }: Reading): string {
  return addressOf(url).pathname;
}
