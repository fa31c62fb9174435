import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the moment of a signature may lie from ours, behind or ahead. */
export const TOLERANCE_SECONDS = 300;

/** The header that signs a body: the moment, and the HMAC-SHA256 of moment and body under each secret. */
export function signatureOf(body: Uint8Array, at: Date, ...secrets: readonly string[]): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return [`t=${seconds}`, ...secrets.map((secret) => `v1=${markOf(body, seconds, secret).toString('hex')}`)].join(',');
}

/** Whether a body is signed with one of these secrets, not longer than five minutes ago nor ahead. */
export function isSigned(body: Uint8Array, header: string, secrets: readonly string[], now: Date): boolean {
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  const moment = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(moment) || Math.abs(now.getTime() / 1000 - Number(moment)) > TOLERANCE_SECONDS) return false;
  const marks = parts.flatMap(([name, mark = '']) => (name === 'v1' ? [Buffer.from(mark, 'hex')] : []));
  return secrets.some((secret) => {
    const made = markOf(body, Number(moment), secret);
    return marks.some((mark) => mark.length === made.length && timingSafeEqual(mark, made));
  });
}

function markOf(body: Uint8Array, seconds: number, secret: string): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
}
