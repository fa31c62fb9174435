/** The two books: money that the operator or its bank really has, and what others promised, authorised and paid outside. */
export type Book = 'held' | 'memo';
/** The side on which an account grows. */
export type Side = 'debit' | 'credit';

/** One kind of account. `owned`: the code names which one ("project/ID"). */
export interface ChartRow {
  readonly book: Book;
  readonly owner: OwnerKind;
  readonly owned: boolean;
  readonly name: AccountName;
  /** The only currency it is kept in; null: any. */
  readonly currency: 'MDL' | null;
  readonly side: Side;
  /** It returns to zero once everything under way has arrived. */
  readonly zero: boolean;
  /** What is free of it (balance less pending outflows) never falls below zero. */
  readonly guarded: boolean;
}

/** Whose an account is. */
export type OwnerKind =
  'stripe' | 'bank' | 'project' | 'town' | 'call' | 'returns' | 'operator' | 'donors' | 'cashier' | 'aggregator';

/** Parties whose money the memorandum book follows for a project. */
export const PARTIES = ['town', 'district', 'state', 'grant', 'partner'] as const;
export type Party = (typeof PARTIES)[number];
/** How far a party's share has come; `source` is the account it comes from. */
const SHARE_STAGES = ['source', 'promised', 'authorised', 'paid'] as const;
export type ShareStage = (typeof SHARE_STAGES)[number];

/** What an account is for; its code has the owner before it and the currency after. */
export type AccountName =
  | 'clearing' | 'balance' | 'payout' | 'disputed' | 'order' | 'exchange'
  | 'claim' | 'released' | 'loss' | 'pool' | 'due' | 'unidentified' | 'unexplained' | 'fx'
  | 'fees-stripe' | 'fees-bank' | 'fees-message' | 'fee-cover' | 'capital' | 'loss-reserve'
  | 'source' | 'undeposited' | 'unsettled' | 'promised' | 'town-unspent' | 'spent' | 'proven' | 'inkind-valued' | 'inkind-source'
  | `${Party}-${ShareStage}`; // prettier-ignore

type Traits = readonly [book: Book, owner: OwnerKind, name: AccountName, marks: string];

// Marks: D or C the normal side, / one of many owners, M kept in lei only, Z zero when quiet, N never negative.
const ROWS: readonly Traits[] = [
  ['held', 'stripe', 'clearing', 'DZN'],
  ['held', 'stripe', 'balance', 'D'],
  ['held', 'stripe', 'payout', 'DZN'],
  ['held', 'stripe', 'disputed', 'DZN'],
  ['held', 'bank', 'balance', 'D/N'],
  ['held', 'bank', 'order', 'C/ZN'],
  ['held', 'bank', 'exchange', 'D/ZN'],
  ['held', 'project', 'claim', 'C/MN'],
  ['held', 'project', 'released', 'C/MZN'],
  ['held', 'project', 'loss', 'D/MN'],
  ['held', 'town', 'claim', 'C/MN'],
  ['held', 'town', 'loss', 'D/MN'],
  ['held', 'call', 'pool', 'C/MN'],
  ['held', 'returns', 'due', 'CZN'],
  ['held', 'operator', 'unidentified', 'CZN'],
  ['held', 'operator', 'unexplained', 'DZN'],
  ['held', 'operator', 'fx', 'D'],
  ['held', 'operator', 'fees-stripe', 'D'],
  ['held', 'operator', 'fees-bank', 'D'],
  ['held', 'operator', 'fees-message', 'D'],
  ['held', 'operator', 'fee-cover', 'C'],
  ['held', 'operator', 'capital', 'CN'],
  ['held', 'operator', 'loss-reserve', 'CMN'],
  ['memo', 'donors', 'source', 'CM'],
  ['memo', 'cashier', 'undeposited', 'D/MZN'],
  ['memo', 'cashier', 'source', 'C/M'],
  ['memo', 'aggregator', 'unsettled', 'D/MZN'],
  ['memo', 'aggregator', 'source', 'C/M'],
  ['memo', 'project', 'promised', 'D/MN'],
  ['memo', 'project', 'town-unspent', 'D/MN'],
  ['memo', 'project', 'spent', 'D/MN'],
  ['memo', 'project', 'proven', 'D/MN'],
  ['memo', 'project', 'inkind-valued', 'D/MN'],
  ['memo', 'project', 'inkind-source', 'C/M'],
  ...PARTIES.flatMap((party) =>
    SHARE_STAGES.map((stage): Traits => ['memo', 'project', `${party}-${stage}`, stage === 'source' ? 'C/M' : 'D/MN']),
  ),
];

/** The chart of accounts. The database holds the same rows and opens no account that is not among them. */
export const CHART: readonly ChartRow[] = ROWS.map(([book, owner, name, marks]) => ({
  book,
  owner,
  owned: marks.includes('/'),
  name,
  currency: marks.includes('M') ? 'MDL' : null,
  side: marks.startsWith('D') ? 'debit' : 'credit',
  zero: marks.includes('Z'),
  guarded: marks.includes('N'),
}));

const byKind = new Map(CHART.map((row) => [`${row.book}:${row.owner}:${row.name}`, row]));

/** The chart's row of a code like "held:project/ID:claim:MDL", or undefined when the chart has none. */
export function chartRowOf(code: string): ChartRow | undefined {
  const [book = '', owner = '', name = '', currency = ''] = code.split(':');
  const [kind = '', id] = owner.split('/');
  const row = byKind.get(`${book}:${kind}:${name}`);
  return row && row.owned === (id !== undefined) && (row.currency ?? currency) === currency ? row : undefined;
}
