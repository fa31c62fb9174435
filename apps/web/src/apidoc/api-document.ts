import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Config } from '#libs/platform/src/index.js';
import { PROBLEM, PROBLEM_RESPONSES } from './problem.schema.js';
import { ROUTE_WORDS } from './route-words.js';

/** One route of the API as the document has it. */
export interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: object[];
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    example?: unknown;
    schema?: object;
  }[];
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
  responses: Record<string, object>;
}

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const BASE = '/api/v1';
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** The OpenAPI 3.1 document of the API, made once from the routes themselves. */
@Injectable()
export class ApiDocument {
  private app: NestFastifyApplication | null = null;
  private made: OpenAPIObject | null = null;

  constructor(private readonly config: Config) {}

  /** Says which application's routes to describe. */
  describe(app: NestFastifyApplication): void {
    this.app = app;
  }

  /** The document; every path begins with /api/v1. */
  get(): OpenAPIObject {
    this.made ??= this.make();
    return this.made;
  }

  private make(): OpenAPIObject {
    if (!this.app) throw new Error('describe() comes first');
    const head = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Plai')
      .setDescription('Projects of towns, gifts to them and every leu of both, as pages show them.')
      .setVersion('1')
      .setLicense('AGPL-3.0', 'https://www.gnu.org/licenses/agpl-3.0.html')
      .addServer(this.config.publicUrl)
      .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The session token of POST /api/v1/sessions.' })
      .build();
    const all = SwaggerModule.createDocument(this.app, head);
    const paths = Object.fromEntries(Object.entries(all.paths).filter(([path]) => path.startsWith(`${BASE}/`)));
    for (const path of Object.values(paths)) {
      for (const method of METHODS) finish(path[method] as Operation | undefined);
    }
    const components = { ...all.components, schemas: { ...usedSchemas(all, paths), Problem: PROBLEM } };
    return { ...all, paths, components } satisfies OpenAPIObject;
  }
}

function finish(operation: Operation | undefined): void {
  if (!operation) return;
  operation.summary = ROUTE_WORDS[operation.operationId ?? ''] ?? '';
  operation.responses = { ...described(operation.responses), ...PROBLEM_RESPONSES };
}

function described(responses: Record<string, object>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      { content: { 'application/json': {} }, ...response, description: 'Done.' },
    ]),
  );
}

/** Only what the API's own routes name, directly or through another schema: forms of pages are no part of it. */
function usedSchemas(all: OpenAPIObject, paths: object): Schemas {
  const schemas = all.components?.schemas ?? {};
  const used = new Set<string>();
  const visit = (part: object) => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name!)) continue;
      used.add(name!);
      visit(schemas[name!] ?? {});
    }
  };
  visit(paths);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}
