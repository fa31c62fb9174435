import { Injectable } from '@nestjs/common';
import { type CivilDate, endOfDay, type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { hold, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, CAMPAIGN_SQL, campaignOf, type CampaignRow } from './campaign.js';
import type { ScopeTierId } from './project.plan.js';
import { type LifeStep, type MoveCause, type ProjectState, stepOf } from './project.life.js';
import { projectMoved } from './projects.events.js';

/** Who moves a project and why; `by` null is the system itself (a deadline, a count). */
export interface Move {
  readonly by: PersonId | null;
  /** Names the step where the life knows several; the first is meant otherwise. */
  readonly cause?: MoveCause;
  /** For people to read, up to 4,000 characters. */
  readonly reason?: string | null;
}

const gateOf = (projectId: ProjectId) => `gate:${projectId}`;

/**
 * The one gate of a project. Whoever takes money goes through it side by side; whoever changes the state waits until they
 * are all through, and nobody passes after. The lock is taken in one statement and the state read in the next, because
 * under read committed a statement sees what was committed when it began, not when it got its lock.
 */
@Injectable()
export class CampaignGate {
  constructor(
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Lets a pledge through: the campaign as it stays until this transaction ends. Throws `campaign-closed` before it opens,
   * from its deadline on (by the database's clock at the beginning of the transaction), after it was closed, or when there
   * is no such campaign.
   */
  async openForPledges(tx: Tx, projectId: ProjectId): Promise<Campaign> {
    await hold(tx, gateOf(projectId), { shared: true });
    const [row] = await rowsOf<CampaignRow>(tx, CAMPAIGN_SQL, [projectId]);
    const open = row?.state === 'campaign' && !row.closed_at && row.opened_at <= row.now && row.now < row.closes_at;
    if (!open) throw refuse('conflict', 'campaign-closed', 'The campaign is not open.');
    return campaignOf(row);
  }

  /**
   * Shuts the gate, after every pledge that was already inside has ended. Whether its time has come is the caller's rule.
   * Throws `campaign-closed` when it is shut already, so that of two closers one decides.
   */
  async close(tx: Tx, projectId: ProjectId): Promise<Campaign> {
    await this.lock(tx, projectId);
    const [row] = await rowsOf<CampaignRow>(tx, CAMPAIGN_SQL, [projectId]);
    if (row?.state !== 'campaign' || row.closed_at) {
      throw refuse('conflict', 'campaign-closed', 'The campaign is not open.');
    }
    const [{ now }] = (await rowsOf<{ now: Date }>(
      tx,
      'update projects.campaign set closed_at = greatest(platform.now(), opened_at) where project_id = $1 returning closed_at as now',
      [projectId],
    )) as [{ now: Date }];
    return { ...campaignOf(row), closedAt: now };
  }

  /**
   * Moves the last day by the campaign's own rule, once; the gate is held until the transaction ends, then it takes money again.
   * Throws `campaign-closed` when it is shut, has no such rule or was extended before.
   */
  async extend(tx: Tx, projectId: ProjectId): Promise<CivilDate> {
    await this.lock(tx, projectId);
    const [moved] = await rowsOf<{ closes: CivilDate }>(
      tx,
      `update projects.campaign set extended_from = closes_on, closes_on = closes_on + extend_days
        where project_id = $1 and opened_at is not null and closed_at is null and extended_from is null and extend_days is not null
        returning closes_on::text as closes`,
      [projectId],
    );
    if (!moved) throw refuse('conflict', 'campaign-closed', 'The campaign cannot be extended.');
    const { closes } = moved;
    await tx.query('update projects.campaign set closes_at = $2 where project_id = $1', [projectId, endOfDay(closes)]);
    return closes;
  }

  /**
   * Goes in like a pledge but is let in whatever the state: for what is heard late of a payment. Throws `not-found` when
   * the project never had a campaign.
   */
  async enter(tx: Tx, projectId: ProjectId): Promise<Campaign> {
    await hold(tx, gateOf(projectId), { shared: true });
    return this.read(tx, projectId);
  }

  /** Has the gate alone, whatever the state: for decisions after the closing. Throws `not-found` as `enter`. */
  async hold(tx: Tx, projectId: ProjectId): Promise<Campaign> {
    await this.lock(tx, projectId);
    return this.read(tx, projectId);
  }

  /**
   * Takes one step of the life, logs it and tells. Throws `not-found`, or `project-state` when the life has no such step
   * from where the project is now. Leaving the campaign shuts its gate.
   */
  async move(tx: Tx, projectId: ProjectId, to: ProjectState, move: Move): Promise<void> {
    await this.lock(tx, projectId);
    const [now] = await rowsOf<{ state: ProjectState; model: Campaign['model'] | null }>(
      tx,
      'select p.state, c.model from projects.project p join projects.campaign c on c.project_id = p.id where p.id = $1',
      [projectId],
    );
    if (!now) throw refuse('not-found', 'not-found', 'There is no such project.');
    const step = stepOf(now.state, to, now.model);
    const cause = move.cause ?? step?.causes[0];
    if (!step || !cause || !step.causes.includes(cause)) {
      throw refuse('conflict', 'project-state', `A project in "${now.state}" does not become "${to}".`);
    }
    await this.take(tx, projectId, step);
    await this.log(tx, projectId, { from: now.state, to, cause, by: move.by, reason: move.reason ?? null });
  }

  /** Notes which smaller version is built of a project that is funded; all its works go by it. */
  async build(tx: Tx, projectId: ProjectId, tierId: ScopeTierId): Promise<void> {
    await tx.query('update projects.campaign set built_tier_id = $2 where project_id = $1', [projectId, tierId]);
  }

  /** Notes a step that has been taken, in the project's log and in the trail, and tells the others. */
  private async log(
    tx: Tx,
    id: ProjectId,
    { from, to, cause, by, reason }: Required<Omit<Move, 'cause'>> & { from: ProjectState; to: ProjectState; cause: MoveCause }, // prettier-ignore
  ): Promise<void> {
    await tx.query(
      `insert into projects.transition (project_id, from_state, to_state, cause, reason, by, at)
       values ($1, $2, $3, $4, $5, $6, platform.now())`,
      [id, from, to, cause, reason?.trim() || null, by],
    );
    await this.trail.add(tx, {
      actor: by,
      action: 'project.moved',
      subject: `project:${id}`,
      data: { from, to, cause },
    });
    await this.outbox.add(tx, projectMoved(id, from, to, cause));
  }

  private async take(tx: Tx, id: ProjectId, { from, to }: LifeStep): Promise<void> {
    await tx.query(
      `update projects.project set state = $2, version = version + 1,
         published_at = case when $2 = 'published' then platform.now() else published_at end
       where id = $1`,
      [id, to],
    );
    if (from !== 'campaign' && from !== 'collecting') return;
    await tx.query(
      `update projects.campaign set closed_at = coalesce(closed_at, greatest(platform.now(), opened_at)),
         outcome = case when $2 in ('funded', 'failed', 'cancelled') then $2 end
       where project_id = $1`,
      [id, to],
    );
  }

  private async read(tx: Tx, projectId: ProjectId): Promise<Campaign> {
    const [row] = await rowsOf<CampaignRow>(tx, CAMPAIGN_SQL, [projectId]);
    if (!row) throw refuse('not-found', 'not-found', 'The project never had a campaign.');
    return campaignOf(row);
  }

  /** The gate of one project, alone. */
  private async lock(tx: Tx, projectId: ProjectId): Promise<void> {
    await hold(tx, gateOf(projectId));
  }
}
