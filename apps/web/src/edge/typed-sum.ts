import { type Currency, DomainError, type Money, refuse, refuseFields, typedMoney } from '#libs/kernel/src/index.js';
import { ReadBy } from './validation.js';

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

/** A field with a sum in lei above nothing, as a person types it: refused as `typedMoney` does, and as `amount-positive`. */
export function SomeLei(): PropertyDecorator {
  return ReadBy((text) => {
    if (!typedMoney(text, 'MDL').isPositive()) throw refuse('invalid', 'amount-positive', 'Nothing is no sum.');
  }, 20);
}
