import { type BodyId, refuse } from '#libs/kernel/src/index.js';
import { hold, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BudgetVoteId, BudgetVoteState, IdentityLevel } from './vote.js';

/** A vote in which ballots are taken. */
export interface OpenVote {
  readonly placeCode: string;
  readonly townHallId: BodyId;
  readonly identity: IdentityLevel;
  readonly codes: readonly string[];
}

interface Row extends OpenVote {
  readonly state: BudgetVoteState;
  readonly opened: boolean;
  readonly over: boolean;
}

/**
 * The shared row lock makes closing wait for ballots under way, and late ballots see that it is closed. Throws `vote-closed`;
 * what has not opened is not found.
 */
export async function mustBeOpen(tx: Tx, id: BudgetVoteId): Promise<OpenVote> {
  const [vote] = await rowsOf<Row>(
    tx,
    `select place_code as "placeCode", town_hall_id as "townHallId", identity, state, opened_at is not null as opened, closes_at <= platform.now() as over,
       array(select code from budgeting.option where vote_id = v.id) as codes
     from budgeting.vote v where id = $1 for share of v`,
    [id],
  );
  if (!vote?.opened) throw refuse('not-found', 'not-found', 'No such vote.');
  if (vote.state !== 'open' || vote.over) throw refuse('conflict', 'vote-closed', 'The vote is closed.');
  return vote;
}

/** What was ticked as it is kept: each once, in order. Throws `vote-option-unknown`. */
export function ticksOf({ codes }: OpenVote, ticked: readonly string[]): string[] {
  const sorted = [...new Set(ticked)].sort();
  if (sorted.some((code) => !codes.includes(code)))
    throw refuse('invalid', 'vote-option-unknown', 'Not on the ballot.');
  return sorted;
}

/** Whoever comes under a name waits until another of the same name, on paper or not, is decided. */
export async function nameInTurn(tx: Tx, id: BudgetVoteId, digest: Buffer): Promise<void> {
  await hold(tx, `budget-vote:${id}:${digest.toString('hex')}`);
}
