import { createHash, timingSafeEqual } from 'node:crypto';
import type { Config } from '#libs/platform/src/index.js';

/** Whether an Authorization header carries the operations token. False when none is configured. */
export function isOperations({ opsToken }: Pick<Config, 'opsToken'>, authorization: string | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (!opsToken || !given) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(opsToken));
}
