import type { OpenAPIObject } from '@nestjs/swagger';
import { STATUS } from '../edge/problem.js';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** Problem details (RFC 9457) as every route of the API answers them. */
export const PROBLEM: Schema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'A page that explains it in three languages.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong, in the language of the reader.' },
    code: { type: 'string', description: 'Stable; programs go by it.' },
    instance: { type: 'string', format: 'uri' },
    current: {
      $ref: '#/components/schemas/SavedSection',
      description: 'With `section-changed`: what stands now, so that nothing typed is lost.',
    },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body: "#/lines/0/price".' },
          parameter: { type: 'string', description: 'Or the parameter of the query.' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
};

const STATUSES: Readonly<Record<string, string>> = {
  400: 'It cannot be read, or a cursor is not one of ours.',
  401: 'Sign in first.',
  403: 'Not with this role, or a second person has to do it.',
  404: 'There is no such thing, or it is somebody else’s.',
  406: 'Asked for another format than JSON (or CSV where the address ends so).',
  409: 'It does not stand as this needs it.',
  413: 'More than 1 MB of JSON, or a file above 10 MB.',
  415: 'Not JSON.',
  422: 'Something sent is wrong; `errors` says where.',
  428: 'Say which version you saw.',
  429: 'Too many requests; `Retry-After` says how long to wait.',
  503: 'Not just now.',
};
const BY_KIND: Readonly<Record<string, number>> = STATUS;
const EVERYWHERE: Readonly<Record<string, readonly string[]>> = {
  400: ['body-unreadable', 'cursor-format', 'field-unknown', 'required', 'format'],
  403: ['origin-foreign'],
  404: ['not-found'],
  406: ['accept-unknown'],
  413: ['body-too-large'],
  415: ['body-type'],
  422: ['field-unknown', 'required', 'format'],
  429: ['too-many-requests'],
};
const KEYED = { 409: ['idempotency-key-running'], 422: ['idempotency-key-reused'] };

/** The refusals that a route may answer with: those that its code can come to, and those of every route. */
export function problemResponses(
  codes: Readonly<Record<string, readonly string[]>>,
  keyed: boolean,
): Record<string, ProblemResponse> {
  const byStatus = new Map<string, string[]>(Object.entries(EVERYWHERE).map(([status, list]) => [status, [...list]]));
  for (const [kind, list] of [...Object.entries(codes), ...(keyed ? Object.entries(KEYED) : [])]) {
    const status = BY_KIND[kind] ?? kind;
    byStatus.set(String(status), [...new Set([...(byStatus.get(String(status)) ?? []), ...list])]);
  }
  return Object.fromEntries([...byStatus].map(([status, list]) => [status, responseOf(status, list)]));
}

/** One refusal: what its status means and the codes that it may carry. */
export interface ProblemResponse {
  readonly description: string;
  readonly 'x-codes': readonly string[];
  readonly content: Record<string, { schema: object }>;
}

function responseOf(status: string, codes: readonly string[]): ProblemResponse {
  return {
    description: `${STATUSES[status] ?? 'Refused.'} Codes: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
    'x-codes': codes,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
