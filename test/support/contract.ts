import { createRequire } from 'node:module';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiDocument, type Operation } from '#apps/web/src/apidoc/api-document.js';

/** The checker of JSON Schema 2020-12, as far as specs use it. */
export interface SchemaChecker {
  readonly errors: readonly { instancePath: string; message?: string; params?: object }[] | null;
  addSchema(schema: object, key: string): void;
  compile(schema: object): ((data: unknown) => boolean) & { errors?: SchemaChecker['errors'] };
  validate(schema: object, data: unknown): boolean;
}

/** A new checker; `formats` are known by name. */
export function schemaChecker(): SchemaChecker {
  const require = createRequire(import.meta.url);
  const { default: Ajv } = require('ajv/dist/2020.js') as { default: new (options: object) => SchemaChecker };
  return new Ajv({ strict: false, validateFormats: true, allErrors: true, formats: FORMATS });
}

const FORMATS = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/,
  email: /^\S+@\S+$/,
  uri: /^[a-z]+:/,
  regex: true,
  'uri-reference': true,
  binary: true,
  'media-range': true,
};
const METHODS = ['get', 'put', 'post', 'delete'] as const;

/** Compares every JSON answer of the API with what the document promises of it, unknown fields included. */
export class Contract {
  /** What was promised and came otherwise, one line each. */
  readonly breaches = new Set<string>();
  /** Which answers were seen: "get /api/v1/projects/{id} 200". */
  readonly seen = new Set<string>();
  private readonly routes = new Map<string, Operation & { path: string }>();
  private readonly checker = schemaChecker();
  private readonly checks = new Map<string, ReturnType<SchemaChecker['compile']>>();

  /** Watches an application that has not begun to listen. */
  static of(app: NestFastifyApplication): Contract {
    const contract = new Contract();
    app.getHttpAdapter().getInstance().addHook('onSend', (request, reply, payload, done) => {
      const route = request.routeOptions.url;
      if (route && /^\/(api\/v1|webhooks\/messages)\//.test(route)) {
        contract.open(app);
        contract.check(`${request.method.toLowerCase()} ${route.replace(/:(\w+)/g, '{$1}')}`, reply.statusCode, {
          type: String(reply.getHeader('content-type') ?? ''),
          body: plain(payload, reply.getHeader('content-encoding')),
        });
      }
      done();
    }); // prettier-ignore
    return contract;
  }

  /** Throws when an answer was not as promised. */
  mustHold(): void {
    if (this.breaches.size > 0) throw new Error(`The API document is not true:\n${[...this.breaches].join('\n')}`);
  }

  private open(app: NestFastifyApplication): void {
    if (this.routes.size > 0) return;
    const { paths, components } = app.get(ApiDocument, { strict: false }).get();
    this.checker.addSchema(closed({ $id: 'plai', components }) as object, 'plai');
    for (const [path, routes] of Object.entries(paths)) {
      for (const method of METHODS) if (routes[method]) this.routes.set(`${method} ${path}`, { ...(routes[method] as unknown as Operation), path }); // prettier-ignore
    }
  }

  private check(route: string, status: number, { type, body }: { type: string; body: string }): void {
    const operation = this.routes.get(route);
    if (!operation) return; // HEAD, OPTIONS and the document itself
    const answer = `${route} ${status}`;
    const promised = operation.responses[status] as Promised | undefined;
    if (status === 304 || status === 500) return;
    this.seen.add(answer);
    if (!promised) return void this.breaches.add(`${answer}: no such answer in the document: ${body.slice(0, 200)}`);
    const [media] = type.split(';');
    const content = promised.content ?? {};
    if (!body) return Object.keys(content).length > 0 ? void this.breaches.add(`${answer}: empty`) : undefined;
    const schema = content[media!]?.schema;
    if (!schema) return void this.breaches.add(`${answer}: ${media} is not promised`);
    if (!media!.endsWith('json')) return;
    const data = JSON.parse(body) as { code?: string };
    const check = this.checkOf(answer, schema);
    if (!check(data)) for (const { instancePath, message, params } of check.errors ?? []) this.breaches.add(`${answer}: ${instancePath.replace(/\d+/g, '#')} ${message} ${JSON.stringify(params)}`); // prettier-ignore
    const codes = promised['x-codes'];
    if (codes && !codes.includes(data.code!) && !FIELDS.has(status)) this.breaches.add(`${answer}: code ${data.code} is not promised`); // prettier-ignore
  }

  private checkOf(answer: string, schema: object): ReturnType<SchemaChecker['compile']> {
    const known = this.checks.get(answer);
    if (known) return known;
    const text = JSON.stringify(closed(schema)).replaceAll('"#/components', '"plai#/components');
    const check = this.checker.compile(JSON.parse(text) as object);
    this.checks.set(answer, check);
    return check;
  }
}

interface Promised {
  readonly content?: Readonly<Record<string, { schema: object }>>;
  readonly 'x-codes'?: readonly string[];
}

/** A refusal of a field carries the field's own code: those are many, and said by the schema of the request. */
const FIELDS = new Set([400, 422]);

/** The same schema without room for fields that it does not name. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const own = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  return own.properties && own.additionalProperties === undefined ? { ...own, additionalProperties: false } : own;
}

function plain(payload: unknown, coding: unknown): string {
  const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === 'string' ? payload : '');
  if (coding === 'br') return brotliDecompressSync(bytes).toString();
  return (coding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}
