import { domainToASCII } from 'node:url';
import { refuseFields } from '#libs/kernel/src/index.js';

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff]/g;

/**
 * An address as it is kept and compared: trimmed, composed (NFC), lower case, the domain in ASCII. Throws `email`
 * (pointer `/email` or the one given) when letters cannot be sent there.
 */
export function normaliseEmail(text: string, pointer = '/email'): string {
  const wrong = refuseFields({ pointer, code: 'email' });
  if (text.length > 400) throw wrong;
  const address = text.normalize('NFC').replace(INVISIBLE, '').trim().toLowerCase();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = domainToASCII(address.slice(at + 1));
  const fits = local.length <= 64 && local.length + 1 + domain.length <= 254;
  if (at < 1 || !fits || !LOCAL.test(local) || !DOMAIN.test(domain)) throw wrong;
  return `${local}@${domain}`;
}
