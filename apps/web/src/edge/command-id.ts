import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Id } from '#libs/kernel/src/index.js';
import { EdgeRefusal } from './refusals.js';

/** What an `Idempotency-Key` names: a command of this person on this route. Throws as `commandIdOf`. */
export function keyOf(request: FastifyRequest): string {
  const header = request.headers['idempotency-key'];
  if (typeof header !== 'string') {
    throw new EdgeRefusal(400, 'idempotency-key-missing', 'Send an Idempotency-Key header.');
  }
  const key = header.trim().replace(/^"(.*)"$/, '$1');
  if (!/^[\x21-\x7e]{8,255}$/.test(key)) {
    throw new EdgeRefusal(400, 'idempotency-key-format', '8 to 255 visible ASCII characters.');
  }
  const who = request.reading.viewer?.personId ?? 'anonymous';
  return `${request.method} ${request.url.split('?')[0]!}\n${who}\n${key}`;
}

/**
 * The id of what a POST makes, from its `Idempotency-Key`: the same key of the same person on the same route is the
 * same command, for ever. Throws `idempotency-key-missing` (400) or `idempotency-key-format`.
 */
export function commandIdOf(request: FastifyRequest): Id<string> {
  return uuidOf(keyOf(request));
}

/** A UUID (version 8, RFC 9562) that stands for a text. */
function uuidOf(text: string): Id<string> {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as Id<string>;
}
