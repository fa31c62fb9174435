import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionChange } from './page.js';
import type { Reading } from './reading.js';

const DAYS = 30;
const LANG_DAYS = 365;
/** The cookie that remembers a deliberate choice of language. */
export const LANG_COOKIE = 'plai_lang';

/** Over https the name itself makes browsers refuse the cookie from anywhere but this very host. */
export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-plai_session' : 'plai_session';
}

/** The session token that a request carries: its cookie, or for the API `Authorization: Bearer`. */
export function sessionTokenOf(
  request: FastifyRequest,
  publicUrl: string,
): { token: string; by: 'cookie' | 'bearer' } | null {
  const bearer = /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return request.url.startsWith('/api/') ? { token: bearer, by: 'bearer' } : null;
  const token = request.cookies[sessionCookieName(publicUrl)];
  return token ? { token, by: 'cookie' } : null;
}

/** Sets or clears the session cookie. */
export function changeSession(
  reply: FastifyReply,
  { publicUrl }: Pick<Reading, 'publicUrl'>,
  change: SessionChange,
): void {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') } as const;
  const name = sessionCookieName(publicUrl);
  if ('begin' in change) void reply.setCookie(name, change.begin, { ...options, maxAge: DAYS * 86_400 });
  else void reply.clearCookie(name, options);
}

/** Remembers the language that the reader has just switched to. */
export function rememberLang(reply: FastifyReply, lang: string, publicUrl: string): void {
  const secure = publicUrl.startsWith('https:');
  void reply.setCookie(LANG_COOKIE, lang, {
    path: '/',
    sameSite: 'lax',
    httpOnly: true,
    secure,
    maxAge: LANG_DAYS * 86_400,
  });
}
