import { legible, type PersonId, type VoteId } from '#libs/kernel/src/index.js';
import type { Signer } from '#libs/platform/src/index.js';

const CHARACTERS = 16; // 80 bits: nobody guesses one, and two of one vote never meet

/**
 * The code of a person's ballot in one vote, "7KQ2-M4XA-9TZC-HH2P": the same every time, so that no row has to tie the
 * ballot to the person; only this installation's secret can compute it.
 */
export function receiptOf(signer: Signer, voteId: VoteId, personId: PersonId): string {
  return inFours(signer.digest('ballot', keyOf(voteId, personId)));
}

/** The key under which a person's reason is kept: another code than the ballot's, so that the two cannot be joined. */
export function reasonKeyOf(signer: Signer, voteId: VoteId, personId: PersonId): string {
  return inFours(signer.digest('ballot-reason', keyOf(voteId, personId)));
}

/**
 * The code of a person on the roll of one vote: another in each vote, so that no list of members can be put together from
 * published rolls, and another than his ballot's. He himself sees it, and so that he was on the roll and what it says of him.
 */
export function rollCodeOf(signer: Signer, voteId: VoteId, personId: PersonId): string {
  return inFours(signer.digest('roll', keyOf(voteId, personId)));
}

function inFours(bytes: Buffer): string {
  return legible(bytes.subarray(0, CHARACTERS)).replace(/.{4}(?=.)/g, '$&-');
}

/** Ids in one spelling: to PostgreSQL capitals are the same id, and here they would be another ballot. */
function keyOf(voteId: string, personId: string): string {
  return `${voteId} ${personId}`.toLowerCase();
}
