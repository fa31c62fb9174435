import { Injectable } from '@nestjs/common';
import { Money, type ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { IS_FOR } from './call.js';
import type { CallMoney } from './call-money.js';
import { type Contributions, rawMatch, sharedPool } from './quadratic.js';

/** What a project would have of a call's pool by the quadratic rule, beside what it has drawn. */
export interface Advice {
  readonly projectId: ProjectId;
  /** People whose gifts of the call's days are held. */
  readonly donors: number;
  /** What of those gifts is held. */
  readonly given: Money;
  readonly advised: Money;
}

/** Shares a call's pool by the quadratic rule, for advice: no money moves by it. */
@Injectable()
export class AdviceQueries {
  constructor(private readonly db: Database) {}

  /**
   * Every project to which people gave in the days of a call and for which it is, by what is held of each person's gifts to it added up;
   * who would have most first. All that was paid in is shared, no project above the call's cap. Public.
   */
  async ofCall({ id, paid, perProject }: CallMoney): Promise<Advice[]> {
    const rows = await this.db.publicRows<{ projectId: ProjectId; donor: string; minor: string }>(
      `select g.project_id as "projectId", g.person_id as donor, sum(g.came_lei_minor - g.refunded_lei_minor - g.moved_lei_minor - g.lost_lei_minor)::text as minor
         from matching.call c join projects.project p on ${IS_FOR}
         join pledges.pledge g on g.project_id = p.id and g.state = 'counted'
        where c.id = $1 and (g.counted_at at time zone 'Europe/Chisinau')::date between c.opens_on and c.closes_on
        group by 1, 2 having sum(g.came_lei_minor - g.refunded_lei_minor - g.moved_lei_minor - g.lost_lei_minor) > 0`,
      [id],
    );
    const given = new Map<ProjectId, Record<string, bigint>>();
    for (const { projectId, donor, minor } of rows) {
      if (!given.has(projectId)) given.set(projectId, {});
      given.get(projectId)![donor] = BigInt(minor);
    }
    return advised(given, paid, perProject);
  }
}

function advised(given: ReadonlyMap<ProjectId, Contributions>, pool: Money, cap: Money | null): Advice[] {
  const raw = Object.fromEntries([...given].map(([projectId, of]) => [projectId, rawMatch(of)]));
  const shares = sharedPool(raw, pool.minor, cap?.minor ?? null);
  const all = [...given].map(([projectId, of]) => ({
    projectId,
    donors: Object.keys(of).length,
    given: Money.lei(Object.values(of).reduce((sum, one) => sum + one, 0n)),
    advised: Money.lei(shares[projectId]!),
  }));
  return all.sort((a, b) => b.advised.compare(a.advised) || (a.projectId < b.projectId ? -1 : 1));
}
