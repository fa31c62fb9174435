import { type BodyId, type Money, type PersonId, refuse } from '#libs/kernel/src/index.js';
import type { OptionId } from '#libs/needs/src/index.js';
import { type Lang, type Multilingual, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BudgetVoteId, BudgetVoteState, IdentityLevel, VoteOption } from './vote.js';

/** A vote that a town hall wants to hold. The id is the caller's: preparing again is answered like the first time. */
export interface PrepareVote {
  readonly id: BudgetVoteId;
  readonly townHallId: BodyId;
  readonly lang: Lang;
  readonly title: string;
  /** In lei. */
  readonly budget: Money;
  readonly options: readonly OptionId[];
  readonly days: number;
  readonly identity: IdentityLevel;
}

/** A vote as its town hall prepared it. */
export interface Draft {
  readonly id: BudgetVoteId;
  readonly placeCode: string;
  readonly townHallId: BodyId;
  readonly associationId: BodyId | null;
  readonly budget: string;
  readonly title: Multilingual;
  readonly days: number;
  readonly identity: IdentityLevel;
  readonly wanted: readonly OptionId[];
  readonly state: BudgetVoteState;
  readonly preparedBy: PersonId;
}

/** Votes that one town hall prepares within a day: each asks the president, or the operator, by a letter. */
const A_DAY = 5;

/** Drafts as they stand. */
export const DRAFT = `select id, place_code as "placeCode", town_hall_id as "townHallId", association_id as "associationId",
  budget_minor as budget, title, days, identity, wanted, state, prepared_by as "preparedBy" from budgeting.vote`;

/** Writes what is on the ballot as it stands now: from here on nothing changes it. */
export async function freeze(
  tx: Tx,
  id: BudgetVoteId,
  options: readonly (Omit<VoteOption, 'cost'> & { readonly id: OptionId; readonly cost: string })[],
): Promise<void> {
  const rows = options.map(({ id: option, code, title, description, cost, part }) => ({
    ...{ vote_id: id, option_id: option, code, title, description, cost_minor: cost, part },
  }));
  await tx.query(
    `insert into budgeting.option (vote_id, code, option_id, title, description, cost_minor, part)
     select vote_id, code, option_id, title, description, cost_minor, part from jsonb_populate_recordset(null::budgeting.option, $1)`,
    [JSON.stringify(rows)],
  );
}

/** The draft, locked until the transaction ends. Throws `not-found`. */
export async function lock(tx: Tx, id: BudgetVoteId): Promise<Draft> {
  const [draft] = await rowsOf<Draft>(tx, `${DRAFT} where id = $1 for update`, [id]);
  if (!draft) throw refuse('not-found', 'not-found', 'No such vote.');
  return draft;
}

/** Throws `approval-decided` once it is open or ended. */
export function mustWait({ state }: Draft): void {
  if (state !== 'draft') throw refuse('conflict', 'approval-decided', 'It has been decided already.');
}

/** Sent again it says the same. Throws `id-taken` on a vote that says anything else. */
export function mustRepeat(known: Draft, vote: PrepareVote, by: PersonId): void {
  const { townHallId, budget, options, title, lang, days, identity } = vote;
  const same = known.townHallId === townHallId && BigInt(known.budget) === budget.minor && known.preparedBy === by;
  const alike = known.title[lang] === title && known.days === days && known.identity === identity;
  if (!same || !alike || known.wanted.join() !== options.join())
    throw refuse('conflict', 'id-taken', 'The id of this vote was used for another.');
}

/** Throws `vote-often` when the town has prepared enough of them within a day. */
export async function mustBeSeldom(tx: Tx, placeCode: string): Promise<void> {
  const today = await rowsOf(
    tx,
    `select from budgeting.vote where place_code = $1 and prepared_at > platform.now() - interval '1 day'`,
    [placeCode],
  );
  if (today.length >= A_DAY) throw refuse('conflict', 'vote-often', 'Prepared often enough for today.', { n: A_DAY });
}
