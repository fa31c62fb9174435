import { Injectable } from '@nestjs/common';
import { Money, type ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { type Found, foundHere } from './finding.js';

interface Given {
  id: ProjectId;
  raised: string;
  promised: string;
}

const CHUNK = 500;
const LOOKS_MORE = 5;

/** I8: the totals that pages show of a project are what its gifts say, one by one. */
@Injectable()
export class TotalsAudit {
  constructor(
    private readonly db: Database,
    private readonly pledges: PledgesQueries,
  ) {}

  /** Projects whose shown totals differ each time they are looked at: a gift may come between two readings. */
  async look(): Promise<Found[]> {
    let findings = await this.differing(null);
    for (let again = 0; again < LOOKS_MORE && findings.length > 0; again += 1) {
      findings = await this.differing(findings.map(({ subject }) => subject.slice('project:'.length)));
    }
    return findings;
  }

  private async differing(only: readonly string[] | null): Promise<Found[]> {
    const given = await this.db.rows<Given>(GIVEN, [only]);
    const findings: Found[] = [];
    for (let from = 0; from < given.length; from += CHUNK) {
      const some = given.slice(from, from + CHUNK);
      const shown = new Map((await this.pledges.totals(some.map(({ id }) => id))).map((one) => [one.projectId, one]));
      findings.push(...some.flatMap((one) => compare(one, shown.get(one.id)!)));
    }
    return findings;
  }
}

function compare(
  { id, raised, promised }: Given,
  shown: Awaited<ReturnType<PledgesQueries['totals']>>[number],
): Found[] {
  if (shown.raised.minor === BigInt(raised) && shown.promised.minor === BigInt(promised)) return [];
  const inLei = (minor: bigint) => Money.lei(minor).toJSON();
  const params = {
    ...{ raised: shown.raised.toJSON(), promised: shown.promised.toJSON() },
    ...{ giftsRaised: inLei(BigInt(raised)), giftsPromised: inLei(BigInt(promised)) },
  };
  return [foundHere('I8', 'totals-differ', { subject: `project:${id}`, params })];
}

const GIVEN = `
select id, sum(raised) as raised, sum(promised) as promised from (
  select project_id as id, coalesce(came_lei_minor, 0) - refunded_lei_minor - moved_lei_minor - lost_lei_minor as raised,
         case when state in ('promised', 'charging', 'declined') then lei_minor else 0 end as promised from pledges.pledge
  union all select project_id, lei_minor - back_minor, 0 from pledges.next_need
  union all select project_id, lei_minor - back_minor, 0 from pledges.match where state = 'earned') given
 where $1::uuid[] is null or id = any ($1) group by id order by 1`;
