import { Money } from '#libs/kernel/src/index.js';
import type { BankAccount } from './bank-line.js';

/** Where transfers in euro reach an account without its bank's code: the European Economic Area. */
const EEA = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ');
/** The rest of the euro payments area: its banks are named by their code. */
const BEYOND = 'AD AL CH GB GI MC MD ME MK RS SM VA'.split(' ');
const NAME_MAX = 70;
const MOST = Money.ofMinor(99_999_999_999n, 'EUR');

/**
 * What a code to scan says of a transfer in euro (EPC069-12, version 002, UTF-8): a bank's app fills in its form by it. Null where no app
 * would take it: another currency, an account outside the area, or beyond the EEA one whose bank's code is not known.
 */
export function epcCode(
  { iban, bic, holder }: Pick<BankAccount, 'iban' | 'bic' | 'holder'>,
  amount: Money,
  remittance: string,
): string | null {
  const country = iban.slice(0, 2);
  const reachable = EEA.includes(country) || (BEYOND.includes(country) && Boolean(bic));
  if (amount.currency !== 'EUR' || !reachable || !amount.isPositive() || amount.compare(MOST) > 0) return null;
  const name = [...holder].slice(0, NAME_MAX).join('').trim();
  // Purpose and structured reference stay empty: the words are the unstructured remittance.
  const lines = ['BCD', '002', '1', 'SCT', bic ?? '', name, iban, `EUR${amount.toString()}`, '', '', remittance];
  return lines.join('\n');
}
