import type { PersonId, VoteId } from '#libs/kernel/src/index.js';
import type { Signer } from '#libs/platform/src/index.js';

/**
 * The code of a person's ballot in one vote, "7KQ2-M4XA-9TZC-HH2P": the same every time, so that no row has to tie the
 * ballot to the person; only this installation's secret can compute it.
 */
export function receiptOf(signer: Signer, voteId: VoteId, personId: PersonId): string {
  return signer.code('ballot', `${voteId} ${personId}`);
}

/** The key under which a person's reason is kept: another code than the ballot's, so that the two cannot be joined. */
export function reasonKeyOf(signer: Signer, voteId: VoteId, personId: PersonId): string {
  return signer.code('ballot-reason', `${voteId} ${personId}`);
}

/**
 * The code of a person on the roll of one vote: another in each vote, so that no list of members can be put together from
 * published rolls, and another than his ballot's. He himself sees it, and so that he was on the roll and what it says of him.
 */
export function rollCodeOf(signer: Signer, voteId: VoteId, personId: PersonId): string {
  return signer.code('roll', `${voteId} ${personId}`);
}
