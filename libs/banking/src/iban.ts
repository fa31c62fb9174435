import { refuseFields, refuseWrong } from '#libs/kernel/src/index.js';

const HOLDER_MAX = 140;

/** Whose account money is sent to. */
export interface Payee {
  readonly iban: string;
  readonly holder: string;
}

/** A payee as banks write him. Throws the fields that are wrong, all at once: `holder` unless it has 1 to 140 letters, `iban-wrong`. */
export function payeeOf(typed: Payee): Payee {
  const [iban, holder] = [compact(typed.iban), typed.holder.trim()];
  const letters = [...holder].length;
  refuseWrong([
    (letters < 1 || letters > HOLDER_MAX) && { pointer: '/holder', code: 'holder' },
    !isIban(iban) && { pointer: '/iban', code: 'iban-wrong' },
  ]);
  return { iban, holder };
}

/**
 * An IBAN of any country, without spaces and in capitals. Throws the field `iban-wrong` when its shape or its check digits
 * (ISO 7064, mod 97-10) are not right.
 */
export function ibanOf(text: string): string {
  const iban = compact(text);
  if (!isIban(iban)) throw refuseFields({ pointer: '/iban', code: 'iban-wrong' });
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

function compact(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}

function isIban(iban: string): boolean {
  const shape = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban) && (!iban.startsWith('MD') || iban.length === 24);
  return shape && remainder(iban.slice(4) + iban.slice(0, 4)) === 1n;
}
