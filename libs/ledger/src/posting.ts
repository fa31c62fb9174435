import { type Money, type ProjectId } from '#libs/kernel/src/index.js';
import { account, type AccountCode, bookOf, currencyOfAccount } from './account-code.js';

/** What a posting was for: ids of our own rows (UUIDs) and a reason code; never a name, an address or a bank's words. */
export interface Dimensions {
  readonly gift?: string;
  readonly line?: string;
  readonly tranche?: string;
  readonly document?: string;
  /** A kebab-case code. */
  readonly reason?: string;
}

/** One movement: it names both its sides and one amount, so what does not balance cannot be written down. */
export interface Posting {
  readonly debit: AccountCode;
  readonly credit: AccountCode;
  /** More than zero, in the currency of both accounts; a posting of zero is left out of the journal. */
  readonly amount: Money;
  readonly dims?: Dimensions;
}

/** One event in the books. */
export interface Journal {
  /** Names the event ("pledge:ID:counted") from our own ids: posting it again does nothing. */
  readonly key: string;
  /** What happened, "pledge.counted". */
  readonly kind: string;
  readonly project?: ProjectId;
  /** 1 to 12; none when it voids. */
  readonly postings: readonly Posting[];
  /** `pending` reserves what flows out of each account and credits nothing. Default: posted. */
  readonly status?: 'posted' | 'pending';
  /** Ends the pending journal of this key, once: by posting the same or less between its accounts, or by letting it fall. */
  readonly ends?: { readonly key: string; readonly as: 'posted' | 'void' };
  /** Opaque ids and codes only. */
  readonly ref?: Readonly<Record<string, string>>;
}

const POSTINGS_MAX = 12;

/** Money comes in on `from` and is owed on `claim` in lei at the frozen rate; the operator's position stands between (`in` of README.md). */
export function into(from: AccountCode, claim: AccountCode, gift: Money, lei: Money): Posting[] {
  if (gift.currency === 'MDL') {
    if (!gift.equals(lei)) throw new RangeError('lei count as themselves');
    return [{ debit: from, credit: claim, amount: lei }];
  }
  return [
    { debit: from, credit: fx(gift), amount: gift },
    { debit: fx(lei), credit: claim, amount: lei },
  ];
}

/** Money goes back out: `into` with both sides exchanged. `to` is what pays it, `claim` what it is taken from. */
export function outOf(to: AccountCode, claim: AccountCode, gift: Money, lei: Money): Posting[] {
  return exchanged(into(to, claim, gift, lei));
}

/** The same movements back. */
export function exchanged(postings: readonly Posting[]): Posting[] {
  return postings.map((posting) => ({ ...posting, debit: posting.credit, credit: posting.debit }));
}

/** The same postings, each with these dimensions besides its own. */
export function tagged(dims: Dimensions, postings: readonly Posting[]): Posting[] {
  return postings.map((posting) => ({ ...posting, dims: { ...dims, ...posting.dims } }));
}

/** The journal as `ledger.post` reads it. Throws RangeError on what is no journal: that is a fault of the caller. */
export function requestOf(journal: Journal): Record<string, unknown> {
  const { key, kind, project, ends, ref = {}, status = 'posted' } = journal;
  const postings = journal.postings.filter(({ amount }) => !amount.isZero());
  const voids = ends?.as === 'void';
  if (voids !== (postings.length === 0) || postings.length > POSTINGS_MAX) {
    throw new RangeError(`${key}: ${postings.length} postings (1 to ${POSTINGS_MAX}, none in a void)`);
  }
  if (ends && status === 'pending') throw new RangeError(`${key}: what ends something is not pending itself`);
  postings.forEach((posting) => mustFit(key, posting));
  return {
    key,
    kind,
    status: voids ? 'void' : status,
    ...(ends && { ends: ends.key }),
    ...(project && { project }),
    ref,
    postings: postings.map(({ debit, credit, amount, dims = {} }) => ({
      d: debit,
      c: credit,
      a: amount.minor.toString(),
      ...definedOf(dims),
    })),
  };
}

function mustFit(key: string, { debit, credit, amount }: Posting): void {
  if (!amount.isPositive()) throw new RangeError(`${key}: ${amount.toString()} is no amount to post`);
  if (debit === credit) throw new RangeError(`${key}: both sides are ${debit}`);
  if (bookOf(debit) !== bookOf(credit)) throw new RangeError(`${key}: ${debit} and ${credit} are of two books`);
  for (const code of [debit, credit]) {
    if (currencyOfAccount(code) !== amount.currency) throw new RangeError(`${key}: ${amount.currency} on ${code}`);
  }
}

function definedOf(dims: Dimensions): Dimensions {
  return Object.fromEntries(Object.entries(dims).filter(([, value]) => value !== undefined));
}

function fx(money: Money): AccountCode {
  return account('held', 'operator', 'fx', money.currency);
}
