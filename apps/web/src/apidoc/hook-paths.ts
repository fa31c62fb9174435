import type { OpenAPIObject } from '@nestjs/swagger';
import { BYTES_MAX, SETTLE_DAYS, SETTLEMENT_MAX, SHAPES, signatureOf, TOLERANCE_SECONDS } from '#libs/messages/src/index.js'; // prettier-ignore
import type { ProblemResponse } from './problem.schema.js';

/** The scheme of `securitySchemes` under which the hooks stand. */
export const SIGNATURE = 'aggregatorSignature';

const SECRET = 'whm_example';
const SIGNED_AT = new Date('2026-11-22T16:00:05Z');
const MESSAGE = {
  id: 'sms-000417',
  code: '7KQ2',
  lei: '24.00',
  at: '2026-11-22T18:00:00+02:00',
  sender: 'subscriber-81',
};
const LIST = { reference: 'UNU-2026-11', messages: ['sms-000417'], gross: '24.00', fee: '7.20', net: '16.80' };

/** How an aggregator signs, with a signature that its engineer can check his own against. */
export function signatureScheme(): { type: 'apiKey'; in: 'header'; name: string; description: string } {
  const body = JSON.stringify(MESSAGE);
  const description = `\`Plai-Signature: t=SECONDS,v1=MARK\`. SECONDS is the moment of sending in seconds since 1970 (UTC), at most ${TOLERANCE_SECONDS} seconds from our clock. MARK is the HMAC-SHA256, in lower-case hexadecimal, of SECONDS, a full stop and the body byte for byte as it is sent; its key is the secret as the operator handed it over, with its \`whm_\`. While a secret is replaced both are good, and one header may carry a \`v1\` for each.

To check against: the secret \`${SECRET}\` and the body \`${body}\` (no line break at its end) make \`Plai-Signature: ${signatureOf(Buffer.from(body), SIGNED_AT, SECRET)}\`.`;
  return { type: 'apiKey', in: 'header', name: 'Plai-Signature', description };
}

/** Where aggregators tell: the routes of the document that are no part of /api/v1, because only signed programs call them. */
export function hookPaths(publicUrl: string): OpenAPIObject['paths'] {
  return {
    '/webhooks/messages/{key}': { post: operationOf('MessagesWebhook_message', MESSAGE_WORDS, publicUrl) },
    '/webhooks/messages/{key}/settlements': {
      post: operationOf('MessagesWebhook_settlement', LIST_WORDS, publicUrl),
    },
  };
}

interface Words {
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly example: object;
  readonly schema: object;
  readonly answer: { readonly description: string; readonly schema: object };
  readonly conflict: { readonly description: string; readonly code: string };
}

const text = (pattern: RegExp, description: string) => ({ type: 'string', pattern: pattern.source, description });
const REPEAT = `Until an answer is 200, 400 or 409, send the same body again under a new signature, later each time: told twice, it is one.`; // prettier-ignore

const MESSAGE_WORDS: Words = {
  path: '',
  summary: 'An aggregator tells of one message: somebody sent a project’s code to its number.',
  description: `Both 200 answers are final: it is a gift, or it is none and its money stays with the aggregator. ${REPEAT} A gift counts when the aggregator’s transfer stands in the statement, which is awaited within ${SETTLE_DAYS} days.`,
  example: MESSAGE,
  schema: {
    type: 'object',
    required: ['id', 'code', 'lei', 'at'],
    properties: {
      id: text(SHAPES.ref, 'The aggregator’s own; the same message has the same id for ever.'),
      code: { type: 'string', maxLength: 40, description: 'What was sent, as it was typed.' },
      lei: text(SHAPES.sum, 'What one message costs, in lei.'),
      at: text(SHAPES.moment, 'When it was sent, with its offset.'),
      sender: {
        type: ['string', 'null'],
        minLength: 1,
        maxLength: 200,
        description: 'An opaque name of whoever sent it, never a telephone number. Only its digest is kept, so that a second message is the same person’s.', // prettier-ignore
      },
    },
  },
  answer: {
    description: 'It is kept. `refused` is final too: no project has this code, it takes no money now, or the sum is not what a message costs.', // prettier-ignore
    schema: {
      oneOf: [
        {
          type: 'object',
          required: ['state', 'receipt', 'url'],
          properties: {
            state: { const: 'gift' },
            receipt: { type: 'string', description: 'The code that the sender is answered.' },
            url: { type: 'string', format: 'uri', description: 'Where the receipt is read.' },
          },
        },
        {
          type: 'object',
          required: ['state', 'why'],
          properties: { state: { const: 'refused' }, why: { enum: ['unknown-code', 'closed', 'sum'] } },
        },
      ],
    },
  },
  conflict: {
    description: 'Another message was told under this id. The first one stands; people look at both.',
    code: 'message-id-taken',
  },
};

