import type { FastifyRequest } from 'fastify';
import { EdgeRefusal } from './refusals.js';
import { sessionTokenOf } from './session.cookie.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site makes a browser send (CSRF). Browsers say where a request comes from; whoever acts with a
 * session cookie must say it. Programs with a bearer token, Stripe's webhooks and guests without a browser need not.
 */
export function refuseForeignOrigin(request: FastifyRequest, publicUrl: string): void {
  if (SAFE.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const own = [new URL(publicUrl).origin, `${request.protocol}://${request.host}`];
  const verdict =
    site !== undefined ? site === 'same-origin' || site === 'none' : origin !== undefined ? own.includes(origin) : null;
  const byCookie = sessionTokenOf(request, publicUrl)?.by === 'cookie';
  if (verdict === false || (verdict === null && byCookie)) {
    throw new EdgeRefusal(403, 'origin-foreign', 'The request comes from another site.');
  }
}
