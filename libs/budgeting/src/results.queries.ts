import { Injectable } from '@nestjs/common';
import { type BodyId, Money, type ProjectId } from '#libs/kernel/src/index.js';
import type { OptionId } from '#libs/needs/src/index.js';
import { Database, type Multilingual } from '#libs/platform/src/index.js';
import { placeOf } from './counts.js';
import { Fraction } from './fraction.js';
import { type CelledGroup, type Group, shownGroups } from './groups.js';
import type { Bought } from './payments.js';
import type { PublicBallot } from './receipt.js';
import type { BudgetVoteId } from './vote.js';

/** What became of one option in one count. Sums are rounded down to the ban for reading. */
export interface OptionResult {
  readonly code: string;
  readonly votes: number;
  /** Bought by those who ticked it, or added because it still fitted; null: it did not win. */
  readonly won: 'bought' | 'fitted' | null;
  /** What each of `full` voters paid; `partly` more paid all that they had left. */
  readonly share: Money | null;
  readonly full: number;
  readonly partly: number;
  /** What those who ticked it had left together in the end. */
  readonly left: Money | null;
}

/** One count of the ballots. */
export interface CountResult {
  readonly roll: 'all' | 'resident' | 'native';
  readonly rule: 'mes_add1u' | 'greedy_votes';
  readonly voters: number;
  /** What each voter had to spend; null where votes alone decide. */
  readonly endowment: Money | null;
  readonly winners: readonly string[];
  readonly total: Money;
  readonly options: readonly OptionResult[];
}

/** How a part of the town voted, where at least five did and nothing smaller can be found by subtracting. */
export interface PartResult extends Group {
  /** Votes by option. */
  readonly votes: Readonly<Record<string, number>>;
}

/** An option that a vote chose. */
export interface Winner {
  readonly code: string;
  readonly title: Multilingual;
  /** The project that builds it; null while none does. Nobody but its town hall may see it before it is public. */
  readonly projectId: ProjectId | null;
}

/** What one vote of a town chose. */
export interface Chosen {
  readonly voteId: BudgetVoteId;
  readonly title: Multilingual;
}

/** Where a project comes from: a vote that chose it. */
export interface WonBy {
  readonly voteId: BudgetVoteId;
  readonly optionId: OptionId;
  /** How many ticked it, of how many who voted. */
  readonly votes: number;
  readonly voters: number;
}

/** What the count that decides gave to each voter, and what was bought of it, the first first. Exact fractions of a ban. */
export interface Purchases {
  readonly endowment: Fraction;
  readonly bought: readonly Bought[];
}

interface TallyRow extends Omit<CountResult, 'endowment' | 'total' | 'options'> {
  readonly endowment: string | null;
  readonly total: string;
  readonly options: readonly (Omit<OptionResult, 'share' | 'left'> & { share: string | null; left: string | null })[];
}

/** SQL: the options `o` that a vote `v` chose by its own rule, with that count, `t`. */
const CHOSEN = `budgeting.vote v
  join budgeting.tally t on t.vote_id = v.id and t.roll = 'all' and t.rule = v.rule
  join budgeting.option o on o.vote_id = v.id and o.code = any (t.winners)`;

/** Results of votes under a budget; nothing of one that is not counted yet. Public. */
@Injectable()
export class ResultsQueries {
  constructor(private readonly db: Database) {}

  /** The counts of a vote: first the one that decides. */
  async counts(id: BudgetVoteId): Promise<CountResult[]> {
    const rows = await this.db.rows<TallyRow>(
      `select t.roll, t.rule, t.voters, t.endowment, t.winners, t.total_minor as total, t.options
         from budgeting.tally t where t.vote_id = $1`,
      [id],
    );
    rows.sort((a, b) => placeOf(a) - placeOf(b));
    return rows.map((row) => ({
      ...row,
      endowment: lei(row.endowment),
      total: Money.lei(BigInt(row.total)),
      options: row.options.map((option) => ({ ...option, share: lei(option.share), left: lei(option.left) })),
    }));
  }

  /** What was bought with equal shares; null where nobody voted, or it is not counted. */
  async purchases(id: BudgetVoteId): Promise<Purchases | null> {
    const rows = await this.db.rows<{ endowment: string; code: string | null; share: string; cost: string }>(
      `select t.endowment, one ->> 'code' as code, one ->> 'share' as share, o.cost_minor as cost from budgeting.vote v
         join budgeting.tally t on t.vote_id = v.id and t.roll = 'all' and t.rule = v.rule and t.endowment is not null
         left join jsonb_array_elements(t.options) one on one ->> 'won' = 'bought'
         left join budgeting.option o on o.vote_id = v.id and o.code = one ->> 'code'
        where v.id = $1 order by (one ->> 'votes')::int desc, o.cost_minor, o.code`,
      [id],
    );
    if (rows.length === 0) return null;
    // Bought first is what cost its voters least for its size; among equals the order of the rows decides.
    const bought = rows.flatMap(({ code, share, cost }) => (code ? [{ code, share: fraction(share), cost: BigInt(cost) }] : [])); // prettier-ignore
    bought.sort((a, b) => Number(perBan(a).compare(perBan(b))));
    return { endowment: fraction(rows[0]!.endowment), bought: bought.map(({ code, share }) => ({ code, share })) };
  }