const LIST_WORDS: Words = {
  path: '/settlements',
  summary: 'An aggregator says for which messages one transfer pays.',
  description: `The transfer itself carries \`reference\` in its purpose and brings \`net\`; the list may come before it or after. ${REPEAT}`, // prettier-ignore
  example: LIST,
  schema: {
    type: 'object',
    required: ['reference', 'messages', 'gross', 'fee', 'net'],
    properties: {
      reference: text(SHAPES.reference, 'Begins with the aggregator’s name in the address, in capitals, and a hyphen.'),
      messages: {
        type: 'array',
        minItems: 1,
        maxItems: SETTLEMENT_MAX,
        uniqueItems: true,
        items: text(SHAPES.ref, 'The id of a message that is a gift and stands in no other list.'),
      },
      gross: text(SHAPES.sum, 'What these messages cost together, in lei.'),
      fee: text(SHAPES.sum, 'What the aggregator keeps; more than a third has two people look first.'),
      net: text(SHAPES.sum, 'What the transfer brings: the gross without the fee, more than nothing.'),
    },
  },
  answer: {
    description: 'The list is kept; it counts when the transfer stands in the statement.',
    schema: {
      type: 'object',
      required: ['settlement'],
      properties: { settlement: { type: 'string', format: 'uuid' } },
    },
  },
  conflict: {
    description: 'The list is not taken, `detail` says why: its reference is another list’s or not the aggregator’s, the sums do not agree, or a message is no gift or stands in another list.', // prettier-ignore
    code: 'settlement-refused',
  },
};

function operationOf(operationId: string, words: Words, publicUrl: string): Operation {
  return {
    operationId,
    tags: ['messages'],
    summary: words.summary,
    description: words.description,
    security: [{ [SIGNATURE]: [] }],
    parameters: [
      {
        name: 'key',
        in: 'path',
        required: true,
        description: 'The aggregator’s name in the address, as the operator gave it.',
        schema: { type: 'string' },
        example: 'unu',
      },
    ],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: words.schema, example: words.example } },
    },
    responses: {
      200: { description: words.answer.description, content: { 'application/json': { schema: words.answer.schema } } },
      400: problem(
        `Nothing is kept. \`webhook-refused\`: no such aggregator, or a signature that is not its own, too old or too new; it is switched off; the body is not JSON by its content type or above ${BYTES_MAX} bytes. \`message-shape\`: it is signed, and \`errors\` names the field that cannot be read.`,
        ['webhook-refused', 'message-shape', 'body-unreadable'],
      ),
      404: problem('An address that is nobody’s: it has a NUL in it.', ['not-found']),
      409: problem(words.conflict.description, [words.conflict.code]),
      413: problem('The body is above 1 MB.', ['body-too-large']),
      415: problem('Not JSON.', ['body-type']),
      503: problem('Not just now; `Retry-After` says when to send it again.', ['unavailable']),
    },
    'x-codeSamples': [{ lang: 'Shell', source: sampleOf(words, publicUrl) }],
  };
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['post']> & {
  'x-codeSamples': { lang: string; source: string }[];
};

function problem(description: string, codes: readonly string[]): ProblemResponse {
  return {
    description,
    'x-codes': codes,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

/** A request that runs, once SECRET is the aggregator's own. */
function sampleOf({ path, example }: Words, publicUrl: string): string {
  return `BODY='${JSON.stringify(example)}'
T=$(date +%s)
MARK=$(printf '%s.%s' "$T" "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d ' ' -f 1)
curl -H 'Content-Type: application/json' -H "Plai-Signature: t=$T,v1=$MARK" --data-binary "$BODY" ${publicUrl}/webhooks/messages/unu${path}`;
}
