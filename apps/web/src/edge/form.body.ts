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
  /** Why a field's files are not among them. */
  readonly refused: ReadonlyMap<string, 'file-too-large' | 'files-too-large'>;
}

/** What somebody wrote into a form, and the names of the files that he chose beside it. */
export interface Typed {
  readonly values: FormBody['values'];
  readonly files: ReadonlyMap<string, readonly string[]>;
}

/** A form with files as it came. */
interface Sent extends FormBody {
  readonly names: Typed['files'];
}

const LIMITS = { fileSize: 10 * 1024 * 1024 + 1, files: 100, fields: 600, fieldSize: 100_000, parts: 620 };
const NAME_MAX = 200;
/** What is written into a form with files is as long as into one without. */
const TEXT_MAX = 1024 * 1024;
/** All files of one form together; what comes beyond is not kept, but what was written beside it is. */
const FILES_MAX = 40 * 1024 * 1024;
/** Beyond that a form is not read to its end. */
const SENT_MAX = 128 * 1024 * 1024;
const ITEMS_MAX = 500;

/** What was typed into a form that had something in it; null for every other request, and for a form that cannot be read. */
export async function typedIn(request: FastifyRequest): Promise<Typed | null> {
  if (request.isMultipart()) {
    const sent = await sentIn(request, false).catch(() => null);
    return sent && sent.values.size + sent.names.size > 0 ? { values: sent.values, files: sent.names } : null;
  }
  const { body, headers } = request;
  if (!body || !/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) return null;
  const typed = Object.entries(body as Record<string, string | string[]>).map(([name, value]) => [name, [value].flat()] as const); // prettier-ignore
  const small = typed.length > 0 && typed.length <= LIMITS.fields && typed.every(([name]) => name.length <= NAME_MAX);
  return small ? { values: new Map(typed), files: new Map() } : null;
}

/** Reads the body of a form request, multipart or not. Files are taken of whoever is signed in. */
export async function bodyOf(request: FastifyRequest): Promise<FormBody> {
  if (request.isMultipart()) {
    const known = request.reading.viewer !== null;
    const sent = await sentIn(request, known);
    if (!known && sent.names.size > 0) throw new EdgeRefusal(401, 'sign-in-needed', 'Files are nobody’s.');
    return sent;
  }
  // Browsers send forms in two ways; other bodies hold things that are no texts.
  if (request.body && !/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) {
    throw new EdgeRefusal(415, 'body-type', 'A form comes as a form.');
  }
  const values = new Map<string, string[]>();
  const sent = Object.entries((request.body ?? {}) as Record<string, string | string[]>);
  const fields = sent.flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)] as const));
  if (fields.length > LIMITS.fields) throw tooLarge();
  for (const [name, value] of fields) add(values, name, value);
  return { values, files: new Map(), refused: new Map() };
}

const read = new WeakMap<FastifyRequest, Promise<Sent>>();

/** The parts of a form, read once however often they are asked for: what was typed is asked for again when it is refused. */
function sentIn(request: FastifyRequest, keep: boolean): Promise<Sent> {
  const known = read.get(request) ?? readParts(request, keep);
  read.set(request, known);
  return known;
}

async function readParts(request: FastifyRequest, keep: boolean): Promise<Sent> {
  if (Number(request.headers['content-length'] ?? 0) > SENT_MAX) throw tooLarge();
  const [values, names, files] = [new Map<string, string[]>(), new Map<string, string[]>(), new Map<string, SentFile[]>()]; // prettier-ignore
  const refused = new Map<string, 'file-too-large' | 'files-too-large'>();
  let [text, kept] = [0, 0];
  for await (const part of partsOf(request)) {
    const name = part.fieldname;
    if (part.type === 'field') {
      const value = String(part.value);
      text += Buffer.byteLength(value);
      if (text > TEXT_MAX) throw tooLarge();
      add(values, name, value);
      continue;
    }
    // A file field that was left empty comes as a nameless file of no bytes.
    if (part.filename) add(names, name, part.filename);
    if (!keep || kept > FILES_MAX) {
      part.file.resume();
      if (keep && part.filename) refused.set(name, 'files-too-large');
      continue;
    }
    const bytes = await part.toBuffer();
    if (!part.file.truncated) kept += bytes.length;
    if (part.file.truncated) refused.set(name, 'file-too-large');
    else if (kept > FILES_MAX) refused.set(name, 'files-too-large');
    else if (part.filename && bytes.length > 0) add(files, name, { name: part.filename, bytes });
  }
  return { values, names, files, refused };
}

function add<Value>(map: Map<string, Value[]>, name: string, value: Value): void {
  if (name.length > NAME_MAX) throw tooLarge();
  const there = map.get(name);
  if (there) there.push(value);
  else map.set(name, [value]);
}

/** The parts of a body; one that is cut short or names no boundary is the sender's fault, not ours. */
async function* partsOf(request: FastifyRequest): ReturnType<FastifyRequest['parts']> {
  try {
    yield* request.parts({ limits: LIMITS });
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
