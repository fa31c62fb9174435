import { BYTE_ORDER_MARK, csvRow } from '#libs/books/src/index.js';
import { type BudgetVote, type PublicBallot, type VoteOption, writePb } from '#libs/budgeting/src/index.js';
import type { Reading } from '../edge/reading.js';

/** A counted vote with its ballots. */
export interface Sheet {
  readonly vote: BudgetVote;
  readonly options: readonly VoteOption[];
  readonly ballots: readonly PublicBallot[];
}

/** Every ballot as a row of ones and noughts under its options: a spreadsheet adds them up. */
export function* ballotsCsv({ options, ballots }: Sheet): Generator<string> {
  const codes = options.map(({ code }) => code);
  yield BYTE_ORDER_MARK + csvRow(['receipt', 'roll', ...codes]);
  for (const { receipt, roll, ticked } of ballots)
    yield csvRow([receipt, roll, ...codes.map((code) => (ticked.includes(code) ? 1 : 0))]);
}

/** The same as a Pabulib file, which counting programs of others read. What nobody ticked is not in it. */
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
    votes: ballots.map(({ receipt, roll, ticked }) => ({ voter_id: receipt, vote: ticked.join(','), roll })),
  });
}
