import { Injectable } from '@nestjs/common';
import { type PersonId, refuse } from '#libs/kernel/src/index.js';
import {
  nameDigest,
  type Neighbour,
  NeighboursQueries,
  NeighboursService,
  type SayNeighbour,
} from '#libs/neighbours/src/index.js';
import { Database, rowsOf, Signer, type Tx } from '#libs/platform/src/index.js';
import { mustBeOpen, nameInTurn, ticksOf } from './open-vote.js';
import { receiptOf } from './receipt.js';
import type { BudgetVoteId, IdentityLevel } from './vote.js';

type Stand = Pick<Neighbour, 'roll' | 'part'>;

/** Where somebody stood in this vote before now: `roll` is null while he has not voted. */
interface Before {
  readonly name: string | null;
  readonly roll: Stand['roll'] | null;
  readonly part: string | null;
}

/** Voting under a budget: a neighbour ticks whatever he supports. */
@Injectable()
export class CastingService {
  constructor(
    private readonly db: Database,
    private readonly neighbours: NeighboursQueries,
    private readonly joining: NeighboursService,
    private readonly signer: Signer,
  ) {}

  /**
   * Takes a neighbour's ballot, an empty one too; another before closing replaces it, on the roll of the first. Gives the
   * receipt under which it stands in the public list after closing: the same each time. Whoever is no neighbour yet becomes one
   * by what he says of himself `beside` it, unless the ballot is refused. Throws `vote-closed`, `vote-option-unknown`,
   * `neighbour-needed`, `vote-proof-needed`, `vote-on-paper` when a paper under his name counts, and what joining does; what is
   * not open yet is not found.
   */
  async cast(
    voteId: BudgetVoteId,
    ticked: readonly string[],
    by: PersonId,
    beside?: Omit<SayNeighbour, 'placeCode'>,
  ): Promise<{ receipt: string }> {
    return this.db.transaction(async (tx) => {
      const vote = await mustBeOpen(tx, voteId);
      const codes = ticksOf(vote, ticked);
      if (beside && !(await this.neighbours.of(vote.placeCode, by, tx)))
        await this.joining.joinIn(tx, { placeCode: vote.placeCode, ...beside }, by);
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

  /** Whoever voted stays on the roll and in the part of his first ballot. */
  private async participate(tx: Tx, voteId: BudgetVoteId, { personId, roll, part }: Neighbour): Promise<Stand> {
    const before = await beforeOf(tx, voteId, personId);
    if (before.roll) return { roll: before.roll, part: before.part };
    const digest = before.name ? nameDigest(this.signer, voteId, before.name) : null;
    if (digest) await mustHaveNoPaper(tx, voteId, digest);
    const made = await rowsOf(
      tx,
      `insert into budgeting.participation (vote_id, person_id, roll, part, name_digest) values ($1, $2, $3, $4, $5)
       on conflict do nothing returning 1`,
      [voteId, personId, roll, part, digest],
    );
    if (made.length > 0) return { roll, part };
    const first = await beforeOf(tx, voteId, personId);
    return { roll: first.roll!, part: first.part };
  }
}

async function beforeOf(tx: Tx, voteId: BudgetVoteId, personId: PersonId): Promise<Before> {
  const [row] = await rowsOf<Before>(
    tx,
    `select p.name, f.roll, f.part from identity.person p
       left join budgeting.participation f on f.vote_id = $1 and f.person_id = p.id where p.id = $2`,
    [voteId, personId],
  );
  return row!;
}

/** One voice: a name that counts on paper does not come a second time. */
async function mustHaveNoPaper(tx: Tx, voteId: BudgetVoteId, digest: Buffer): Promise<void> {
  await nameInTurn(tx, voteId, digest);
  const sql = `select from budgeting.paper where vote_id = $1 and name_digest = $2 and state = 'counted'`;
  if ((await rowsOf(tx, sql, [voteId, digest])).length > 0)
    throw refuse('conflict', 'vote-on-paper', 'A paper under this name counts already.');
}

function mustProve({ proofs }: Neighbour, identity: IdentityLevel): void {
  const enough = identity === 'email' ? proofs.length > 0 : proofs.some((proof) => proof !== 'email');
  if (!enough) throw refuse('forbidden', 'vote-proof-needed', 'Two neighbours, or his phone, have to say who he is.');
}
