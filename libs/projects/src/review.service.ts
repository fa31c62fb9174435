import { Injectable } from '@nestjs/common';
import { type ApprovalId, type PersonId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { AccessService } from './access.service.js';
import { CampaignGate } from './campaign-gate.service.js';
import { type Section, SECTIONS } from './gap.js';
import type { Project } from './project.entity.js';
import type { ProjectState } from './project.life.js';
import { Recommendations } from './recommendations.js';
import { reasonOf } from './reason.js';
import { Endorsements } from './endorsements.js';
import { mustBe } from './submission.service.js';

/** States in which the operator may answer; in endorsement only where the public, not an association, is asked. */
const BEFORE_HIM: readonly ProjectState[] = ['endorsement', 'review'];

/** What the operator wants changed: a reason, and remarks beside sections. */
export interface ChangesAsked {
  readonly reason: string;
  readonly notes?: readonly { readonly section: Section; readonly text: string }[];
}

/** The version of the project that whoever answers has read; absent where nothing was shown. */
type SeenVersion = number | undefined;

/** The operator's review: two of the staff publish, one may ask for changes or reject. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly db: Database,
    private readonly access: AccessService,
    private readonly endorsements: Endorsements,
    private readonly recommendations: Recommendations,
    private readonly gate: CampaignGate,
  ) {}

  /**
   * Recommends a project for publication; another of the staff confirms. Throws `project-changed` when it is not the
   * version that was `seen`, `project-state`, `approval-waiting`, and as `mustReview`.
   */
  async recommend(projectId: ProjectId, by: PersonId, seen?: SeenVersion): Promise<ApprovalId> {
    return this.db.transaction(async (tx) => {
      const project = await this.access.mustReview(tx, projectId, by);
      mustBeSeen(project, seen);
      mustBe(project, ['review'], 'project-state');
      return this.recommendations.make(tx, project, by);
    });
  }

  /**
   * Confirms a recommendation: the project is published, its campaign opens on its day. Throws `second-person-needed`,
   * `approval-decided`, `project-state` when the project is not what was recommended, and as `mustReview`.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const projectId = await this.recommendations.projectOf(tx, approvalId);
      const project = await this.access.mustReview(tx, projectId, by);
      const version = await this.recommendations.sign(tx, approvalId, by);
      mustBe(project, ['review'], 'project-state');
      if (version !== project.version) {
        throw refuse('conflict', 'project-state', 'The project has changed since it was recommended.');
      }
      await this.gate.move(tx, projectId, 'published', { by });
    });
  }

  /** Sends a file back into the draft, with remarks beside its sections. Throws `reason-missing`, `endorsement-runs`, `project-changed`, `project-state`, and as `mustReview`. */
  async askChanges(
    projectId: ProjectId,
    { reason, notes = [] }: ChangesAsked,
    by: PersonId,
    seen?: SeenVersion,
  ): Promise<void> {
    const clean = notes.map(({ section, text }, index) => {
      if (!SECTIONS.includes(section)) throw refuseFields({ pointer: `/notes/${index}/section`, code: 'choice' }); // prettier-ignore
      return { section, text: reasonOf(text, `/notes/${index}/text`) };
    });
    await this.db.transaction(async (tx) => {
      await this.answer(tx, projectId, { reason, by, seen });
      await this.gate.move(tx, projectId, 'draft', { by, cause: 'changes-asked', reason: reasonOf(reason) });
      const [last] = await rowsOf<{ id: string }>(
        tx,
        'select max(id) as id from projects.transition where project_id = $1',
        [projectId],
      );
      for (const { section, text } of clean) {
        await tx.query('insert into projects.review_note (transition_id, section, text) values ($1, $2, $3)', [
          last!.id,
          section,
          text,
        ]);
      }
    });
  }

  /** Rejects a file for good. Throws as `askChanges`. */
  async reject(projectId: ProjectId, reason: string, by: PersonId, seen?: SeenVersion): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.answer(tx, projectId, { reason, by, seen });
      await this.gate.move(tx, projectId, 'cancelled', { by, cause: 'rejected', reason: reasonOf(reason) });
    });
  }

  /** Whoever answers otherwise than by publishing ends a recommendation that still waits. */
  private async answer(
    tx: Tx,
    projectId: ProjectId,
    { reason, by, seen }: { reason: string; by: PersonId; seen: SeenVersion },
  ): Promise<void> {
    const project = await this.access.mustReview(tx, projectId, by);
    mustBeSeen(project, seen);
    mustBe(project, BEFORE_HIM, 'project-state');
    await this.endorsements.mustNotRun(tx, project);
    await this.recommendations.drop(tx, projectId, { by, reason: reasonOf(reason) });
  }
}

function mustBeSeen({ version }: Pick<Project, 'version'>, seen: SeenVersion): void {
  if (seen !== undefined && seen !== version)
    throw refuse('conflict', 'project-changed', 'The project is not what was read.');
}
