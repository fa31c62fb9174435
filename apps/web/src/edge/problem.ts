import { HttpException } from '@nestjs/common';
import { DomainError, type FieldRefusal, type RefusalParams } from '#libs/kernel/src/index.js';
import { hasWords, type Say } from '#libs/platform/src/index.js';
import { EdgeRefusal } from './refusals.js';

/** An error as it may be shown: a status, a stable code, and the fields that are wrong. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly params: RefusalParams;
  readonly fields: readonly FieldRefusal[];
  readonly headers: Readonly<Record<string, string>>;
  /** Nobody expected it: it is logged, and nothing of it is shown. */
  readonly bug: boolean;
}

const STATUS = { invalid: 422, 'not-found': 404, forbidden: 403, conflict: 409, unavailable: 503 } as const;
const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'body-unreadable',
  401: 'sign-in-needed',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-unknown',
  413: 'body-too-large',
  415: 'body-type',
  429: 'too-many-requests',
  503: 'unavailable',
};

/** Reads any thrown thing as a problem. */
export function problemOf(error: unknown): Problem {
  const plain = { params: {}, fields: [], headers: {}, bug: false };
  if (error instanceof DomainError) {
    return { ...plain, status: STATUS[error.kind], code: error.code, params: error.params, fields: error.fields };
  }
  if (error instanceof EdgeRefusal) {
    return { ...plain, status: error.status, code: error.code, headers: error.headers };
  }
  const status = error instanceof HttpException ? error.getStatus() : statusOfServer(error);
  const code = BY_STATUS[status] ?? (status < 500 ? 'body-unreadable' : null);
  return code ? { ...plain, status, code } : { ...plain, status: 500, code: 'server', bug: true };
}

/** What our own server says of a request. Other errors may carry a status too (Stripe's do), but not one of ours. */
function statusOfServer(error: unknown): number {
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: number };
  return typeof code === 'string' && code.startsWith('FST_') ? (statusCode ?? 500) : 500;
}

/** The sentence of a code in the reader's language. Codes without words of their own get those of their status. */
export function wordsOf(
  say: Say,
  code: string,
  { params = {}, status = 422 }: { params?: RefusalParams; status?: number } = {},
): string {
  const keys = [`error.${code}`, `error.${code.replaceAll('-', '_')}`, `error.status.${status}`].filter(hasWords);
  for (const key of keys) {
    try {
      return say(key, params);
    } catch {
      // The words want a value that the refusal does not carry: those of the status say less but never fail.
    }
  }
  return say('error.status.422');
}

/** Problem details (RFC 9457) of a problem, in the reader's language. */
export function problemJson(problem: Problem, say: Say, { base, requestId }: { base: string; requestId: string }) {
  const { status, code, params } = problem;
  return {
    type: `${base}/problems/${code}`,
    title: say(hasWords(`error.title.${status}`) ? `error.title.${status}` : 'error.title.422'),
    status,
    detail: wordsOf(say, code, { params, status }),
    instance: `urn:uuid:${requestId}`,
    code,
    ...(problem.fields.length > 0 && {
      errors: problem.fields.map((field) => ({
        pointer: `#${field.pointer}`,
        code: field.code,
        detail: wordsOf(say, field.code, { params: field.params ?? {} }),
      })),
    }),
  };
}
