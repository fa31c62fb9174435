import { HttpException } from '@nestjs/common';
import { DomainError, type FieldRefusal, type RefusalParams } from '#libs/kernel/src/index.js';
import { gapWords, ProjectIncomplete, type SavedSection, SectionChanged } from '#libs/projects/src/index.js';
import { hasWords, isAway, type Lang, type Say } from '#libs/platform/src/index.js';
import type { Reading } from './reading.js';
import { EdgeRefusal, HookRefusal, QueryRefusal } from './refusals.js';

/** An error as it may be shown: a status, a stable code, and the fields that are wrong. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly params: RefusalParams;
  readonly fields: readonly FieldRefusal[];
  /** Fields are of the body, or parameters of the query. */
  readonly of: 'body' | 'query';
  /** The words of a field's code that the catalogue of errors does not have; null for those it has. */
  readonly said: (at: number, lang: Lang) => string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** What stands now, when somebody else has changed it in the meantime; null otherwise. */
  readonly current: SavedSection | null;
  /** Nobody expected it, or somebody must look: it is logged, and nothing of it is shown. */
  readonly bug: boolean;
}

/** The status of each kind of refusal. */
export const STATUS = { invalid: 422, 'not-found': 404, forbidden: 403, conflict: 409, unavailable: 503 } as const;
/** When to come again after the database was away or stalled. */
const AWAY_SECONDS = 10;
const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'body-unreadable',
  401: 'sign-in-needed',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-unknown',
  406: 'accept-unknown',
  413: 'body-too-large',
  415: 'body-type',
  429: 'too-many-requests',
  503: 'unavailable',
};

/** Reads any thrown thing as a problem. */
export function problemOf(error: unknown): Problem {
  const plain = {
    params: {},
    fields: [],
    of: 'body',
    said: () => null,
    headers: {},
    current: null,
    bug: false,
  } as const;
  if (error instanceof DomainError) {
    const { kind, code, params, fields } = error;
    const gaps = error instanceof ProjectIncomplete ? error.gaps : [];
    const said = (at: number, lang: Lang) => (gaps[at] ? gapWords(lang, gaps[at]) : null);
    const current = error instanceof SectionChanged ? error.current : null;
    const { seconds } = params;
    const headers: Record<string, string> = typeof seconds === 'number' ? { 'retry-after': String(seconds) } : {};
    return { ...plain, status: STATUS[kind], code, params, fields, said, headers, current };
  }
  if (error instanceof HookRefusal) return { ...problemOf(error.refusal), status: error.status };
  if (error instanceof EdgeRefusal) {
    const { status, code, headers } = error;
    const fields = error instanceof QueryRefusal ? error.parameters : [];
    const wait = headers['retry-after'];
    const params = fields[0]?.params ?? (wait ? { minutes: Math.ceil(Number(wait) / 60) } : {});
    return { ...plain, status, code, params, headers, fields, of: 'query' };
  }
  if (isAway(error)) {
    const headers = { 'retry-after': String(AWAY_SECONDS) };
    return { ...plain, status: 503, code: 'unavailable', headers, bug: true };
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
export function problemJson(problem: Problem, { say, lang, publicUrl: base, requestId }: Reading) {
  const { status, code, params } = problem;
  return {
    type: `${base}/problems/${code}`,
    title: say(hasWords(`error.title.${status}`) ? `error.title.${status}` : 'error.title.422'),
    status,
    detail: wordsOf(say, code, { params, status }),
    instance: `urn:uuid:${requestId}`,
    code,
    ...(problem.current && { current: problem.current }),
    ...(problem.fields.length > 0 && {
      errors: problem.fields.map((field, at) => ({
        ...(problem.of === 'body' ? { pointer: `#${field.pointer}` } : { parameter: field.pointer.slice(1) }),
        code: field.code,
        detail: problem.said(at, lang) ?? wordsOf(say, field.code, { params: field.params ?? {} }),
      })),
    }),
  };
}
