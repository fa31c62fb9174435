import type { OpenAPIObject } from '@nestjs/swagger';

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
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body: "#/lines/0/price".' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
};

const STATUSES = {
  401: 'Sign in first.',
  403: 'Not with this role, or a second person has to do it.',
  404: 'There is no such thing, or it is somebody else’s.',
  409: 'It does not stand as this needs it.',
  422: 'Something sent is wrong; `errors` says where.',
  429: 'Too many requests; `Retry-After` says how long to wait.',
} as const;

/** The refusals that every route may answer with. */
export const PROBLEM_RESPONSES: Readonly<Record<string, object>> = Object.fromEntries(
  Object.entries(STATUSES).map(([status, description]) => [
    status,
    { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  ]),
);
