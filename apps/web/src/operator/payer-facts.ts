import { formatIban } from '#libs/hometowns/src/index.js';
import type { Payer } from '#libs/pledges/src/index.js';
import type { Facts } from './signed-kinds.js';

/** From whom and from which account a gift's money came, as the statement says; nothing for a card's. */
export function payerFacts(payer: Payer | null | undefined): Facts {
  if (!payer) return [];
  return [
    ['came-from', payer.name],
    ['came-from-iban', payer.iban && formatIban(spelled(payer.iban))],
    ['purpose', payer.purpose],
    ['reference', payer.reference],
  ];
}

/** Whether money would go back to another account than it came from, as far as the statement says. */
export function toAnother(payer: Payer | null | undefined, iban: string | undefined): boolean {
  return Boolean(iban && payer?.iban) && spelled(payer!.iban!) !== spelled(iban!);
}

function spelled(iban: string): string {
  return iban.replace(/\s/g, '').toUpperCase();
}
