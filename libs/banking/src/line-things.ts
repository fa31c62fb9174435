import { type CivilDate, type Currency, daysBetween, plainCode } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BankAccountId, LineMeaning } from './bank-line.js';

/** What an entry of a statement says, as far as it tells what it is. */
export interface LineFacts {
  readonly accountId: BankAccountId;
  readonly currency: Currency;
  readonly bookedOn: CivilDate;
  /** Minor units; less than zero when money went out. */
  readonly minor: bigint;
  readonly reference: string;
  readonly name: string | null;
  readonly iban: string | null;
  readonly purpose: string | null;
  readonly endToEnd: string | null;
  readonly code: string | null;
  readonly reversal: boolean;
}

/** What a line may belong to: an order, a payout, currency sold, or a receipt that may go back. */
export interface LineThing {
  readonly kind: 'order' | 'payout' | 'sold' | 'receipt';
  readonly id: string;
  readonly accountId: BankAccountId | null;
  readonly minor: bigint;
  readonly currency: Currency;
  readonly state: string;
  readonly name: string | null;
  readonly iban: string | null;
  readonly reference: string;
  readonly on: CivilDate | null;
}

/** What a line means and the thing that it belongs to. */
export interface Meant {
  readonly meaning: LineMeaning;
  readonly refersTo: string | null;
}

/** A meaning that a person may choose with one tap, and why it is thought of: the surest first. */
export interface Suggested extends Meant {
  readonly why: 'reference' | 'amount' | 'code' | 'open';
  readonly thing: LineThing | null;
}

const THINGS = `
  select 'order' as kind, id::text as id, account_id as "accountId", amount_minor::text as minor, currency, state, holder as name, iban,
         purpose as reference, to_char(ordered_at, 'YYYY-MM-DD') as on
    from banking.payment_order where state in ('ordered', 'in-transit') or (state = 'arrived' and arrived_at > platform.now() - interval '200 days')
  union all select 'payout', id, null, amount_minor::text, currency, state, 'Stripe', null, id, to_char(arrives_on, 'YYYY-MM-DD')
    from payments.payout where arrived_at is null and state <> 'failed'
  union all select 'sold', id::text, account_id, abs(amount_minor)::text, currency, state, counterparty_name, counterparty_iban, reference, to_char(booked_on, 'YYYY-MM-DD')
    from banking.line s where state = 'confirmed' and meaning = 'exchange-sold'
     and not exists (select from banking.line b where b.meaning = 'exchange-bought' and b.refers_to = s.id::text and b.state <> 'refused')
  union all select 'receipt', id::text, account_id, amount_minor::text, currency, state, counterparty_name, counterparty_iban, reference, to_char(booked_on, 'YYYY-MM-DD')
    from banking.line where state = 'confirmed' and meaning in ('gift', 'unidentified') and claimed_by is null`;

/** Everything that a line may belong to at this moment. */
export async function thingsNow(tx: Tx): Promise<LineThing[]> {
  const rows = await rowsOf<Omit<LineThing, 'minor'> & { minor: string }>(tx, THINGS);
  return rows.map((row) => ({ ...row, minor: BigInt(row.minor) }));
}

const FEES = /\/(?:CHRG|COMM|FEES)$/;
const EXCHANGE = /^FORX|\/FORX|^CURX/;

