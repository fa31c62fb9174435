import type { INestApplicationContext } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '#libs/kernel/src/index.js';
import { isLang } from '#libs/platform/src/index.js';
import { Config } from '#libs/platform/src/index.js';
import { securityHeaders } from './headers.js';
import { refuseForeignOrigin } from './origin.js';
import { langOfRequest, Reading } from './reading.js';
import { LANG_COOKIE, rememberLang, sessionTokenOf } from './session.cookie.js';
import { Sessions, type Viewer } from './viewer.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who reads and in which language; set before any route runs. */
    reading: Reading;
  }
}

// No text of the database holds it, so it is nobody's name.
const NUL = /^[^?]*%00/;
const STATIC = /^\/(assets|carpet|og|favicon|robots)/;

/** Prepares every request: headers, reader, and the check that no other site sends it. */
export function addRequestHooks(server: FastifyInstance, app: INestApplicationContext): void {
  const config = app.get(Config);
  const sessions = app.get(Sessions);
  const headers = securityHeaders(config);
  server.decorateRequest('reading');
  server.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...headers, 'x-request-id': request.id });
    const facts = {
      lang: langOfRequest(request.url, request.cookies[LANG_COOKIE], request.headers['accept-language']),
      url: request.url,
      requestId: request.id,
      demo: config.demo,
      publicUrl: config.publicUrl,
    };
    // Errors below need a reader too.
    request.reading = new Reading({ ...facts, viewer: null });
    if (NUL.test(request.url)) throw refuse('not-found', 'not-found', 'Nothing has this address.');
    refuseForeignOrigin(request, config.publicUrl);
    if (STATIC.test(request.url)) return;
    const viewer = await viewerOf(request, sessions, config.publicUrl);
    if (viewer) request.reading = new Reading({ ...facts, viewer });
    noticeSwitch(request, reply, config.publicUrl);
  });
  // After the cookie plugin's own hook. A cookie is for one reader: no cache between us may hand it on.
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (reply.getHeader('set-cookie') !== undefined) void reply.header('cache-control', 'private, no-store');
    done();
  });
}

async function viewerOf(request: FastifyRequest, sessions: Sessions, publicUrl: string): Promise<Viewer | null> {
  const found = sessionTokenOf(request, publicUrl);
  return found ? sessions.find(found.token) : null;
}

/** Whoever comes from one of our pages in another language has chosen this one: remember it. */
function noticeSwitch(request: FastifyRequest, reply: FastifyReply, publicUrl: string): void {
  const from = request.headers.referer;
  if (request.method !== 'GET' || !from || !URL.canParse(from)) return;
  const { host, pathname } = new URL(from);
  const [before, now] = [pathname.split('/')[1], request.url.split(/[/?]/)[1]];
  if (host === request.host && isLang(before) && isLang(now) && before !== now) rememberLang(reply, now, publicUrl);
}
