import { Injectable } from '@nestjs/common';
import { type PersonId, refuse } from '#libs/kernel/src/index.js';
import { type Neighbour, NeighboursQueries } from '#libs/neighbours/src/index.js';
import { Database, rowsOf, Signer, type Tx } from '#libs/platform/src/index.js';
import { receiptOf } from './receipt.js';
import type { BudgetVoteId, BudgetVoteState, IdentityLevel } from './vote.js';

interface OpenVote {
  readonly placeCode: string;
  readonly identity: IdentityLevel;
  readonly state: BudgetVoteState;
  readonly opened: boolean;
  readonly over: boolean;
  readonly codes: readonly string[];
}

/** Voting under a budget: a neighbour ticks whatever he supports. */
@Injectable()
export class CastingService {
  constructor(
    private readonly db: Database,
    private readonly neighbours: NeighboursQueries,
    private readonly signer: Signer,
  ) {}

  /**
   * Takes a neighbour's ballot, an empty one too; another before closing replaces it, on the roll of the first. Gives the
   * receipt under which it stands in the public list after closing: the same each time. Throws `vote-closed`,
   * `vote-option-unknown`, `neighbour-needed`, `vote-proof-needed`; what is not open yet is not found.
   */
  async cast(voteId: BudgetVoteId, ticked: readonly string[], by: PersonId): Promise<{ receipt: string }> {
    return this.db.transaction(async (tx) => {
      const vote = await this.mustBeOpen(tx, voteId);
      const codes = [...new Set(ticked)].sort();
      if (codes.some((code) => !vote.codes.includes(code)))
        throw refuse('invalid', 'vote-option-unknown', 'Not on the ballot.');
      const neighbour = await this.neighbours.mustBe(tx, vote.placeCode, by);
      mustProve(neighbour, vote.identity);
      const receipt = receiptOf(this.signer, voteId, by);
      const { roll, part } = await this.participate(tx, voteId, neighbour);
      await tx.query(
        `with kept as (
           insert into budgeting.ballot as b (vote_id, receipt, roll, part, ticked) values ($1, $2, $3, $4, $5)
           on conflict (vote_id, receipt) do update set ticked = excluded.ticked, changed = b.changed + 1
           where b.ticked <> excluded.ticked
           returning vote_id, receipt, changed, ticked)
         insert into budgeting.ballot_history (vote_id, receipt, n, ticked) select vote_id, receipt, changed, ticked from kept`,
        [voteId, receipt, roll, part, codes],
      );
      return { receipt };
    });
  }

  /** The shared row lock makes closing wait for ballots under way, and late ballots see that it is closed. */
  private async mustBeOpen(tx: Tx, voteId: BudgetVoteId): Promise<OpenVote> {
    const [vote] = await rowsOf<OpenVote>(
      tx,
      `select place_code as "placeCode", identity, state, opened_at is not null as opened, closes_at <= platform.now() as over,
         array(select code from budgeting.option where vote_id = v.id) as codes
       from budgeting.vote v where id = $1 for share of v`,
      [voteId],
    );
    if (!vote?.opened) throw refuse('not-found', 'not-found', 'No such vote.');
    if (vote.state !== 'open' || vote.over) throw refuse('conflict', 'vote-closed', 'The vote is closed.');
    return vote;
  }

  /** Whoever voted stays on the roll and in the part of his first ballot. */
  private async participate(
    tx: Tx,
    voteId: BudgetVoteId,
    { id, personId, roll, part }: Neighbour,
  ): Promise<Pick<Neighbour, 'roll' | 'part'>> {
    await tx.query(
      `insert into budgeting.participation (vote_id, person_id, neighbour_id, roll, part, first_on)
       values ($1, $2, $3, $4, $5, (platform.now() at time zone 'Europe/Chisinau')::date) on conflict do nothing`,
      [voteId, personId, id, roll, part],
    );
    const sql = 'select roll, part from budgeting.participation where vote_id = $1 and person_id = $2';
    const [first] = await rowsOf<Pick<Neighbour, 'roll' | 'part'>>(tx, sql, [voteId, personId]);
    return first!;
  }
}

function mustProve({ proofs }: Neighbour, identity: IdentityLevel): void {
  const enough = identity === 'email' ? proofs.length > 0 : proofs.some((proof) => proof !== 'email');
  if (!enough) throw refuse('forbidden', 'vote-proof-needed', 'Two neighbours, or his phone, have to say who he is.');
}
