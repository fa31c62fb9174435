import { Injectable } from '@nestjs/common';
import { MembersQueries, SPEAKERS } from '#libs/hometowns/src/index.js';
import {
  type CivilDate,
  type FileId,
  type Id,
  type PersonId,
  type ProjectId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { Database, Files, type Multilingual, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type MilestoneId, MilestonesService, ProjectsQueries } from '#libs/projects/src/index.js';
import { milestoneEvent } from './delivery.events.js';
import { mustHavePlan } from './plan.js';

export type ReportId = Id<'StageReport'>;

/** A stage is reached: on which day, and the file that shows it. */
export interface MeetMilestone {
  readonly id: ReportId;
  readonly projectId: ProjectId;
  readonly milestoneId: MilestoneId;
  readonly on: CivilDate;
  readonly file: FileId;
}

/** A stage comes later: when now, and the town hall's reason for the public. */
export interface DelayMilestone {
  readonly id: ReportId;
  readonly projectId: ProjectId;
  readonly milestoneId: MilestoneId;
  readonly newDate: CivilDate;
  readonly reason: Multilingual;
}

/** How often one stage is put off within thirty days. */
const DELAYS = 3;

/** The town hall says how the stages of its work stand. The plan keeps the days, this room keeps the proof. */
@Injectable()
export class StagesService {
  constructor(
    private readonly db: Database,
    private readonly files: Files,
    private readonly members: MembersQueries,
    private readonly projects: ProjectsQueries,
    private readonly milestones: MilestonesService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * A stage is reached, with a photo or paper that shows it; mayor or secretary. A repeat changes nothing.
   * Throws `report-id-taken`, `evidence-missing`, `milestone-unknown`, `milestone-met`, `milestone-future`, `project-state`, `role-missing`.
   */
  async met({ id, projectId, milestoneId, on, file }: MeetMilestone, by: PersonId): Promise<void> {
    if (!(await this.files.isFrom(file, by))) throw refuseFields({ pointer: '/file', code: 'evidence-missing' });
    await this.db.transaction(async (tx) => {
      await this.mustActFor(tx, projectId, milestoneId, by);
      const report = [id, projectId, milestoneId, 'met', on, file, null, by];
      if (!(await this.write(tx, report))) return;
      await this.milestones.met(tx, { milestoneId, on, by });
      await this.tell(tx, 'met', { projectId, milestoneId, by });
    });
  }

  /**
   * A stage comes later than planned; mayor or secretary. The days late go on counting from the plan.
   * Throws `report-id-taken`, `milestone-unknown`, `milestone-met`, `milestone-often` the fourth time in thirty days, `reason-missing`, `milestone-past`, `project-state`, `role-missing`.
   */
  async delay({ id, projectId, milestoneId, newDate, reason }: DelayMilestone, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.mustActFor(tx, projectId, milestoneId, by);
      const report = [id, projectId, milestoneId, 'delayed', newDate, null, JSON.stringify(reason), by];
      if (!(await this.write(tx, report))) return;
      await this.milestones.delay(tx, { milestoneId, expectedOn: newDate, reason, by });
      await mustDelaySeldom(tx, milestoneId);
      await this.tell(tx, 'delayed', { projectId, milestoneId, by });
    });
  }

  private async write(tx: Tx, report: readonly unknown[]): Promise<boolean> {
    const [id, projectId, milestoneId, kind, on, , reason] = report;
    const rows = await rowsOf(
      tx,
      `insert into delivery.stage_report (id, project_id, milestone_id, kind, on_date, file_id, reason, by, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, platform.now()) on conflict (id) do nothing returning 1`,
      report,
    );
    if (rows.length > 0) return true;
    const [same] = await rowsOf(
      tx,
      `select 1 from delivery.stage_report where id = $1 and project_id = $2 and milestone_id = $3 and kind = $4 and on_date = $5
         and reason is not distinct from $6::jsonb`,
      // A paper that is sent in again has another id, so papers are not compared.
      [id, projectId, milestoneId, kind, on, reason],
    );
    if (!same) throw refuse('conflict', 'report-id-taken', 'Another report has this id.');
    return false;
  }

  private async mustActFor(tx: Tx, projectId: ProjectId, milestoneId: MilestoneId, by: PersonId): Promise<void> {
    const { project, milestones } = await mustHavePlan(this.projects, projectId, tx);
    await this.members.mustHold(tx, by, project.townHallId, SPEAKERS['town-hall']);
    if (!milestones.some(({ id }) => id === milestoneId)) {
      throw refuseFields({ pointer: '/milestoneId', code: 'milestone-unknown' });
    }
  }

  private async tell(
    tx: Tx,
    what: 'met' | 'delayed',
    { projectId, milestoneId, by }: { projectId: ProjectId; milestoneId: MilestoneId; by: PersonId },
  ): Promise<void> {
    await this.trail.add(tx, {
      actor: by,
      action: `delivery.milestone-${what}`,
      subject: `project:${projectId}`,
      data: { milestone: milestoneId },
    });
    await this.outbox.add(tx, milestoneEvent(what, projectId, milestoneId));
  }
}

/** Everybody who follows the project gets a letter each time. */
async function mustDelaySeldom(tx: Tx, milestoneId: MilestoneId): Promise<void> {
  const delays = await rowsOf(
    tx,
    `select from delivery.stage_report where milestone_id = $1 and kind = 'delayed' and at > platform.now() - interval '30 days'`,
    [milestoneId],
  );
  if (delays.length > DELAYS)
    throw refuse('conflict', 'milestone-often', 'Put off often enough for now.', { n: DELAYS, days: 30 });
}
