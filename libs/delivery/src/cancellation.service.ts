import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, type PersonId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { WindingService } from '#libs/pledges/src/index.js';
import { AccessService, CampaignGate, ProjectsQueries, type ProjectState } from '#libs/projects/src/index.js';
import { DecisionsService } from './decisions.service.js';
import { projectEnded } from './delivery.events.js';
import { mustHavePlan } from './plan.js';
import { ProjectMoney } from './project-money.js';

const KIND = 'project-cancel';
const MAY_END: readonly ProjectState[] = ['campaign', 'collecting', 'funded', 'in-delivery'];

/**
 * A published project is given up (act 48): two of the operator's sign. What is left of the money goes back by what each has
 * given; what the town hall has received stays its to prove with invoices, or to send back.
 */
@Injectable()
export class CancellationService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly access: AccessService,
    private readonly projects: ProjectsQueries,
    private readonly gate: CampaignGate,
    private readonly money: ProjectMoney,
    private readonly decisions: DecisionsService,
    private readonly winding: WindingService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** The first signature, with the reason that everybody will read. Throws `reason-missing`, `own-project`, `project-state`, `tranche-on-way`, `dispute-open`, `approval-waiting`. */
  async cancel(projectId: ProjectId, reason: string, by: PersonId): Promise<ApprovalId> {
    const text = reason.trim();
    if (!text || text.length > 2000) throw refuseFields({ pointer: '/reason', code: 'reason-missing' });
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.mustBeQuiet(tx, projectId);
      await this.access.mustReview(tx, projectId, by);
      const id = newId<'Approval'>();
      const [subject, payload] = [`project:${projectId}`, { project: projectId }];
      await this.approvals.ask(tx, { id, kind: KIND, subject, office: 'operator', by, payload });
      await tx.query(
        'insert into delivery.cancellation (approval_id, project_id, reason, by, at) values ($1, $2, $3, $4, platform.now())',
        [id, projectId, text, by],
      );
      return id;
    });
  }

  /** The second person says no: the project goes on. Throws `not-found` unless staff, `second-person-needed`, `approval-decided`, `approval-reason`. */
  async refuse(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const known = await rowsOf(tx, 'select 1 from delivery.cancellation where approval_id = $1', [approvalId]);
      if (known.length === 0) throw refuse('not-found', 'not-found', 'No such cancellation.');
      await this.approvals.refuse(tx, approvalId, by, reason);
    });
  }

  /**
   * The second signature: approvals fall, promises lapse, the project is cancelled; of what is held a lost dispute is paid first,
   * and the rest goes back by what is left of each gift, to the last ban. Throws `second-person-needed`, `own-project`, `tranche-on-way`,
   * `dispute-open`, `loss-open` when what is held does not pay a lost dispute, `project-state`.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.approvals.give(tx, approvalId, by);
      const [asked] = await rowsOf<{ projectId: ProjectId; reason: string }>(
        tx,
        'select project_id as "projectId", reason from delivery.cancellation where approval_id = $1',
        [approvalId],
      );
      if (!asked) throw refuse('not-found', 'not-found', 'No such cancellation.');
      const { projectId, reason } = asked;
      const was = await this.mustBeQuiet(tx, projectId);
      await this.access.mustReview(tx, projectId, by);
      await this.decisions.voidAll(tx, projectId, { by, reason });
      await this.gate.move(tx, projectId, 'cancelled', { by, reason });
      if (was !== 'published') {
        await this.winding.begin(tx, projectId, 'cancelled');
        await this.money.mustHaveNoLoss(tx, projectId);
      }
      await this.trail.add(tx, { actor: by, action: 'delivery.cancelled', subject: `project:${projectId}` });
      await this.outbox.add(tx, projectEnded('cancelled', projectId));
    });
  }

  /** Gives the state it is in, while none of its money is on its way and no donor's bank claims any. */
  private async mustBeQuiet(tx: Tx, projectId: ProjectId): Promise<ProjectState> {
    const { project } = await mustHavePlan(this.projects, projectId, tx);
    if (project.state === 'published') return project.state; // no campaign yet: there is no gate and no money
    const { state } = await this.money.hold(tx, projectId);
    if (!MAY_END.includes(state)) throw refuse('conflict', 'project-state', 'It cannot be cancelled now.');
    const gone = await rowsOf(
      tx,
      `select 1 from delivery.request where project_id = $1 and state = 'released' limit 1`,
      [projectId],
    );
    if (gone.length > 0) throw refuse('conflict', 'tranche-on-way', 'A tranche is on its way to the town hall.');
    await this.money.mustHaveNoDispute(tx, projectId);
    return state;
  }
}
