import { Injectable } from '@nestjs/common';
import { Money, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { Campaign } from '#libs/projects/src/index.js';
import { lossOf } from './home.postings.js';
import { type NextNeed, needReturned, needUsed } from './next-need.postings.js';
import { PursesService } from './purses.service.js';

/** While a project is in one of these states money of its town's fund may come to it. */
const TAKES: readonly Campaign['state'][] = ['campaign', 'funded', 'in-delivery'];

/** What people and the town's fund have given and promised and what sponsors added, less what went back: for what is still lacking. */
const STANDS = `
select (select coalesce(sum(coalesce(came_lei_minor, 0) - refunded_lei_minor - moved_lei_minor - lost_lei_minor), 0)
             + coalesce(sum(lei_minor) filter (where state in ('promised', 'charging', 'declined')), 0)
          from pledges.pledge where project_id = $1)
     + (select coalesce(sum(lei_minor - back_minor), 0) from pledges.next_need where project_id = $1)
     + (select coalesce(sum(lei_minor - back_minor), 0) from pledges.match where project_id = $1 and state = 'earned') as minor`;

/** A town's purse and its projects: what it gives to them (act 49), and what comes back at their end. */
@Injectable()
export class NextNeedsService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly balances: LedgerQueries,
    private readonly purses: PursesService,
  ) {}

  /**
   * What a project still lacks; it stays so until this transaction ends, if whoever calls has the project's gate alone. Throws `need-project-state` (param `state`) while it
   * takes nothing, `need-enough` when people have given and promised all it needs, `loss-open` while a lost dispute would eat it.
   */
  async lackingOf(tx: Tx, { projectId, state, closedAt, optimum }: Campaign): Promise<Money> {
    if (!TAKES.includes(state) || (state === 'campaign' && closedAt))
      throw refuse('conflict', 'need-project-state', `A project in "${state}" takes no money of the fund.`, { state });
    if ((await this.balances.balance(lossOf({ kind: 'project', id: projectId }), tx)).isPositive())
      throw refuse('conflict', 'loss-open', 'A lost dispute of the project is not covered yet.');
    const [stands] = await rowsOf<{ minor: string }>(tx, STANDS, [projectId]);
    const lacking = optimum.minus(Money.lei(BigInt(stands!.minor)));
    if (!lacking.isPositive())
      throw refuse('conflict', 'need-enough', 'The project has all it needs from people.', { optimum });
    return lacking;
  }

  /** Act 49. Whoever calls has asked what is lacking. Throws `not-enough` when the purse has not that much free. */
  async use(tx: Tx, need: NextNeed): Promise<void> {
    const { id, projectId, placeCode, lei } = need;
    await tx.query(
      'insert into pledges.next_need (id, project_id, place_code, lei_minor, at) values ($1, $2, $3, $4, platform.now())',
      [id, projectId, placeCode, lei.minor.toString()],
    );
    await this.ledger.post(tx, needUsed(need));
  }

  /** The project has ended: what its town's fund gave goes back to the purse, whole or its shares by the ids of the needs. */
  async giveBack(
    tx: Tx,
    projectId: ProjectId,
    { shares, code }: { shares: ReadonlyMap<string, bigint> | null; code: string },
  ): Promise<void> {
    for (const { id, placeCode, given, back } of await this.of(tx, projectId)) {
      const lei = Money.lei(shares ? (shares.get(id) ?? 0n) : given - back);
      if (!lei.isPositive()) continue;
      const need = { id, projectId, placeCode, lei: Money.lei(given) };
      // The purse is taken before the books; what came to it pays its loss first.
      await this.purses.free(tx, placeCode);
      await this.ledger.post(tx, needReturned(need, lei, { before: Money.lei(back), code }));
      await tx.query('update pledges.next_need set back_minor = back_minor + $2 where id = $1', [
        id,
        lei.minor.toString(),
      ]);
      await this.purses.received(tx, placeCode);
    }
  }

  private async of(
    tx: Tx,
    projectId: ProjectId,
  ): Promise<{ id: string; placeCode: string; given: bigint; back: bigint }[]> {
    const rows = await rowsOf<{ id: string; placeCode: string; given: string; back: string }>(
      tx,
      `select id, place_code as "placeCode", lei_minor as given, back_minor as back from pledges.next_need
        where project_id = $1 order by id for update`,
      [projectId],
    );
    return rows.map(({ given, back, ...row }) => ({ ...row, given: BigInt(given), back: BigInt(back) }));
  }
}
