import type { FastifyRequest } from 'fastify';
import { readable } from './readable.js';
import { EdgeRefusal } from './refusals.js';

/** A file as it came with a form. Its type is decided by content, later. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What a form sent: texts by field name, in order, and files by field name. */
export interface FormBody {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly files: ReadonlyMap<string, readonly SentFile[]>;
}

const LIMITS = { fileSize: 10 * 1024 * 1024 + 1, files: 12, fields: 600, fieldSize: 100_000, parts: 620 };
const NAME_MAX = 200;
const TOTAL_MAX = 40 * 1024 * 1024;
/** Whoever is not signed in sends no files anywhere: his form is as small as one without them. */
const STRANGER = { ...LIMITS, files: 0 };
const STRANGER_MAX = 1024 * 1024;
const ITEMS_MAX = 500;

/** What was typed into a form that came without files and had something in it; null for every other request. */
export function typedIn(request: FastifyRequest): ReadonlyMap<string, readonly string[]> | null {
  const { body, headers } = request;
  if (!body || !/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) return null;
  const typed = Object.entries(body as Record<string, string | string[]>).map(([name, value]) => [name, [value].flat()] as const); // prettier-ignore
  const small = typed.length > 0 && typed.length <= LIMITS.fields && typed.every(([name]) => name.length <= NAME_MAX);
  return small ? new Map(typed) : null;
}

/** Reads the body of a form request, multipart or not. */
export async function bodyOf(request: FastifyRequest): Promise<FormBody> {
  const values = new Map<string, string[]>();
  const files = new Map<string, SentFile[]>();
  const add = <Value>(map: Map<string, Value[]>, name: string, value: Value) => {
    if (name.length > NAME_MAX) throw tooLarge();
    const there = map.get(name);
    if (there) there.push(value);
    else map.set(name, [value]);
  };
  if (!request.isMultipart()) {
    // Browsers send forms in two ways; other bodies hold things that are no texts.
    if (request.body && !/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) {
      throw new EdgeRefusal(415, 'body-type', 'A form comes as a form.');
    }
    const sent = Object.entries((request.body ?? {}) as Record<string, string | string[]>);
    const fields = sent.flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)] as const));
    if (fields.length > LIMITS.fields) throw tooLarge();
    for (const [name, value] of fields) add(values, name, value);
    return { values, files };
  }
  const [limits, most] = request.reading.viewer ? [LIMITS, TOTAL_MAX] : [STRANGER, STRANGER_MAX];
  let total = 0;
  for await (const part of partsOf(request, limits)) {
    const bytes = part.type === 'field' ? Buffer.from(String(part.value)) : await part.toBuffer();
    total += bytes.length;
    if (total > most) throw tooLarge();
    if (part.type === 'field') {
      add(values, part.fieldname, String(part.value));
      continue;
    }
    // A file field that was left empty comes as a nameless file of no bytes.
    if (part.filename && bytes.length > 0) add(files, part.fieldname, { name: part.filename, bytes });
  }
  return { values, files };
}

/** The parts of a body; one that is cut short or names no boundary is the sender's fault, not ours. */
async function* partsOf(request: FastifyRequest, limits: typeof LIMITS): ReturnType<FastifyRequest['parts']> {
  try {
    yield* request.parts({ limits });
  } catch (error) {
    // Limits that were passed have codes of their own.
    if ((error as { code?: unknown }).code !== undefined) throw error;
    throw new EdgeRefusal(400, 'body-unreadable', 'The parts of the form cannot be told apart.');
  }
}

function tooLarge(): EdgeRefusal {
  return new EdgeRefusal(413, 'body-too-large', 'More in one form than any of ours holds.');
}

/** Names that nobody's form has: they would reach a prototype, or build something endless. */
export function strangeNames(values: FormBody['values']): string[] {
  const strange = (step: string) => step in Object.prototype || Number(step) >= ITEMS_MAX;
  return [...values.keys()].filter((name) => name.split('.').length > 5 || name.split('.').some(strange));
}

/**
 * Builds the object that flat field names describe: "lines.0.price" becomes {lines: [{price}]}. Fields left empty are
 * left out; a name sent more than once, or ending in "[]", is a list. Strange names are left out too: ask `strangeNames`.
 */
export function nested(values: FormBody['values']): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  const strange = strangeNames(values);
  for (const [name, texts] of values) {
    const filled = texts.map((text) => readable(text).trim()).filter(Boolean);
    if (filled.length === 0 || strange.includes(name)) continue;
    const list = name.endsWith('[]');
    place(root, list ? name.slice(0, -2) : name, list || filled.length > 1 ? filled : filled[0]);
  }
  return root;
}

function place(root: Record<string, unknown>, name: string, value: unknown): void {
  const steps = name.split('.');
  let at = root;
  steps.slice(0, -1).forEach((step, index) => {
    const there = Object.hasOwn(at, step) ? at[step] : undefined;
    const next = typeof there === 'object' && there !== null ? there : /^\d+$/.test(steps[index + 1]!) ? [] : {};
    at[step] = next;
    at = next as Record<string, unknown>;
  });
  at[steps.at(-1)!] = value;
}