  /** How the parts of the town voted, the larger first. */
  async parts(id: BudgetVoteId): Promise<PartResult[]> {
    const rows = await this.db.rows<CelledGroup & { readonly votes: PartResult['votes'] | null }>(
      `with counted as (
         select b.part, b.ticked, (v.rolls_shown and b.roll = 'native')::int + 2 * (v.channels_shown and b.channel = 'paper')::int as kind
           from budgeting.ballot b join budgeting.vote v on v.id = b.vote_id
          where b.vote_id = $1 and v.state = 'closed' and not b.taken_out)
       select c.part as name, count(*)::int as voters,
         array[count(*) filter (where kind = 0), count(*) filter (where kind = 1), count(*) filter (where kind = 2), count(*) filter (where kind = 3)]::int[] as cells,
         (select jsonb_object_agg(code, n) from (
            select code, count(*) as n from counted o, unnest(o.ticked) as code where o.part is not distinct from c.part group by code) as per) as votes
       from counted c group by c.part order by count(*) desc, c.part`,
      [id],
    );
    return shownGroups(rows).map(({ name, voters, votes }) => ({ name, voters, votes: votes ?? {} }));
  }

  /** What a vote chose, in the order of its ballot, and what has come of it. */
  winners(id: BudgetVoteId): Promise<Winner[]> {
    return this.db.rows<Winner>(
      `select o.code, o.title, p.id as "projectId" from ${CHOSEN}
         left join projects.project p on p.option_id = o.option_id and p.state not in ('failed', 'cancelled')
        where v.id = $1 order by o.code`,
      [id],
    );
  }

  /** What a town's counted votes chose, by vote, in the order of its ballot. */
  chosenIn(placeCode: string): Promise<Chosen[]> {
    return this.db.publicRows<Chosen>(
      `select v.id as "voteId", o.title from ${CHOSEN}
        where v.place_code = $1 and v.state = 'closed' order by v.id, o.code`,
      [placeCode],
    );
  }

  /** How many options that stand were chosen by votes of a town hall and have no project yet. */
  async unbegun(townHallId: BodyId): Promise<number> {
    const [{ n } = { n: 0 }] = await this.db.rows<{ n: number }>(
      `select count(distinct o.option_id)::int as n from ${CHOSEN}
         join needs.option one on one.id = o.option_id and one.withdrawn_at is null
        where v.town_hall_id = $1 and v.state = 'closed'
          and not exists (select from projects.project p where p.option_id = o.option_id and p.state not in ('failed', 'cancelled'))`,
      [townHallId],
    );
    return n;
  }

  /** The newest vote that chose what a project builds; null when none did. */
  async wonBy(projectId: ProjectId): Promise<WonBy | null> {
    const [row] = await this.db.rows<WonBy>(
      `select v.id as "voteId", o.option_id as "optionId", t.voters, (one ->> 'votes')::int as votes from ${CHOSEN}
         join projects.project p on p.option_id = o.option_id
         join jsonb_array_elements(t.options) one on one ->> 'code' = o.code
        where p.id = $1 order by v.counted_at desc limit 1`,
      [projectId],
    );
    return row ?? null;
  }

  /** The public list of ballots, sorted by receipt, after this receipt; empty until the vote is closed. */
  ballots(
    id: BudgetVoteId,
    { after, limit }: { after?: string | undefined; limit?: number } = {},
  ): Promise<PublicBallot[]> {
    return this.db.rows<PublicBallot>(
      `select b.receipt, case when v.rolls_shown then b.roll else '-' end as roll,
         case when v.channels_shown then b.channel else '-' end as channel, b.ticked
         from budgeting.ballot b join budgeting.vote v on v.id = b.vote_id
        where b.vote_id = $1 and v.state in ('counting', 'closed') and not b.taken_out and ($2::text is null or b.receipt > $2)
        order by b.receipt limit $3`,
      [id, after ?? null, limit ?? null],
    );
  }
}

/** A fraction of bani, rounded down. */
function lei(text: string | null): Money | null {
  return text === null ? null : Money.lei(fraction(text).floor());
}

function fraction(text: string): Fraction {
  const [num, den = '1'] = text.split('/');
  return Fraction.of(BigInt(num!), BigInt(den));
}

function perBan({ share, cost }: { readonly share: Fraction; readonly cost: bigint }): Fraction {
  return Fraction.of(share.num, share.den * cost);
}
