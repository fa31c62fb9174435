import {
  type Currency,
  currencyOf,
  DomainError,
  type FieldRefusal,
  type Money,
  refuseFields,
} from '#libs/kernel/src/index.js';
import type { Form } from '../edge/form.js';
import { typedSum } from '../edge/typed-sum.js';
import type { SumForm } from './give.requests.js';

/** The sum of a giving form: his own before a tile. Throws `sum-missing`, `amount-positive` and as `typedSum`, beside their field. */
export function amountOf({ amount, other }: Pick<SumForm, 'amount' | 'other'>, currency: Currency): Money {
  const text = other ?? amount;
  if (!text) throw refuseFields({ pointer: '/amount', code: 'sum-missing' });
  const field = other ? 'other' : 'amount';
  const sum = typedSum(text, currency, field);
  if (sum.isPositive()) return sum;
  throw refuseFields({ pointer: `/${field}`, code: 'amount-positive' });
}

/** What is wrong with the sum of a form whose other fields are wrong: everything is said at once. `quote`: what else a sum must fit. */
export async function wrongSum(
  form: Form,
  quote: (wish: { amount: Money; coverFee: boolean }) => Promise<unknown>,
): Promise<readonly FieldRefusal[]> {
  const typed = { amount: form.value('amount').trim() || undefined, other: form.value('other').trim() || undefined };
  try {
    const amount = amountOf(typed, currencyOf(form.value('currency')));
    await besideItsField(() => quote({ amount, coverFee: form.has('cover', 'yes') }));
    return [];
  } catch (error) {
    if (error instanceof DomainError) return error.fields;
    throw error;
  }
}

/** Refusals that are about a sum, whatever it is given to or taken from. */
const OF_A_SUM = /^(?:amount-|rate-|currency-)|^(?:refund-amount|need-lacking|purse-short)$/;

/** Of these the ones about its currency. */
const OF_A_CURRENCY = /^(?:rate|currency)-/;

/** Puts a refusal of a sum beside the field in which the sum stands; in a giving form, of its currency beside that. */
export async function besideItsField<Value>(work: () => Promise<Value>, field?: string): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || !OF_A_SUM.test(error.code) || error.fields.length > 0) throw error;
    const at = field ?? (OF_A_CURRENCY.test(error.code) ? 'currency' : 'other');
    throw refuseFields({ pointer: `/${at}`, code: error.code, params: error.params });
  }
}
