import type { ApprovalId, PersonId } from '#libs/kernel/src/index.js';
import { linesHash, type Multilingual, type Signer } from '#libs/platform/src/index.js';
import type { BudgetVoteId } from './vote.js';

/**
 * The code of a person's ballot, or of a paper's, "7KQ2-M4XA-9TZC-HH2P": the same every time, so that no row has to tie the
 * ballot to the person or the paper; only this installation's secret can compute it.
 */
export function receiptOf(signer: Signer, voteId: BudgetVoteId, whose: PersonId | ApprovalId): string {
  return signer.code('budget-ballot', `${voteId} ${whose}`);
}

/** A ballot as it is published: `roll` is "-" where rolls are not told, `channel` ("online", "paper") where ways are not. */
export interface PublicBallot {
  readonly receipt: string;
  readonly roll: string;
  readonly channel: string;
  readonly ticked: readonly string[];
}

/** sha256 over the published ballots "receipt roll channel 01,02", sorted, under the vote's id: anyone can compute it anew. */
export function ballotsHash(voteId: BudgetVoteId, ballots: readonly PublicBallot[]): string {
  return linesHash(
    `ballots of ${voteId}`,
    ballots.map(({ receipt, roll, channel, ticked }) => `${receipt} ${roll} ${channel} ${ticked.join(',')}`),
  );
}

/** sha256 over the options "code cost title", the title in the language in which it was written, sorted, under the vote's id. */
export function optionsHash(
  voteId: BudgetVoteId,
  options: readonly { readonly code: string; readonly cost: string; readonly title: Multilingual }[],
): string {
  return linesHash(`options of ${voteId}`, options.map(({ code, cost, title }) => `${code} ${cost} ${title[title.original]!}`)); // prettier-ignore
}

/** sha256 over the results "whose rule winners total", sorted, under the vote's id. */
export function resultHash(
  voteId: BudgetVoteId,
  tallies: readonly { roll: string; rule: string; winners: readonly string[]; total: bigint }[],
): string {
  return linesHash(
    `result of ${voteId}`,
    tallies.map(({ roll, rule, winners, total }) => `${roll} ${rule} ${winners.join(',')} ${total}`),
  );
}
