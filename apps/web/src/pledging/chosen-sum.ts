import { type Currency, DomainError, type Money, refuseFields } from '#libs/kernel/src/index.js';
import { typedSum } from '../edge/typed-sum.js';
import type { GiveForm } from './give.requests.js';

/** The sum of a giving form: his own before a tile. Throws `sum-missing`, `amount-positive` and as `typedSum`, beside their field. */
export function amountOf({ amount, other }: Pick<GiveForm, 'amount' | 'other'>, currency: Currency): Money {
  const text = other ?? amount;
  if (!text) throw refuseFields({ pointer: '/amount', code: 'sum-missing' });
  const field = other ? 'other' : 'amount';
  const sum = typedSum(text, currency, field);
  if (sum.isPositive()) return sum;
  throw refuseFields({ pointer: `/${field}`, code: 'amount-positive' });
}

/** Puts a refusal of a sum beside the field in which the sum stands. */
export async function besideItsField<Value>(work: () => Promise<Value>, field = 'other'): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || !/^(amount-|rate-|currency-)/.test(error.code) || error.fields.length > 0)
      throw error;
    throw refuseFields({ pointer: `/${field}`, code: error.code, params: error.params });
  }
}
