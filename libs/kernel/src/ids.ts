import { randomBytes } from 'node:crypto';

declare const brand: unique symbol;

/** A UUID that remembers whose it is: a PledgeId is not a ProjectId. */
export type Id<Of extends string> = string & { readonly [brand]: Of };
export type PersonId = Id<'Person'>;
export type BodyId = Id<'Body'>;
export type ProjectId = Id<'Project'>;
export type PledgeId = Id<'Pledge'>;
export type VoteId = Id<'Vote'>;
export type TrancheId = Id<'Tranche'>;
export type FileId = Id<'File'>;
export type ApprovalId = Id<'Approval'>;

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new UUIDv7 (RFC 9562): sorts by the time it was made, so that indexes grow at one end. */
export function newId<Of extends string>(at: number = performance.timeOrigin + performance.now()): Id<Of> {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Math.floor(at), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as Id<Of>;
}

/** Whether a text has the shape of our ids (lower-case UUID). */
export function isId(text: unknown): text is Id<string> {
  return typeof text === 'string' && pattern.test(text);
}

const LEGIBLE = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Bytes for print and speech, five bits of each: digits and capitals without 0, 1, I and O. */
export function legible(bytes: Uint8Array): string {
  return [...bytes].map((byte) => LEGIBLE[byte % LEGIBLE.length]).join('');
}

/** A random `legible` code. */
export function randomCode(length: number): string {
  return legible(randomBytes(length));
}
