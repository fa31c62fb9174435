import { Injectable } from '@nestjs/common';
import { Money, type ProjectId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { ChargesService } from '#libs/payments/src/index.js';
import { type Campaign, CampaignGate } from '#libs/projects/src/index.js';
import { disputedOf, hasOpenDispute } from './disputed.js';
import { heldOf } from './held.sql.js';
import { LossBooks } from './loss-books.service.js';
import { MatchesService } from './matches.service.js';
import { NextNeedsService } from './next-needs.service.js';
import { PayingService } from './paying.service.js';
import type { Pledge } from './pledge.entity.js';
import { campaignEvent } from './pledge.events.js';
import { lockPledges } from './pledge.lock.js';
import { claimOf } from './pledge.postings.js';
import { ReturningService } from './returning.service.js';

/**
 * failed, cancelled and completed end the project; smaller: it goes on smaller, without the gifts whose donors wanted
 * everything or nothing.
 */
export type WindingWhy = 'failed' | 'cancelled' | 'completed' | 'smaller';

/** Why, as the books say it: a code of the postings. */
const REASONS: Readonly<Record<WindingWhy, string>> = {
  failed: 'campaign-failed',
  cancelled: 'cancelled',
  completed: 'completed',
  smaller: 'smaller',
};

const BATCH = 100;
/** What became of it while it was waited for. */
const GONE: readonly Pledge['state'][] = ['refunded', 'moved', 'lost', 'lapsed', 'withdrawn'];
const OVER: Readonly<Partial<Record<Campaign['state'], WindingWhy>>> = { failed: 'failed', cancelled: 'cancelled', completed: 'completed' }; // prettier-ignore
// A card that is being charged is waited for: what comes of it is too late, and goes back whole.
const UNPAID = `(state in ('started', 'awaited', 'promised', 'declined') or (state = 'charging' and exists (
  select from payments.charge c where c.id = pledge.charge_id and c.state = 'wanted' and c.attempted_at is null)))`;
const WHOLE = `state = 'counted' and came_lei_minor > refunded_lei_minor + moved_lei_minor + lost_lei_minor`;
const UNWILLING = `state = 'counted' and shortfall = 'return'`;
const SHARED = `exists (select from pledges.winding_share s where s.pledge_id = pledge.id and s.placed_at is null)`;
// A gift that the donor's bank claims waits for its decision.
const UNDISPUTED = 'not exists (select from pledges.open_dispute d where d.pledge_id = pledge.id)';

// What is left of each gift, of what the town's fund has given, and of what gifts have drawn from sponsors' calls.
const RESTS = `
      select id, (${heldOf('pledge')})::numeric as rest, 'gift' as kind
        from pledges.pledge where project_id = $1 and state = 'counted'
      union all select id, lei_minor - back_minor, 'need' from pledges.next_need where project_id = $1
      union all select id, lei_minor - back_minor, 'match' from pledges.match where project_id = $1 and state = 'earned'`;

// Largest remainder over what is left of each, ties to the smaller id: every ban is placed. Of gifts it is noted, because
// they go back one by one; answered are the shares of the others.
const SHARE = `
with shares as materialized (
  select id, kind, whole + (row_number() over (order by remainder desc, id) <= $2 - sum(whole) over ())::int as share from (
    select id, kind, div($2 * rest, $3) as whole, mod($2 * rest, $3) as remainder from (${RESTS}) rests) parts),
noted as (
  insert into pledges.winding_share (pledge_id, project_id, lei_minor) select id, $1, share from shares where kind = 'gift' and share > 0
  on conflict (pledge_id) do update set lei_minor = excluded.lei_minor, placed_at = null)
select id, share::text from shares where kind <> 'gift' and share > 0`;

/** Takes a project's pledges apart: promises fall, money goes where each donor said, in batches until nothing is left. */
@Injectable()
export class WindingService {
  constructor(
    private readonly gate: CampaignGate,
    private readonly paying: PayingService,
    private readonly charges: ChargesService,
    private readonly returning: ReturningService,
    private readonly ledger: LedgerQueries,
    private readonly losses: LossBooks,
    private readonly needs: NextNeedsService,
    private readonly matches: MatchesService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Begins: promises fall, and everybody gets back what is left of his gift, or it goes to the next need, as each said. The
   * worker goes on until every ban is placed. A loss is paid first, and what covered one before; when less is
   * free than what is left of the gifts, of what the town's fund gave and of what sponsors added, it is shared over them by what is left of each (acts
   * 35, 47 and 48); the fund's share goes back to the purse at once, a sponsor's to his pool. While a dispute could change the shares, only promises fall. Again does nothing; after "smaller" the project may still end.
   */
  async begin(tx: Tx, projectId: ProjectId, why: WindingWhy): Promise<void> {
    await this.gate.hold(tx, projectId);
    const begun = await rowsOf(
      tx,
      `insert into pledges.winding (project_id, why, at, fixed_at) values ($1, $2, platform.now(), case when $2 = 'smaller' then platform.now() end)
       on conflict (project_id) do update set why = excluded.why, at = excluded.at, ended_at = null, fixed_at = null
         where winding.why = 'smaller' and excluded.why <> 'smaller' returning 1`,
      [projectId, why],
    );
    if (begun.length === 0) return;
    if (why !== 'smaller') await this.fix(tx, projectId, why);
    await this.outbox.add(tx, campaignEvent('wind-on', projectId));
  }

  /** A dispute has ended: what waited for it goes on. Whoever calls holds the project's gate. */
  async goOn(tx: Tx, projectId: ProjectId): Promise<void> {
    const [winding] = await rowsOf<{ why: WindingWhy; fixed: boolean }>(
      tx,
      'select why, fixed_at is not null as fixed from pledges.winding where project_id = $1 and ended_at is null for update',
      [projectId],
    );
    if (!winding) return;
    if (!winding.fixed) await this.fix(tx, projectId, winding.why);
    await this.outbox.add(tx, campaignEvent('wind-on', projectId));
  }

  /** A lost dispute was won after all: where the project has ended, what came back is given out like the rest. */
  async reopen(tx: Tx, campaign: Campaign): Promise<void> {
    if (OVER[campaign.state]) return this.shareOut(tx, campaign);
    // Into a project that goes on only a gift whose donor wanted everything or nothing may not come back.
    await tx.query(`update pledges.winding set ended_at = null where project_id = $1`, [campaign.projectId]);
    await this.goOn(tx, campaign.projectId);
  }

  /** Money has come back to a project: where it has ended, it is given out like the rest. Whoever calls holds the project's gate. */
  async shareOut(tx: Tx, { projectId, state }: Campaign): Promise<void> {
    const why = OVER[state];
    if (!why) return;
    await tx.query(
      `insert into pledges.winding (project_id, why, at) values ($1, $2, platform.now())
       on conflict (project_id) do update set why = excluded.why, ended_at = null, fixed_at = null`,
      [projectId, why],
    );
    await this.goOn(tx, projectId);
  }

  /** The next hundred pledges; asks to be called again until none is left. */
  async windSome(tx: Tx, projectId: ProjectId): Promise<void> {
    // The gate before everything else, as everybody does: a dispute must not look while money is on its way out.
    await this.gate.enter(tx, projectId);
    const [winding] = await rowsOf<{ why: WindingWhy; fixed: boolean; shared: boolean }>(
      tx,
      'select why, fixed_at is not null as fixed, shared from pledges.winding where project_id = $1 and ended_at is null for update',
      [projectId],
    );
    if (!winding) return;
    const { why, fixed, shared } = winding;
    const paid = why === 'smaller' ? UNWILLING : fixed ? (shared ? SHARED : WHOLE) : 'false';
    const unpaid = why === 'smaller' ? 'false' : UNPAID;
    const pledges = await lockPledges(
      tx,
      `select id from pledges.pledge where project_id = $1 and (${unpaid} or (${paid} and ${UNDISPUTED})) order by id limit ${BATCH}`,
      [projectId],
    );
    const disputed = await disputedOf(tx, pledges.map(({ id }) => id)); // prettier-ignore
    // A promise falls also when its donor's bank claims another payment of his.
    for (const pledge of pledges)
      if (pledge.state !== 'counted' || !disputed.has(pledge.id)) await this.place(tx, pledge, { why, shared });
    if (pledges.length > 0) return this.outbox.add(tx, campaignEvent('wind-on', projectId));
    if (!fixed || (await hasOpenDispute(tx, projectId))) return;
    await tx.query('update pledges.winding set ended_at = platform.now() where project_id = $1', [projectId]);
  }

  /** Pays the loss, and fixes the shares when the claim has not all that is left of the gifts; waits when a dispute could change them. */
  private async fix(tx: Tx, projectId: ProjectId, why: WindingWhy): Promise<void> {
    const [sums] = await rowsOf<{ left: string; reserved: string }>(
      tx,
      `select (select coalesce(sum(rest), 0) from (${RESTS}) rests) as left,
              (select coalesce(sum(reserved_minor), 0) from pledges.dispute where project_id = $1 and state = 'open') as reserved`,
      [projectId],
    );
    const left = BigInt(sums!.left);
    const free = (await this.ledger.free(claimOf(projectId), tx)).minor;
    const losses = await this.losses.openOf(tx, { kind: 'project', id: projectId });
    const enough = free + BigInt(sums!.reserved) >= left + losses.open.minor + losses.toRepay.minor;
    if (!enough && (await hasOpenDispute(tx, projectId))) return;
    const paid = await this.losses.payFirst(tx, { kind: 'project', id: projectId }, Money.lei(free));
    const rest = free - paid.minor;
    const shared = !enough && rest < left;
    await tx.query('update pledges.winding set fixed_at = platform.now(), shared = $2 where project_id = $1', [projectId, shared]); // prettier-ignore
    // Shares that were fixed before and wait still are shared out anew.
    await tx.query('update pledges.winding_share set placed_at = platform.now() where project_id = $1 and placed_at is null', [projectId]); // prettier-ignore
    if (!shared) return this.giveOthers(tx, projectId, { shares: null, code: REASONS[why] });
    if (rest === 0n) return;
    const others = await rowsOf<{ id: string; share: string }>(tx, SHARE, [
      projectId,
      rest.toString(),
      left.toString(),
    ]);
    const shares = new Map(others.map(({ id, share }) => [id, BigInt(share)]));
    await this.giveOthers(tx, projectId, { shares, code: REASONS[why] });
  }

  /** The town's fund and the sponsors have theirs at once. */
  private async giveOthers(tx: Tx, projectId: ProjectId, what: Parameters<NextNeedsService['giveBack']>[2]): Promise<void> {
    await this.matches.giveBack(tx, projectId, what);
    await this.needs.giveBack(tx, projectId, what);
  } // prettier-ignore

  private async place(tx: Tx, pledge: Pledge, { why, shared }: { why: WindingWhy; shared: boolean }): Promise<void> {
    if (GONE.includes(pledge.state)) return;
    if (pledge.state === 'charging' && !(await this.charges.forgo(tx, pledge.chargeId!))) return;
    if (pledge.state !== 'counted') return this.paying.lapse(tx, pledge, REASONS[why]);
    const lei = shared ? await this.takeShare(tx, pledge) : pledge.remainingLei;
    const part = shared ? pledge.backOfLei(lei) : null;
    // Below the minimum, and at a project's end, there is no smaller version: that choice means "return". What is too
    // little to be sent in the donor's currency goes to the next need.
    const next = pledge.shortfall === 'next' || (part !== null && !part.gift.isPositive());
    if (next) return this.returning.moveOn(tx, pledge, lei);
    const whole = { amount: null, part, why, code: REASONS[why] } as const;
    await this.returning.giveBack(tx, pledge, whole);
    await this.matches.follow(tx, pledge, REASONS[why]);
  }

  private async takeShare(tx: Tx, { id }: Pledge): Promise<Money> {
    const [share] = await rowsOf<{ minor: string }>(
      tx,
      'update pledges.winding_share set placed_at = platform.now() where pledge_id = $1 and placed_at is null returning lei_minor as minor',
      [id],
    );
    return Money.lei(BigInt(share!.minor));
  }
}
