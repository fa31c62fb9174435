import { Injectable } from '@nestjs/common';
import { addDays, civilDate, DomainError, endOfDay, type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js'; // prettier-ignore
import { type Role, SPEAKERS } from '#libs/hometowns/src/index.js';
import { Clock, Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { AccessService } from './access.service.js';
import { CampaignGate } from './campaign-gate.service.js';
import { type Endorsement, Endorsements } from './endorsements.js';
import { PartnersQueries } from './partners.queries.js';
import type { Project } from './project.entity.js';
import { ProjectFileQueries, ProjectIncomplete } from './project-file.queries.js';
import type { MoveCause, ProjectState } from './project.life.js';
import { Recommendations } from './recommendations.js';
import { reasonOf } from './reason.js';

/** A project `p` whose days of objections are over and whose associations have all accepted. */
const UNOPPOSED = `p.state = 'endorsement' and p.objections_until <= platform.now()
  and not exists (select from projects.endorsement e where e.project_id = p.id and e.outcome is null)`;

/** Who of a town hall sends its projects in and answers what the public says of them. */
export const SENDERS: readonly Role[] = SPEAKERS['town-hall'];
/** Days in which the public may object where there is no association. */
const OBJECTION_DAYS = 10;
const SENT: readonly ProjectState[] = ['submitted', 'endorsement', 'review'];

/** From the draft to the operator's desk: the town hall sends, the associations endorse, where there is none the public may object. */
@Injectable()
export class SubmissionService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly files: ProjectFileQueries,
    private readonly gate: CampaignGate,
    private readonly endorsements: Endorsements,
    private readonly partners: PartnersQueries,
    private readonly recommendations: Recommendations,
  ) {}

  /**
   * Sends a complete file in: to a vote in the association of each of its towns, and where one has none to ten days of public objections. What has been sent already is
   * answered the same. Throws `project-incomplete` (`ProjectIncomplete` carries the gaps), `not-a-draft`, and as `mustHold`.
   */
  async submit(projectId: ProjectId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const project = await this.access.mustActFor(tx, projectId, by, SENDERS);
      if (SENT.includes(project.state)) return;
      mustBe(project, ['draft'], 'not-a-draft');
      const file = (await this.files.file(projectId, tx))!;
      if (file.gaps.length > 0) throw new ProjectIncomplete(file.gaps);
      const { asksPublic } = await this.endorsements.ask(tx, project);
      const until = asksPublic ? await this.objectionsEnd(tx) : null;
      await tx.query('update projects.project set objections_until = $2 where id = $1', [projectId, until]);
      await this.gate.move(tx, projectId, 'submitted', { by });
      await this.gate.move(tx, projectId, 'endorsement', { by });
    });
  }

  /**
   * Takes a sent file back into the draft. Throws `endorsement-runs` while the association votes, `project-state` when
   * there is nothing to take back, and as `mustHold`.
   */
  async withdraw(projectId: ProjectId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const project = await this.access.mustActFor(tx, projectId, by, SENDERS);
      mustBe(project, SENT, 'project-state');
      await this.turnBack(tx, project, { to: 'draft', cause: 'withdrawn', reason: reasonOf(reason), by });
    });
  }

  /** Gives a project up before it was ever published. Throws as `withdraw`. */
  async giveUp(projectId: ProjectId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const project = await this.access.mustActFor(tx, projectId, by, SENDERS);
      mustBe(project, ['draft', ...SENT], 'project-state');
      await this.turnBack(tx, project, { to: 'cancelled', cause: 'cancelled', reason: reasonOf(reason), by });
    });
  }

  /**
   * An association has voted: on to the operator once all have accepted, back to the town hall with the first that refuses.
   * Part of the vote's closing. Whether it was waited for: a project that is past it, or was sent anew since, stays as it is.
   */
  async endorsed(tx: Tx, projectId: ProjectId, vote: Endorsement): Promise<boolean> {
    const project = await this.access.hold(tx, projectId);
    if (project.state !== 'endorsement' || !(await this.endorsements.note(tx, projectId, vote))) return false;
    const reason = `vote:${vote.voteId}`;
    if (!vote.accepted) {
      await this.endorsements.end(tx, projectId);
      await this.gate.move(tx, projectId, 'draft', { by: null, cause: 'not-endorsed', reason });
      return true;
    }
    const objecting = project.objectionsUntil !== null && project.objectionsUntil > (await this.clock.now(tx));
    if (objecting || (await this.partners.awaited(projectId, tx)).length > 0) return true;
    await this.gate.move(tx, projectId, 'review', { by: null, cause: 'endorsed', reason });
    return true;
  }

  /** Sends on to the operator every project whose days of objections are over and whose associations have all accepted; how many. */
  async objectionsOver(): Promise<number> {
    const due = await this.db.rows<{ id: ProjectId }>(`select p.id from projects.project p where ${UNOPPOSED} order by p.id`); // prettier-ignore
    let moved = 0;
    for (const { id } of due) moved += await this.db.transaction((tx) => this.unopposed(tx, id));
    return moved;
  }

  /** Looked at again while it is held: it may have been taken back, and sent anew. */
  private async unopposed(tx: Tx, id: ProjectId): Promise<0 | 1> {
    await this.access.hold(tx, id);
    const still = await rowsOf(tx, `select 1 from projects.project p where p.id = $1 and ${UNOPPOSED}`, [id]);
    if (still.length === 0) return 0;
    await this.gate.move(tx, id, 'review', { by: null, cause: 'objections-over' });
    return 1;
  }

  private async turnBack(
    tx: Tx,
    project: Project,
    { to, ...move }: { to: ProjectState; cause: MoveCause; reason: string; by: PersonId },
  ): Promise<void> {
    await this.endorsements.mustNotRun(tx, project);
    await this.recommendations.drop(tx, project.id, move);
    await this.gate.move(tx, project.id, to, move);
  }

  /** The end of the tenth day after today, in Chișinău. */
  private async objectionsEnd(tx: Tx): Promise<Date> {
    return endOfDay(addDays(civilDate(await this.clock.now(tx)), OBJECTION_DAYS));
  }
}

/** Throws `code` unless the project is in one of these states. */
export function mustBe(project: Project, states: readonly ProjectState[], code: 'not-a-draft' | 'project-state'): void {
  if (!states.includes(project.state)) throw refuse('conflict', code, `The project is in "${project.state}".`);
}

/** Somebody else was faster with a step: nothing to do. Anything but that is thrown on. */
export function skipMoved(error: unknown): 0 {
  if (error instanceof DomainError && error.code === 'project-state') return 0;
  throw error;
}
