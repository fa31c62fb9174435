import { createHash } from 'node:crypto';
import { type ApprovalId, legible, type PersonId } from '#libs/kernel/src/index.js';
import type { Signer } from '#libs/platform/src/index.js';
import type { BudgetVoteId } from './vote.js';

const CHARACTERS = 16; // 80 bits, as in votes of associations

/**
 * The code of a person's ballot, or of a paper's, "7KQ2-M4XA-9TZC-HH2P": the same every time, so that no row has to tie the
 * ballot to the person or the paper; only this installation's secret can compute it.
 */
export function receiptOf(signer: Signer, voteId: BudgetVoteId, whose: PersonId | ApprovalId): string {
  const bytes = signer.digest('budget-ballot', keyOf(voteId, whose));
  return legible(bytes.subarray(0, CHARACTERS)).replace(/.{4}(?=.)/g, '$&-');
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
  return hashOf(
    `ballots of ${voteId}`,
    ballots.map(({ receipt, roll, channel, ticked }) => `${receipt} ${roll} ${channel} ${ticked.join(',')}`),
  );
}

/** sha256 over the results "whose rule winners total", sorted, under the vote's id. */
export function resultHash(
  voteId: BudgetVoteId,
  tallies: readonly { roll: string; rule: string; winners: readonly string[]; total: bigint }[],
): string {
  return hashOf(
    `result of ${voteId}`,
    tallies.map(({ roll, rule, winners, total }) => `${roll} ${rule} ${winners.join(',')} ${total}`),
  );
}

function hashOf(head: string, lines: readonly string[]): string {
  return createHash('sha256')
    .update([head, ...[...lines].sort()].join('\n'))
    .digest('hex');
}

/** Ids in one spelling: to PostgreSQL capitals are the same id, and here they would be another ballot. */
function keyOf(voteId: string, whose: string): string {
  return `${voteId} ${whose}`.toLowerCase();
}
