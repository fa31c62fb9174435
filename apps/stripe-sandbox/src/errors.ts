/** The fields of Stripe's error body that a refusal may carry. */
export interface ErrorBody {
  type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  advice_code?: string;
  charge?: string;
  doc_url?: string;
  payment_intent?: unknown;
  setup_intent?: unknown;
  payment_method?: unknown;
  [further: string]: unknown;
}

/** An answer that is not 2xx, with Stripe's status and body. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(body.message);
    if (body.code) body.doc_url = `https://stripe.com/docs/error-codes/${body.code.replaceAll('_', '-')}`;
  }
}

/** 400 for a request that cannot be right. */
export function invalid(
  message: string,
  more: { code?: string | undefined; param?: string | undefined } = {},
): Refusal {
  const body: ErrorBody = { type: 'invalid_request_error', message };
  if (more.code) body.code = more.code;
  if (more.param) body.param = more.param;
  return new Refusal(400, body);
}

/** Names by which errors call the id in a URL. */
const IN_THE_URL = new Set(['id', 'intent', 'session']);

/** 404 in the URL, 400 in a parameter, as Stripe tells them apart. */
export function missing(what: string, id: string, param = 'id'): Refusal {
  return new Refusal(IN_THE_URL.has(param) ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param,
  });
}

/** 402: the card said no. */
export function cardError(body: Omit<ErrorBody, 'type'> & { message: string }): Refusal {
  return new Refusal(402, { ...body, type: 'card_error' });
}
