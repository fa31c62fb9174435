import { Injectable } from '@nestjs/common';
import { civilDate, type CivilDate, type PersonId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { Clock, type Multilingual, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { isBlank } from './gap.js';
import type { ProjectState } from './project.life.js';
import type { MilestoneId } from './project.plan.js';

interface Row {
  readonly project_id: ProjectId;
  readonly state: ProjectState;
  readonly met_on: CivilDate | null;
  readonly expected_on: CivilDate | null;
}

/** A stage that has been reached on a day. */
export interface MilestoneMet {
  readonly milestoneId: MilestoneId;
  readonly on: CivilDate;
  readonly by: PersonId;
}

/** A stage that will be reached later than planned, and the town hall's reason for the public. */
export interface MilestoneDelayed {
  readonly milestoneId: MilestoneId;
  readonly expectedOn: CivilDate;
  readonly reason: Multilingual;
  readonly by: PersonId;
}

/** What becomes of the stages as planned. Who may say it, and on what proof, is `delivery`'s rule. */
@Injectable()
export class MilestonesService {
  constructor(
    private readonly clock: Clock,
    private readonly trail: Trail,
  ) {}

  /**
   * Notes that a stage was reached; the same again does nothing. Gives its project. Throws `not-found`, `milestone-met`
   * (on another day), `project-state` unless the work is funded or under way, `milestone-future`.
   */
  async met(tx: Tx, { milestoneId, on, by }: MilestoneMet): Promise<ProjectId> {
    const row = await this.hold(tx, milestoneId);
    if (row.met_on === on) return row.project_id;
    if (row.met_on) throw refuse('conflict', 'milestone-met', 'The stage has been reached already.');
    if (on > civilDate(await this.clock.now(tx))) throw refuseFields({ pointer: '/on', code: 'milestone-future' });
    await tx.query('update projects.milestone set met_on = $2 where id = $1', [milestoneId, on]);
    return this.note(tx, { action: 'project.milestone-met', row, by, milestoneId, on });
  }

  /**
   * Notes until when a stage is delayed, and why; the planned day stays beside it, and lateness counts from that. Gives
   * its project. Throws `reason-missing`, `milestone-past` unless the new day is after today, and as `met`.
   */
  async delay(tx: Tx, { milestoneId, expectedOn, reason, by }: MilestoneDelayed): Promise<ProjectId> {
    const row = await this.hold(tx, milestoneId);
    if (row.met_on) throw refuse('conflict', 'milestone-met', 'The stage has been reached already.');
    if (isBlank(reason)) throw refuseFields({ pointer: '/reason', code: 'reason-missing' });
    if (expectedOn <= civilDate(await this.clock.now(tx))) throw refuseFields({ pointer: '/expectedOn', code: 'milestone-past' }); // prettier-ignore
    await tx.query('update projects.milestone set expected_on = $2, delay_reason = $3 where id = $1', [
      milestoneId,
      expectedOn,
      JSON.stringify(reason),
    ]);
    return this.note(tx, { action: 'project.milestone-delayed', row, by, milestoneId, on: expectedOn });
  }

  private async hold(tx: Tx, id: MilestoneId): Promise<Row> {
    const [row] = await rowsOf<Row>(
      tx,
      `select m.project_id, p.state, m.met_on::text, m.expected_on::text from projects.milestone m
       join projects.project p on p.id = m.project_id where m.id = $1 for no key update of m`,
      [id],
    );
    if (!row) throw refuse('not-found', 'not-found', 'There is no such stage.');
    if (row.state !== 'funded' && row.state !== 'in-delivery') {
      throw refuse('conflict', 'project-state', `The project is in "${row.state}".`);
    }
    return row;
  }

  private async note(
    tx: Tx,
    { action, row, by, milestoneId, on }: { action: string; row: Row; by: PersonId; milestoneId: MilestoneId; on: CivilDate }, // prettier-ignore
  ): Promise<ProjectId> {
    const subject = `project:${row.project_id}`;
    await this.trail.add(tx, { actor: by, action, subject, data: { milestone: milestoneId, on } });
    return row.project_id;
  }
}
