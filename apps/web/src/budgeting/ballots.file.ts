import { BYTE_ORDER_MARK, csvRow } from '#libs/books/src/index.js';
import {
  type BudgetVote,
  type Fraction,
  paymentsOf,
  type PublicBallot,
  type Purchases,
  type VoteOption,
  writePb,
} from '#libs/budgeting/src/index.js';
import type { Reading } from '../edge/reading.js';

/** What Pabulib calls the two ways in which a ballot comes; nothing where that is not told. */
const METHODS: Readonly<Record<string, string>> = { online: 'internet', paper: 'paper' };

/** A counted vote with its ballots. */
export interface Sheet {
  readonly vote: BudgetVote;
  readonly options: readonly VoteOption[];
  readonly ballots: readonly PublicBallot[];
}

/** Every ballot as a row of ones and noughts under its options: a spreadsheet adds them up. */
export function* ballotsCsv({ options, ballots }: Sheet): Generator<string> {
  const codes = options.map(({ code }) => code);
  yield BYTE_ORDER_MARK + csvRow(['receipt', 'roll', 'channel', ...codes]);
  for (const { receipt, roll, channel, ticked } of ballots)
    yield csvRow([receipt, told(roll), told(channel), ...codes.map((code) => (ticked.includes(code) ? 1 : 0))]);
}

/** What each ballot had and paid, a column for each purchase in its order: a column adds up to a price, a row to what each had. */
export function* paymentsCsv({ ballots }: Pick<Sheet, 'ballots'>, purchases: Purchases | null): Generator<string> {
  yield BYTE_ORDER_MARK + csvRow(['receipt', 'had', ...(purchases?.bought ?? []).map(({ code }) => code), 'left']);
  if (!purchases) return;
  const had = decimal(purchases.endowment);
  const payments = paymentsOf(purchases);
  for (const { receipt, ticked } of ballots) {
    const { paid, left } = payments(ticked);
    yield csvRow([receipt, had, ...paid.map(decimal), decimal(left)]);
  }
}

/** Lei with eight decimals: what rounding leaves of ten thousand ballots is less than a ban. */
function decimal({ num, den }: Fraction): string {
  const [scale, bani] = [10n ** 8n, 100n];
  const scaled = (2n * num * scale + den * bani) / (2n * den * bani);
  return `${scaled / scale}.${`${scaled % scale}`.padStart(8, '0')}`;
}

/** A vote as a Pabulib file, which counting programs of others read. What nobody ticked is not in it. */
export function ballotsPb({ lang, text }: Reading, { vote, options, ballots }: Sheet): string {
  const wanted = new Set(ballots.flatMap(({ ticked }) => ticked));
  const listed = options.filter(({ code }) => wanted.has(code));
  return writePb({
    meta: {
      description: text(vote.title).text,
      country: 'Moldova',
      unit: vote.placeCode,
      num_projects: `${listed.length}`,
      num_votes: `${ballots.length}`,
      budget: vote.budget.toString(),
      vote_type: 'approval',
      rule: vote.rule,
      currency: 'MDL',
      language: lang,
    },
    projects: listed.map(({ code, cost, title }) => ({
      project_id: code,
      cost: cost.toString(),
      name: text(title).text,
    })),
    votes: ballots.map(({ receipt, roll, channel, ticked }) => ({
      voter_id: receipt,
      vote: ticked.join(','),
      roll,
      voting_method: METHODS[channel] ?? '',
    })),
  });
}

/** What is not told is an empty cell: a table takes "-" for a sum that is about to begin. */
function told(word: string): string {
  return word === '-' ? '' : word;
}
