import { Injectable } from '@nestjs/common';
import { type ApprovalId, type BodyId, Money, type PersonId } from '#libs/kernel/src/index.js';
import { Database, Signer } from '#libs/platform/src/index.js';
import { countsOf } from './counts.js';
import { receiptOf } from './receipt.js';
import { type BudgetVote, type BudgetVoteId, type OpenVote, VOIDING, type VoteOption } from './vote.js';

type Row = Omit<BudgetVote, 'budget' | 'twins' | 'voted' | 'paper' | 'progress'> & {
  readonly done: number;
  readonly budget: string;
  readonly residents: number;
  readonly natives: number;
  readonly counted: number;
  readonly late: number;
  readonly flagged: number | null;
  readonly cleared: number | null;
  readonly out: number | null;
};

/** Where one person stands in one vote. */
export interface BudgetStanding {
  readonly voted: boolean;
  /** His receipt, once he has voted. */
  readonly receipt: string | null;
  /** What he ticked last. */
  readonly ticked: readonly string[];
}

/** What a town hall asks for while its vote goes on: that it be stopped. */
export interface VoidingAsked {
  readonly id: ApprovalId;
  readonly reason: string;
}

const VOTE = `select v.id, v.place_code as "placeCode", v.town_hall_id as "townHallId", v.association_id as "associationId", v.title,
    v.budget_minor as budget, v.rule, v.rules, v.identity, v.days, v.wanted, v.state, v.opened_at as "openedAt", v.closes_at as "closesAt",
    v.closed_at as "closedAt", v.progress as done, v.ballots_hash as "ballotsHash", v.result_hash as "resultHash",
    v.rolls_shown as "rollsShown", v.channels_shown as "channelsShown", v.twins_flagged as flagged, v.twins_cleared as cleared, v.twins_out as out, v.void_why as "voidWhy", v.voided_at as "voidedAt",
    o.residents + w.residents as residents, o.natives + w.natives as natives, w.residents + w.natives as counted, w.late
  from budgeting.vote v
  cross join lateral (
    select count(*) filter (where p.roll = 'resident')::int as residents, count(*) filter (where p.roll = 'native')::int as natives
      from budgeting.participation p where p.vote_id = v.id) o
  cross join lateral (
    select count(*) filter (where p.state = 'counted' and p.roll = 'resident')::int as residents,
      count(*) filter (where p.state = 'counted' and p.roll = 'native')::int as natives, count(*) filter (where p.state = 'late')::int as late
      from budgeting.paper p where p.vote_id = v.id) w`;

/** Votes under a budget: what is voted on and how many have voted. What they ticked is read from results. */
@Injectable()
export class BudgetVotesQueries {
  constructor(
    private readonly db: Database,
    private readonly signer: Signer,
  ) {}

  /** One vote in any state, or null. */
  async find(id: BudgetVoteId): Promise<BudgetVote | null> {
    return (await this.list('v.id = $1', [id]))[0] ?? null;
  }

  /** A town's votes that have opened, the newest first, after this one. Public. */
  ofTown(
    placeCode: string,
    { after, limit = 200 }: { after?: BudgetVoteId | undefined; limit?: number } = {},
  ): Promise<BudgetVote[]> {
    const later = '(v.prepared_at, v.id) < (select prepared_at, id from budgeting.vote where id = $2)';
    const where = `v.place_code = $1 and v.opened_at is not null and ($2::uuid is null or ${later})`;
    return this.list(where, [placeCode, after ?? null], limit);
  }

  /** Votes that go on in the whole country, so many, the first to close first. Public. */
  async goingOn(limit: number): Promise<OpenVote[]> {
    const rows = await this.db.publicRows<Omit<OpenVote, 'budget'> & { readonly budget: string }>(
      `select id, place_code as "placeCode", title, budget_minor as budget, closes_at as "closesAt" from budgeting.vote
        where state = 'open' and closes_at > platform.now() order by closes_at, id limit $1`,
      [limit],
    );
    return rows.map(({ budget, ...vote }) => ({ ...vote, budget: Money.lei(BigInt(budget)) }));
  }

  /** All that a body prepared or is asked to agree to, the newest first. For its officers. */
  ofBody(bodyId: BodyId): Promise<BudgetVote[]> {
    return this.list('$1 in (v.town_hall_id, v.association_id)', [bodyId]);
  }

  /** What is on the ballot; of a draft nothing yet. */
  async options(id: BudgetVoteId): Promise<VoteOption[]> {
    const rows = await this.db.rows<Omit<VoteOption, 'cost'> & { readonly cost: string }>(
      `select code, title, description, cost_minor as cost, part,
         array(select n.need_id from needs.option_need n where n.option_id = o.option_id order by n.need_id) as needs
         from budgeting.option o where vote_id = $1 order by code`,
      [id],
    );
    return rows.map(({ cost, ...option }) => ({ ...option, cost: Money.lei(BigInt(cost)) }));
  }

  /** Where a person stands in a vote. */
  async standing(id: BudgetVoteId, personId: PersonId): Promise<BudgetStanding> {
    const receipt = receiptOf(this.signer, id, personId);
    const [ballot] = await this.db.rows<{ ticked: string[] }>(
      'select ticked from budgeting.ballot where vote_id = $1 and receipt = $2',
      [id, receipt],
    );
    return { voted: ballot !== undefined, receipt: ballot ? receipt : null, ticked: ballot?.ticked ?? [] };
  }

  /** That it be stopped waits for a second person; null when nobody asks that. For the officers of both bodies. */
  async voiding(id: BudgetVoteId): Promise<VoidingAsked | null> {
    const [asked] = await this.db.rows<VoidingAsked>(
      `select id, payload ->> 'why' as reason from approvals.approval
        where kind = $1 and subject = $2 and state = 'waiting'`,
      [VOIDING, `budget-vote:${id}`],
    );
    return asked ?? null;
  }

  private async list(where: string, params: readonly unknown[], limit = 200): Promise<BudgetVote[]> {
    const rows = await this.db.rows<Row>(`${VOTE} where ${where} order by v.prepared_at desc, v.id desc limit ${limit}`, params); // prettier-ignore
    return rows.map(viewOf);
  }
}

function viewOf({ budget, residents, natives, counted, late, flagged, cleared, out, done, ...row }: Row): BudgetVote {
  return {
    ...row,
    budget: Money.lei(BigInt(budget)),
    voted: { resident: residents, native: natives },
    paper: { counted, late },
    progress: row.state === 'counting' ? { done, all: countsOf(row.rollsShown!).length } : null,
    twins: flagged === null ? null : { flagged, cleared: cleared!, out: out! },
  };
}
