import { type Currency, DomainError, type Money, refuseFields, typedMoney } from '#libs/kernel/src/index.js';

/** A sum as a person typed it into a field of a page. Throws what `typedMoney` does, beside that field. */
export function typedSum(text: string, currency: Currency, field = 'amount'): Money {
  try {
    return typedMoney(text, currency);
  } catch (error) {
    if (error instanceof DomainError)
      throw refuseFields({ pointer: `/${field}`, code: error.code, params: error.params });
    throw error;
  }
}
