import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries, ApprovalsService } from '#libs/approvals/src/index.js';
import { type ApprovalId, newId, type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';
import type { Project } from './project.entity.js';

const KIND = 'project-review';

/** One operator's recommendation of a project, which waits for another's signature. */
@Injectable()
export class Recommendations {
  constructor(
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
  ) {}

  /** Recommends the project as it is now. Throws `approval-waiting`. */
  async make(tx: Tx, { id: projectId, version }: Project, by: PersonId): Promise<ApprovalId> {
    const id = newId<'Approval'>();
    const subject = `project:${projectId}`;
    await this.approvals.ask(tx, { id, kind: KIND, subject, office: 'operator', by, payload: { version } });
    return id;
  }

  /** The project that a recommendation is about. Throws `not-found`. */
  async projectOf(tx: Tx, approvalId: ApprovalId): Promise<ProjectId> {
    const approval = await this.asked.find(approvalId, tx);
    if (approval?.kind !== KIND) throw refuse('not-found', 'not-found', 'No such recommendation.');
    return approval.subject.replace(/^project:/, '') as ProjectId;
  }

  /** The second signature; gives the version of the project that was recommended. Throws as `ApprovalsService.give`. */
  async sign(tx: Tx, approvalId: ApprovalId, by: PersonId): Promise<Approval['payload'][string]> {
    return (await this.approvals.give(tx, approvalId, by)).payload.version ?? null;
  }

  /** Ends a recommendation that still waits, because the project goes another way. */
  async drop(tx: Tx, projectId: ProjectId, { by, reason }: { by: PersonId; reason: string }): Promise<void> {
    await this.approvals.drop(tx, { kind: KIND, subject: `project:${projectId}` }, { by, reason });
  }
}
