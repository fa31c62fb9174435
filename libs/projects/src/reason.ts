import { refuseFields } from '#libs/kernel/src/index.js';
import { plain } from './section.fields.js';

/** A reason as people will read it, 1 to 4,000 characters. Throws `reason-missing`, `reason-too-long`. */
export function reasonOf(text: unknown, pointer = '/reason'): string {
  const reason = plain(text);
  if (!reason) throw refuseFields({ pointer, code: 'reason-missing' });
  if (reason.length > 4000) throw refuseFields({ pointer, code: 'reason-too-long', params: { most: 4000 } });
  return reason;
}
