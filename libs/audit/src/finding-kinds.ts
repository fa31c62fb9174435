import type { MoneyJson } from '#libs/kernel/src/index.js';

/** How a parameter of a finding is read: a sum, a count, a moment, a civil day, a name as it stands; or one of these words. */
export type ParamType = 'sum' | 'number' | 'moment' | 'day' | 'text' | 'meaning' | 'entries' | readonly string[];

/** What helps to find the cause; one text in the catalogue each. */
export type HowToFind =
  | 'books' | 'history' | 'stripe' | 'gift' | 'line' | 'dispute' | 'slip' | 'need' | 'match' | 'outgoing' | 'clearing' | 'bank' | 'papers'
  | 'totals' | 'vote' | 'ended' | 'chain' | 'outbox' | 'many'; // prettier-ignore

interface Kind {
  readonly how: HowToFind;
  readonly params: Readonly<Record<string, ParamType>>;
}

const SUM = 'sum';
const TWO = { papers: SUM, books: SUM } as const;
const DECISIONS = ['collecting', 'funded', 'funded_smaller', 'extended', 'failed'] as const;
const YES_NO = ['yes', 'no'] as const;

/** Everything that the audit can find, with the parameters of its sentence (`audit.found.<kind>`) and how its cause is found. */
export const FINDING_KINDS = {
  'journal-unbalanced': { how: 'books', params: { status: ['posted', 'pending', 'void'], book: ['held', 'memo'], sum: SUM } },
  'journal-empty': { how: 'books', params: {} },
  'entry-astray': { how: 'books', params: {} },
  'reserve-not-freed': { how: 'books', params: { key: 'text' } },
  'account-off-chart': { how: 'books', params: {} },
  'account-overdrawn': { how: 'outgoing', params: { balance: SUM, free: SUM } },
  'account-shown-wrong': { how: 'totals', params: { balance: SUM, reserved: SUM, entries: SUM, due: SUM } },
  'reversal-no-mirror': { how: 'books', params: { journal: 'text' } },
  'reversal-unsigned': { how: 'books', params: {} },
  'reversal-other': { how: 'books', params: { correction: 'text' } },
  'line-booked-otherwise': { how: 'line', params: { meaning: 'meaning', booked: 'entries' } },
  'seal-content': { how: 'chain', params: {} },
  'seal-order': { how: 'chain', params: {} },
  'trail-changed': { how: 'chain', params: {} },
  'head-gone': { how: 'history', params: { chain: ['books', 'trail'], seen: 'moment' } },
  'clearing-left': { how: 'clearing', params: { sum: SUM } },
  'released-unordered': { how: 'clearing', params: { sum: SUM } },
  'owed-differs': { how: 'clearing', params: TWO },
  'unidentified-differs': { how: 'clearing', params: TWO },
  'unexplained-differs': { how: 'clearing', params: TWO },
  'bank-differs': { how: 'bank', params: TWO },
  'statement-differs': { how: 'bank', params: { closing: SUM, lines: SUM } },
  'tranche-reserve': { how: 'outgoing', params: { is: ['unapproved', 'unreserved'] } },
  'tranche-unheard': { how: 'vote', params: { n: 'number' } },
  'association-ended': { how: 'ended', params: { is: ['answers', 'acts'] } },
  'tranche-order': { how: 'outgoing', params: {} },
  'tranche-paid-often': { how: 'outgoing', params: { n: 'number' } },
  'tranche-despite-loss': { how: 'outgoing', params: { loss: SUM } },
  'sent-back-differs': { how: 'papers', params: TWO },
  'invoices-differ': { how: 'papers', params: TWO },
  'unspent-more': { how: 'outgoing', params: { spent: SUM, arrived: SUM } },
  'shares-differ': { how: 'papers', params: TWO },
  'certificate-differs': { how: 'papers', params: { code: 'text', ...TWO, said: 'number', counted: 'number' } },
  'floor-differs': { how: 'history', params: { floor: 'number', edition: 'number' } },
  'gift-lost-differs': { how: 'dispute', params: { lost: SUM, lei: SUM, disputed: SUM, disputedLei: SUM } },
  'dispute-unaccounted': { how: 'dispute', params: { taken: SUM, accounted: SUM } },
  'dispute-outcome': { how: 'dispute', params: { books: ['won', 'lost'], stripe: ['won', 'lost', 'open'] } },
  'dispute-waits': { how: 'dispute', params: { since: 'moment' } },
  'dispute-reserve': { how: 'dispute', params: { due: SUM, reserved: SUM } },
  'dispute-stands': { how: 'dispute', params: {} },
  'loss-differs': { how: 'dispute', params: TWO },
  'loss-reserve-differs': { how: 'dispute', params: TWO },
  'purse-despite-loss': { how: 'outgoing', params: { free: SUM, loss: SUM } },
  'fund-gift-differs': { how: 'gift', params: { counted: SUM, returned: SUM, lost: SUM, books: SUM, purse: ['own', 'other'] } },
  'purse-differs': { how: 'papers', params: TWO },
  'need-booked': { how: 'need', params: { given: SUM, back: SUM, claim: SUM, purse: SUM, place: ['own', 'other'] } },
  'need-paper': { how: 'need', params: { is: ['unasked', 'ungiven', 'otherwise'] } },
  'need-over': { how: 'need', params: { stood: SUM, asked: SUM } },
  'match-booked': { how: 'match', params: { earned: SUM, reserved: SUM, claim: SUM, pool: SUM, kept: SUM } },
  'match-astray': { how: 'match', params: { is: ['unpromised', 'uncounted'] } },
  'call-over': { how: 'match', params: { who: ['project', 'donor'], drawn: SUM, most: SUM } },
  'call-early': { how: 'match', params: { donors: 'number', least: 'number' } },
  'reserve-drawn': { how: 'match', params: { drawn: SUM, most: SUM } },
  'sponsor-over': { how: 'papers', params: { back: SUM, paid: SUM } },
  'sponsor-order': { how: 'outgoing', params: { is: ['early', 'unordered', 'otherwise', 'unknown'] } },
  'pool-differs': { how: 'papers', params: TWO },
  'gift-differs': { how: 'gift', params: { known: YES_NO, counted: SUM, returned: SUM, moved: SUM, lost: SUM, claim: SUM, purse: SUM } },
  'promise-differs': { how: 'gift', params: TWO },
  'paid-often': { how: 'gift', params: { n: 'number' } },
  'charge-uncounted': { how: 'gift', params: { sum: SUM } },
  'charge-overreturned': { how: 'gift', params: { charged: SUM, back: SUM, why: ['more', 'currency', 'unpaid'] } },
  'cover-overreturned': { how: 'gift', params: { cover: SUM, back: SUM, left: SUM } },
  'transfer-late': { how: 'gift', params: { booked: 'day', last: 'day' } },
  'decision-differs': { how: 'history', params: { decision: DECISIONS, again: DECISIONS } },
  'extension-undecided': { how: 'history', params: { decided: YES_NO } },
  'built-differs': { how: 'history', params: { is: ['nothing', 'undecided', 'another'] } },
  'claim-left': { how: 'clearing', params: { sum: SUM } },
  'gift-line': { how: 'gift', params: { line: YES_NO, n: 'number' } },
  'pool-parts': { how: 'gift', params: { sum: SUM, people: 'number', parts: 'number', partsSum: SUM } },
  'unsettled-differs': { how: 'papers', params: TWO },
  'message-gift': { how: 'slip', params: { is: ['noGift', 'noMessage', 'other', 'early', 'uncounted'] } },
  'settlement-differs': { how: 'slip', params: { state: ['open', 'counted', 'dropped'], messages: SUM, list: SUM, bank: SUM, net: SUM } },
  'message-fees-differ': { how: 'papers', params: TWO },
  'undeposited-differs': { how: 'papers', params: TWO },
  'receipt-gift': { how: 'slip', params: { is: ['noGift', 'noReceipt', 'other', 'state'] } },
  'deposit-differs': { how: 'slip', params: { state: ['open', 'counted', 'cancelled'], receipts: SUM, slip: SUM, bank: SUM } },
  'receipt-gap': { how: 'papers', params: { n: 'number', last: 'number' } },
  'news-waits': { how: 'outbox', params: { name: 'text', since: 'moment' } },
  'movement-unbooked': { how: 'stripe', params: { since: 'moment', problem: 'text' } },
  'movement-differs': { how: 'stripe', params: { stripe: SUM, books: SUM } },
  'movement-unknown': { how: 'stripe', params: {} },
  'movement-often': { how: 'stripe', params: { journals: 'text' } },
  'charge-left': { how: 'clearing', params: { sum: SUM, account: 'text' } },
  'roll-differs': { how: 'vote', params: { names: 'number', may: 'number', frozen: 'number', frozenMay: 'number' } },
  'voters-unentitled': { how: 'vote', params: { n: 'number' } },
  'ballots-differ': { how: 'vote', params: { ballots: 'number', people: 'number' } },
  'choice-differs': { how: 'vote', params: { result: 'number', ballots: 'number' } },
  'result-differs': { how: 'vote', params: { yes: 'number', no: 'number', abstain: 'number', ballotsYes: 'number', ballotsNo: 'number', ballotsAbstain: 'number' } },
  'ballots-changed': { how: 'vote', params: { n: 'number' } },
  'ballots-unsealed': { how: 'vote', params: {} },
  'totals-differ': { how: 'totals', params: { raised: SUM, promised: SUM, giftsRaised: SUM, giftsPromised: SUM } },
  'too-many': { how: 'many', params: { most: 'number' } },
} as const satisfies Readonly<Record<string, Kind>>; // prettier-ignore

/** The kind of a finding: what its sentence says. */
export type FindingKind = keyof typeof FINDING_KINDS;

interface ValueOf {
  readonly sum: MoneyJson;
  readonly number: number;
}

/** The parameters of one kind, by name. */
export type ParamsOf<K extends FindingKind> = {
  readonly [
    Name in keyof (typeof FINDING_KINDS)[K]['params']
  ]: (typeof FINDING_KINDS)[K]['params'][Name] extends infer Type
    ? Type extends keyof ValueOf
      ? ValueOf[Type]
      : Type extends readonly string[]
        ? Type[number]
        : string
    : never;
};
