import type { PersonId } from '#libs/kernel/src/index.js';
import { codesIn } from './gift-code.js';

/** Whose bank transfer a gift's money is, as the statement says. */
export interface Payer {
  readonly name: string | null;
  readonly iban: string | null;
  readonly purpose: string | null;
  readonly reference: string;
  /** Who of the staff said that it is this gift's; null when its text carries the gift's code. */
  readonly matchedBy: PersonId | null;
}

/** What `payerSql` reads. */
export type PayerRow = Payer & { readonly ref: string };

/** The payer of a line as one value, in SQL; null where there is no line. `ref`: the gift's; `by`: who matched it. */
export const payerSql = ({ line, ref, by }: { line: string; ref: string; by: string }): string =>
  `(select jsonb_build_object('name', l.counterparty_name, 'iban', l.counterparty_iban, 'purpose', l.purpose, 'reference', l.reference,
      'ref', ${ref}, 'matchedBy', ${by}) from banking.line l where l.id = ${line})`;

/** The payer of a row. */
export function payerOf({ ref, ...payer }: PayerRow): Payer {
  const coded = codesIn(`${payer.purpose ?? ''} ${payer.reference}`).includes(ref);
  return { ...payer, matchedBy: coded ? null : payer.matchedBy };
}
