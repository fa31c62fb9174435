import { refuseFields } from '#libs/kernel/src/index.js';

/**
 * An IBAN of any country, without spaces and in capitals. Throws the field `iban-wrong`, at `pointer`, when its shape or its
 * check digits (ISO 7064, mod 97-10) are not right.
 */
export function ibanOf(text: string, pointer = '/iban'): string {
  const iban = text.replace(/\s/g, '').toUpperCase();
  const shape = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban) && (!iban.startsWith('MD') || iban.length === 24);
  if (!shape || remainder(iban.slice(4) + iban.slice(0, 4)) !== 1n) throw refuseFields({ pointer, code: 'iban-wrong' });
  return iban;
}

/**
 * A bank's code (ISO 9362) without spaces and in capitals; null when there is none. Throws the field `bic-wrong` unless it is eight or eleven
 * signs, the first six of them letters.
 */
export function bicOf(text: string | null | undefined): string | null {
  const bic = (text ?? '').replace(/\s/g, '').toUpperCase();
  if (bic === '') return null;
  if (!/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic)) throw refuseFields({ pointer: '/bic', code: 'bic-wrong' });
  return bic;
}

function remainder(rearranged: string): bigint {
  return BigInt([...rearranged].map((sign) => parseInt(sign, 36)).join('')) % 97n;
}