/** What an entry certainly is; null when a person has to say. Two things that fit alike are not certain. */
export function certain(line: LineFacts, things: readonly LineThing[]): Meant | null {
  const only = (meaning: LineMeaning, fits: (thing: LineThing) => boolean): Meant | null => {
    const found = things.filter(fits);
    return found.length === 1 ? { meaning, refersTo: found[0]!.id } : null;
  };
  const here = (thing: LineThing) => thing.accountId === line.accountId && thing.minor === size(line);
  if (line.minor > 0n)
    return (
      only('order-returned', (one) => one.kind === 'order' && one.state === 'arrived' && here(one) && names(line, one)) ??
      only('payout', (one) => one.kind === 'payout' && (one.currency !== line.currency || one.minor === size(line)) && names(line, one)) ??
      only('payout', (one) => one.kind === 'payout' && sameSum(line, one) && ofStripe(line) && near(line, one)) ??
      only('exchange-bought', (one) => one.kind === 'sold' && one.currency !== line.currency && sameDeal(line, one))
    ); // prettier-ignore
  if (FEES.test(line.code ?? '')) return { meaning: 'bank-fee', refersTo: null };
  if (EXCHANGE.test(line.code ?? '')) return { meaning: 'exchange-sold', refersTo: null };
  const open = (thing: LineThing) => thing.kind === 'order' && thing.state !== 'arrived';
  const back = (thing: LineThing) =>
    thing.kind === 'receipt' && here(thing) && (samePayer(line, thing) || sameDeal(line, thing));
  return only('order', (one) => open(one) && here(one) && names(line, one)) ?? (line.reversal ? only('unidentified-returned', back) : null); // prettier-ignore
}

/** What a line that nobody has named may be, the surest first. */
export function suggestions(line: LineFacts, things: readonly LineThing[]): Suggested[] {
  const found = things.flatMap((thing): Suggested[] => {
    const meaning = meaningOf(line, thing);
    if (!meaning) return [];
    const same = thing.currency === line.currency;
    if (same && thing.minor !== size(line)) return [];
    if (!same && thing.kind !== 'sold' && thing.kind !== 'payout') return [];
    const why = names(line, thing) || sameDeal(line, thing) ? 'reference' : same ? 'amount' : 'open';
    return [{ meaning, refersTo: thing.id, why, thing }];
  });
  const without: LineMeaning[] =
    line.minor > 0n ? ['own-means'] : line.currency === 'MDL' ? ['bank-fee'] : ['exchange-sold', 'bank-fee'];
  const alone = without.map((meaning): Suggested => ({ meaning, refersTo: null, why: 'open', thing: null }));
  const RANKS = ['reference', 'amount', 'code', 'open'];
  return [...found, ...alone].sort((a, b) => RANKS.indexOf(a.why) - RANKS.indexOf(b.why)).slice(0, 8);
}

function meaningOf(line: LineFacts, { kind, state, accountId, currency }: LineThing): LineMeaning | null {
  if (accountId !== null && currency === line.currency && accountId !== line.accountId) return null;
  if (line.minor > 0n) {
    if (kind === 'payout') return 'payout';
    if (kind === 'sold' && currency !== line.currency) return 'exchange-bought';
    return kind === 'order' && state === 'arrived' ? 'order-returned' : null;
  }
  if (kind === 'receipt') return 'unidentified-returned';
  return kind === 'order' && state !== 'arrived' ? 'order' : null;
}

function size({ minor }: LineFacts): bigint {
  return minor < 0n ? -minor : minor;
}

function sameSum(line: LineFacts, thing: LineThing): boolean {
  return thing.currency === line.currency && thing.minor === size(line);
}

/** The line carries the thing's own id, however it is written. */
function names({ endToEnd, purpose, reference }: LineFacts, { id }: LineThing): boolean {
  return plainCode(`${endToEnd ?? ''} ${purpose ?? ''} ${reference}`).includes(plainCode(id));
}

/** The line carries the bank's reference of the other, as a word of its own. */
function sameDeal(line: LineFacts, { reference }: LineThing): boolean {
  const words = `${line.endToEnd ?? ''} ${line.purpose ?? ''} ${line.reference}`.toUpperCase().split(/[^0-9A-Z/-]+/);
  return reference.length >= 6 && words.includes(reference.toUpperCase());
}

function samePayer(line: LineFacts, thing: LineThing): boolean {
  return (line.iban !== null && line.iban === thing.iban) || (line.name !== null && line.name === thing.name);
}

function ofStripe({ name, purpose }: LineFacts): boolean {
  return /\bstripe\b/i.test(`${name ?? ''} ${purpose ?? ''}`);
}

/** From a day before it was to arrive until a week after. */
function near({ bookedOn }: LineFacts, { on }: LineThing): boolean {
  if (on === null) return false;
  const days = daysBetween(on, bookedOn);
  return days >= -1 && days <= 7;
}
