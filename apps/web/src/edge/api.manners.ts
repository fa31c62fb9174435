import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readable } from './readable.js';
import { EdgeRefusal } from './refusals.js';

const READABLE = ['application/json', 'application/problem+json', 'application/*', '*/*'];
const DEPTH_MAX = 20;
/** More things than any body of ours holds; each that no class names costs a line of the answer. */
const THINGS_MAX = 20_000;

/** An address and what it takes. */
interface Known {
  readonly pattern: RegExp;
  readonly names: Set<string>;
}

/** What one may expect beside the routes: of every address its methods, of the API kinds of answer and bodies that can be read. */
export function addApiManners(server: FastifyInstance): void {
  const methods = new Map<string, Known>();
  server.addHook('onRoute', ({ method, url }) => {
    if (url === '*' || url === '/*') return;
    const known = methods.get(url) ?? { pattern: patternOf(url), names: new Set(['OPTIONS']) };
    for (const name of [method].flat()) known.names.add(name);
    methods.set(url, known);
  });
  server.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?')[0]!;
    if (!request.is404) return path.startsWith('/api/v1/') ? mustBeReadable(request, path) : undefined;
    const names = [...methods.values()].filter(({ pattern }) => pattern.test(path)).flatMap((one) => [...one.names]);
    if (names.length === 0) return;
    const page = request.method === 'GET' ? pageAbove(path, [...methods.values()]) : null;
    if (page) return void (await reply.header('cache-control', 'no-store').redirect(page, 303));
    const allow = { allow: [...new Set(names)].sort().join(', ') };
    if (request.method === 'OPTIONS') return void (await answerOptions(reply, allow));
    throw new EdgeRefusal(405, 'method-unknown', `Not ${request.method} here.`, allow);
  });
  server.addHook('preValidation', (request, _reply, done) => {
    request.query = written(request.query, counter());
    if (request.headers['content-type']?.startsWith('application/json') && !request.url.startsWith('/webhooks/')) {
      request.body = written(request.body, counter());
    }
    done();
  });
}

/**
 * The page whose form is sent to an address that is not read: where a refused form is looked at in another language, or
 * somebody comes back after signing in. Null where no page stands above.
 */
function pageAbove(path: string, known: readonly Known[]): string | null {
  if (!/^\/(ro|ru|en)\//.test(path)) return null;
  const above = path.slice(0, path.lastIndexOf('/'));
  const read = known.some(({ pattern, names }) => names.has('GET') && pattern.test(above));
  return read ? above : pageAbove(above, known);
}

/** A route's address as a pattern: "/:lang(^ro|ru|en$)/books", "/p/:place/:slug", "/assets/*". */
function patternOf(url: string): RegExp {
  const parts = url.replaceAll('.', '\\.').replaceAll('*', '.*').replace(/:\w+(?:\(\^?([^)$]*)\$?\))?/g, (_, choice?: string) => (choice ? `(?:${choice})` : '[^/]+')); // prettier-ignore
  return new RegExp(`^${parts}/?$`);
}

async function answerOptions(reply: FastifyReply, headers: Record<string, string>): Promise<void> {
  await reply.status(204).headers(headers).send();
}

/** Refuses whoever accepts nothing that this address can answer. */
function mustBeReadable({ headers }: FastifyRequest, path: string): void {
  const wanted = (headers.accept ?? '*/*').split(',').map((part) => part.trim().toLowerCase());
  const own = path.endsWith('.csv') ? ['text/csv', 'text/*', '*/*'] : READABLE;
  const taken = wanted.filter((part) => !/;\s*q=0(\.0*)?$/.test(part)).map((part) => part.split(';')[0]!);
  if (!taken.some((part) => own.includes(part))) {
    throw new EdgeRefusal(406, 'accept-unknown', `Answers here are ${own[0]}.`);
  }
}

/** A body as a person can have meant it: texts without what cannot be seen, no deeper and no wider than anything asks for. */
function written(value: unknown, count: () => void, depth = 0): unknown {
  if (depth > DEPTH_MAX) throw new EdgeRefusal(400, 'body-unreadable', 'Too deep.');
  count();
  if (typeof value === 'string') return readable(value);
  if (Array.isArray(value)) return value.map((one) => written(one, count, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  // What is null was left empty: it is left out, as an empty field of a form is.
  const given = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(given.map(([name, one]) => [readable(name), written(one, count, depth + 1)]));
}

function counter(): () => void {
  let things = 0;
  return () => {
    things += 1;
    if (things > THINGS_MAX) throw new EdgeRefusal(413, 'body-too-large', 'More than any body of ours holds.');
  };
}
