import { Injectable } from '@nestjs/common';
import { Money, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { type CampaignDecision, type DecisionRow, decisionOf, DECISIONS } from './decision.rows.js';
import { heldOf } from './held.sql.js';

/** Some people and their lei. */
export interface PeopleAndLei {
  readonly people: number;
  readonly lei: Money;
}

/** What became of everybody's money in a project that ended without its work. */
export interface Ending {
  /** Promises that ended without a charge. */
  readonly released: PeopleAndLei;
  /** Gifts that had come: all of them, those that went back, those that went on to the town's next need. */
  readonly came: PeopleAndLei;
  readonly returned: PeopleAndLei;
  readonly moved: PeopleAndLei;
  /** What the town's fund had given, and what of it went back there. */
  readonly fromFund: Money;
  readonly toFund: Money;
}

type Part = 'released' | 'came' | 'returned' | 'moved';
type Row = Readonly<Record<Part, { readonly people: number; readonly minor: string }>> & {
  readonly given: string;
  readonly back: string;
};

const part = (sum: string, where: string) =>
  `json_build_object('people', count(distinct person_id) filter (where ${where}), 'minor', coalesce(sum(${sum}) filter (where ${where}), 0)::text)`;
const ENDING = `select ${part('lei_minor', `state = 'lapsed' and promised_at is not null and counted_at is null`)} as released,
  ${part('came_lei_minor', 'counted_at is not null')} as came, ${part('refunded_lei_minor + lost_lei_minor', 'refunded_lei_minor + lost_lei_minor > 0')} as returned,
  ${part('moved_lei_minor', 'moved_lei_minor > 0')} as moved,
  (select coalesce(sum(lei_minor), 0)::text from pledges.next_need where project_id = $1) as given,
  (select coalesce(sum(back_minor), 0)::text from pledges.next_need where project_id = $1) as back
  from pledges.pledge where project_id = $1`;

const STAYING = `select (coalesce(sum(case state when 'counted' then ${heldOf('pledge')} else lei_minor end), 0)
  + (select coalesce(sum(lei_minor - back_minor), 0) from pledges.next_need where project_id = $1))::text as minor
  from pledges.pledge where project_id = $1 and shortfall <> 'return' and state in ('counted', 'promised', 'charging', 'declined')`;

/** Reads how campaigns ended. */
@Injectable()
export class EndingQueries {
  constructor(private readonly db: Database) {}

  /** What was decided of a campaign and on what, in order; nothing while it runs. */
  async decisions(projectId: ProjectId): Promise<CampaignDecision[]> {
    return (await this.db.rows<DecisionRow>(DECISIONS, [projectId])).map(decisionOf);
  }

  /** What came and is promised now of a project's gifts that may stay when only a smaller version is built. Public. */
  async staying(projectId: ProjectId): Promise<Money> {
    const [row] = await this.db.publicRows<{ minor: string }>(STAYING, [projectId]);
    return Money.lei(BigInt(row!.minor));
  }

  /** What became of the money of a project that failed or was cancelled; zeros where nobody gave. */
  async of(projectId: ProjectId): Promise<Ending> {
    const [row] = await this.db.publicRows<Row>(ENDING, [projectId]);
    const { released, came, returned, moved, given, back } = row!;
    return {
      ...{ released: sumOf(released), came: sumOf(came), returned: sumOf(returned), moved: sumOf(moved) },
      ...{ fromFund: Money.lei(BigInt(given)), toFund: Money.lei(BigInt(back)) },
    };
  }

  /** What a gift gets of the rest of its project, where less is left than was given; null where each gets all that is left of his. */
  async shareOf(pledgeId: PledgeId): Promise<Money | null> {
    const [row] = await this.db.rows<{ minor: string }>(
      `select coalesce(s.lei_minor, 0) as minor from pledges.pledge p join pledges.winding w using (project_id)
         left join pledges.winding_share s on s.pledge_id = p.id where p.id = $1 and w.shared`,
      [pledgeId],
    );
    return row ? Money.lei(BigInt(row.minor)) : null;
  }
}

function sumOf({ people, minor }: Row[Part]): PeopleAndLei {
  return { people, lei: Money.lei(BigInt(minor)) };
}
