import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Config } from '#libs/platform/src/index.js';
import { sessionCookieName } from '../edge/session.cookie.js';
import { exampleOf } from './example.js';
import { hookPaths, SIGNATURE, signatureScheme } from './hook-paths.js';
import { PROBLEM, problemResponses } from './problem.schema.js';
import { RequestClasses, type RequestSchema, shapeOf } from './request-shapes.js';
import { ROUTE_WORDS, SCHEMAS } from './route-words.data.js';

/** One route of the API as the document has it. */
export interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: RequestSchema; example?: unknown }> };
  responses: Record<string, Response>;
  'x-codeSamples'?: { lang: string; source: string }[];
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  example?: unknown;
  schema?: RequestSchema;
}

interface Response {
  description: string;
  headers?: object;
  content?: Record<string, { schema?: object }>;
}

const BASE = '/api/v1';
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const DESCRIPTION = `Projects of towns, gifts to them and every leu of both, as pages show them. Refusals are problem details (RFC 9457) in the language of \`Accept-Language\` (ro, ru, en); \`errors\` points at each field. Lists page by \`after\`; \`Link: rel="next"\` is there while there is more. Whoever may repeat names the thing: \`PUT\` with an id of his own, \`POST\` with an \`Idempotency-Key\`. Reads carry an \`ETag\`. Every \`GET\` answers \`HEAD\` too.`;

/** The OpenAPI 3.1 document of the API, made once from the routes, the classes they take and the types they answer. */
@Injectable()
export class ApiDocument {
  private app: NestFastifyApplication | null = null;
  private made: OpenAPIObject | null = null;

  constructor(private readonly config: Config) {}

  /** Says which application's routes to describe. */
  describe(app: NestFastifyApplication): void {
    this.app = app;
  }

  /** The document; every path begins with /api/v1, but those at which aggregators tell of messages. */
  get(): OpenAPIObject {
    this.made ??= this.make();
    return this.made;
  }

  private make(): OpenAPIObject {
    if (!this.app) throw new Error('describe() comes first');
    const all = SwaggerModule.createDocument(this.app, this.head());
    const classes = new RequestClasses(this.app);
    const paths = Object.fromEntries(Object.entries(all.paths).filter(([path]) => path.startsWith(`${BASE}/`)));
    const requests = requestSchemas(all, paths, classes);
    for (const path of Object.values(paths)) {
      for (const method of METHODS) {
        const operation = path[method] as Operation | undefined;
        if (operation) finish(operation, { method, classes, requests });
      }
    }
    const securitySchemes = { ...all.components?.securitySchemes, [SIGNATURE]: signatureScheme() };
    const components = { ...all.components, securitySchemes, schemas: { ...SCHEMAS, ...requests, Problem: PROBLEM } };
    return { ...all, paths: { ...paths, ...hookPaths(this.config.publicUrl) }, components };
  }

  private head(): Omit<OpenAPIObject, 'paths'> {
    const cookie = sessionCookieName(this.config.publicUrl);
    return new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Plai')
      .setDescription(DESCRIPTION)
      .setVersion('1')
      .setLicense('AGPL-3.0', 'https://www.gnu.org/licenses/agpl-3.0.html')
      .addServer(this.config.publicUrl)
      .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The session token of POST /api/v1/sessions.' })
      .addCookieAuth(
        cookie,
        { type: 'apiKey', in: 'cookie', description: 'The session of a browser on our own pages.' },
        'cookie',
      ) // prettier-ignore
      .build();
  }
}

interface Context {
  readonly method: string;
  readonly classes: RequestClasses;
  readonly requests: Readonly<Record<string, RequestSchema>>;
}

function finish(operation: Operation, { method, classes, requests }: Context): void {
  const words = ROUTE_WORDS[operation.operationId ?? ''];
  if (!words) throw new Error(`${operation.operationId} is not in route-words.data.ts`);
  const fields = classes.fieldsOf(operation.operationId!);
  operation.summary = words.summary;
  if (operation.security) operation.security = [...operation.security, { cookie: [] }];
  operation.parameters = (operation.parameters ?? []).map((one) => ({
    ...one,
    // What the checks say of it; a branded text is an object only to who reads the types.
    schema: { ...one.schema, allOf: undefined, $ref: undefined, ...fields[one.name] },
    required: one.in === 'path' || (fields[one.name]?.default === undefined && Boolean(one.required)),
  }));
  if (method === 'post' && operation.security && !operation.requestBody?.content['multipart/form-data']) {
    const required = words.codes[400]?.includes('idempotency-key-missing') ?? false;
    operation.parameters.push({ ...IDEMPOTENCY_KEY, required });
  }
  const json = operation.requestBody?.content['application/json'];
  if (json) json.example = exampleOf(json.schema, requests);
  const type = Object.keys(Object.values(operation.responses)[0]?.content ?? {})[0];
  const answers = Object.entries(words.answers).map(([status, schema]) => [status, answerOf(schema, { status, type })]);
  const problems = problemResponses(
    words.codes,
    operation.parameters.some(({ name }) => name === IDEMPOTENCY_KEY.name),
  );
  operation.responses = { ...(Object.fromEntries(answers) as Operation['responses']), ...problems };
}

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key again is answered as the first time for a day; with another body it is refused.',
  schema: { type: 'string', minLength: 8, maxLength: 255 },
};

function answerOf(schema: object | null, { status, type }: { status: string; type: string | undefined }): Response {
  if (schema) {
    const headers = isList(schema) ? { Link: { description: 'The next page, while there is one.', schema: { type: 'string' } } } : undefined; // prettier-ignore
    return { description: 'Done.', ...(headers && { headers }), content: { 'application/json': { schema } } };
  }
  if (status === '204' || !type || type === 'application/json') return { description: 'Done.' };
  return { description: 'Done.', content: { [type]: { schema: { type: 'string' } } } };
}

function isList(schema: object): boolean {
  return 'next' in ((schema as RequestSchema).properties ?? {}) && 'data' in (schema as RequestSchema).properties!;
}

/** Only what the API's own routes name, directly or through another class: forms of pages are no part of it. */
function requestSchemas(all: OpenAPIObject, paths: object, classes: RequestClasses): Record<string, RequestSchema> {
  const described = (all.components?.schemas ?? {}) as Record<string, RequestSchema>;
  const used: Record<string, RequestSchema> = {};
  const visit = (part: object): void => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const of = classes.byName(name!);
      if (used[name!] || !of) continue;
      used[name!] = shapeOf(of, described[name!]);
      visit(used[name!]!);
    }
  };
  visit(paths);
  return used;
}
