import { Injectable } from '@nestjs/common';
import { MembersQueries, type Role, SPEAKERS } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import {
  type CivilDate,
  civilDate,
  type FileId,
  type Id,
  type PersonId,
  type ProjectId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { Clock, Database, Files, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { WindingService } from '#libs/pledges/src/index.js';
import {
  AccessService,
  builtLinesOf,
  CampaignGate,
  type ProjectPlan,
  ProjectsQueries,
} from '#libs/projects/src/index.js';
import { projectEnded } from './delivery.events.js';
import { mustHavePlan } from './plan.js';
import { ProjectMoney } from './project-money.js';

export type FinalAccountId = Id<'FinalAccount'>;

/** The act by which the work was taken over. */
export interface Acceptance {
  readonly projectId: ProjectId;
  readonly number: string;
  readonly date: CivilDate;
  readonly file: FileId;
}

/** The end of a project: plan against bills, the act of acceptance, what is left goes back. */
@Injectable()
export class CompletionService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly files: Files,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
    private readonly access: AccessService,
    private readonly projects: ProjectsQueries,
    private readonly gate: CampaignGate,
    private readonly money: ProjectMoney,
    private readonly winding: WindingService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Draws up the final account: for every line what was planned and what its invoices came to. Mayor or accountant; may
   * be drawn up anew until the work is accepted; a repeat changes nothing. Throws `account-id-taken`, `difference-unexplained` when a line cost another sum than planned
   * and no note says why, `tranches-open` while a tranche is on its way, `milestones-open`, `invoices-unproven`,
   * `unspent-left` (params `left`), `account-accepted`, `project-state`, `role-missing`.
   */
  async finalAccount(
    command: { id: FinalAccountId; projectId: ProjectId; note?: string | null },
    by: PersonId,
  ): Promise<void> {
    const { id, projectId } = command;
    const note = command.note?.trim().slice(0, 4000) || null;
    await this.db.transaction(async (tx) => {
      const plan = await this.mustActFor(tx, projectId, by, ['mayor', 'accountant']);
      await this.money.hold(tx, projectId);
      if (await isKnown(tx, { id, projectId, note })) return;
      if (await this.acceptedBy(tx, projectId))
        throw refuse('conflict', 'account-accepted', 'The work is accepted already.');
      await this.mustBeReady(tx, plan);
      await tx.query(
        'insert into delivery.final_account (id, project_id, note, by, at) values ($1, $2, $3, $4, platform.now())',
        [id, projectId, note, by],
      );
      const asPlanned = await this.writeLines(tx, id, plan);
      if (!asPlanned && !note) throw refuseFields({ pointer: '/note', code: 'difference-unexplained' });
      await this.trail.add(tx, {
        actor: by,
        action: 'delivery.accounted',
        subject: `project:${projectId}`,
        data: { account: id },
      });
    });
  }

  /**
   * Records the act of acceptance, after the final account; mayor or secretary. The same act again changes nothing.
   * Throws `account-missing`, `account-accepted` for another act, `document-missing`, `number-missing`, `date-future`.
   */
  async accept({ projectId, number, date, file }: Acceptance, by: PersonId): Promise<void> {
    if (!number.trim()) throw refuseFields({ pointer: '/number', code: 'number-missing' });
    if (!(await this.files.isFrom(file, by))) throw refuseFields({ pointer: '/file', code: 'document-missing' });
    await this.db.transaction(async (tx) => {
      await this.mustActFor(tx, projectId, by, SPEAKERS['town-hall']);
      await this.money.hold(tx, projectId);
      if (date > civilDate(await this.clock.now(tx))) throw refuseFields({ pointer: '/date', code: 'date-future' });
      const [account] = await rowsOf(tx, 'select 1 from delivery.final_account where project_id = $1 limit 1', [
        projectId,
      ]);
      if (!account) throw refuse('conflict', 'account-missing', 'The final account comes first.');
      const rows = await rowsOf(
        tx,
        `insert into delivery.acceptance (project_id, number, on_date, file_id, by, at) values ($1, $2, $3, $4, $5, platform.now())
         on conflict do nothing returning 1`,
        [projectId, number.trim().slice(0, 60), date, file, by],
      );
      if (rows.length === 0) return mustBeSameAct(tx, { projectId, number, date });
      await this.trail.add(tx, {
        actor: by,
        action: 'delivery.accepted',
        subject: `project:${projectId}`,
        data: { file },
      });
    });
  }

  /**
   * The operator closes an accepted project: what is left of the people's money goes where each donor said, and the
   * project is completed. The town hall's act of acceptance is the first of its two signatures, so who recorded it does not
   * close it, nor does who belongs to one of its bodies. Throws `acceptance-missing`, `second-person-needed`, `own-project`, `dispute-open`, `loss-open` when what is left
   * does not pay a lost dispute, and what `finalAccount` throws.
   */
  async complete(projectId: ProjectId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.money.hold(tx, projectId);
      const plan = await mustHavePlan(this.projects, projectId, tx);
      if (plan.project.state === 'completed') return;
      await this.mustBeReady(tx, plan);
      const acceptedBy = await this.acceptedBy(tx, projectId);
      if (!acceptedBy) throw refuse('conflict', 'acceptance-missing', 'There is no act yet.');
      if (acceptedBy === by) throw refuse('forbidden', 'second-person-needed', 'Somebody else has to close it.');
      await this.access.mustReview(tx, projectId, by);
      await this.money.mustHaveNoDispute(tx, projectId);
      const { free } = await this.money.pot(tx, projectId);
      // A loss is paid of what is left before anybody gets anything; what is not enough for it is covered first.
      if (free.isPositive()) await this.winding.begin(tx, projectId, 'completed');
      await this.money.mustHaveNoLoss(tx, projectId);
      await this.gate.move(tx, projectId, 'completed', { by });
      await this.trail.add(tx, {
        actor: by,
        action: 'delivery.completed',
        subject: `project:${projectId}`,
        data: { left: free.toString() },
      });
      await this.outbox.add(tx, projectEnded('completed', projectId));
    });
  }

  private async mustActFor(tx: Tx, projectId: ProjectId, by: PersonId, roles: readonly Role[]): Promise<ProjectPlan> {
    const plan = await mustHavePlan(this.projects, projectId, tx);
    await this.members.mustHold(tx, by, plan.project.townHallId, roles);
    return plan;
  }

  private async mustBeReady(tx: Tx, { project, milestones }: ProjectPlan): Promise<void> {
    if (project.state !== 'in-delivery') throw refuse('conflict', 'project-state', 'Nothing is being delivered.');
    if (milestones.some(({ metOn }) => !metOn)) throw refuse('conflict', 'milestones-open', 'A stage is not met yet.');
    const [open] = await rowsOf<{ requests: number; invoices: number }>(
      tx,
      `select (select count(*)::int from delivery.request where project_id = $1
           and state in ('asked', 'objections', 'voting', 'accepted', 'approved', 'released')) as requests,
         (select count(*)::int from delivery.invoice where project_id = $1 and state = 'entered') as invoices`,
      [project.id],
    );
    if (open!.requests > 0) throw refuse('conflict', 'tranches-open', 'A tranche is on its way.');
    if (open!.invoices > 0) throw refuse('conflict', 'invoices-unproven', 'An invoice is not proven yet.');
    const left = await this.money.unspent(tx, project.id);
    if (left.isPositive()) throw refuse('conflict', 'unspent-left', 'Money was not spent.', { left });
  }

  /** Who recorded the act of acceptance; undefined while there is none. */
  private async acceptedBy(tx: Tx, projectId: ProjectId): Promise<PersonId | undefined> {
    const sql = 'select by from delivery.acceptance where project_id = $1';
    return (await rowsOf<{ by: PersonId }>(tx, sql, [projectId]))[0]?.by;
  }

  /** Whether every line cost what was planned. */
  private async writeLines(tx: Tx, id: FinalAccountId, plan: ProjectPlan): Promise<boolean> {
    const { project } = plan;
    // Of a smaller version less was planned: its bills are held against what it does of each line.
    const lines = builtLinesOf(plan);
    const written = await rowsOf<{ same: boolean }>(
      tx,
      `insert into delivery.final_account_line (account_id, line_id, planned_minor, real_minor, people_minor)
       select $1, plan.id, plan.minor, coalesce(sum(i.amount_minor), 0), coalesce(sum(i.people_minor), 0)
       from unnest($3::uuid[], $4::bigint[]) as plan (id, minor)
       left join delivery.invoice as i on i.line_id = plan.id and i.project_id = $2 and i.state = 'proven'
       group by plan.id, plan.minor returning planned_minor = real_minor as same`,
      [id, project.id, lines.map((line) => line.id), lines.map(({ amount }) => amount.minor.toString())],
    );
    return written.every(({ same }) => same);
  }
}

/** Not by its file: a paper that is sent in twice is two files. */
async function mustBeSameAct(tx: Tx, { projectId, number, date }: Omit<Acceptance, 'file'>): Promise<void> {
  const same = await rowsOf(
    tx,
    'select 1 from delivery.acceptance where project_id = $1 and number = $2 and on_date = $3',
    [projectId, number.trim().slice(0, 60), date],
  );
  if (same.length === 0) throw refuse('conflict', 'account-accepted', 'The work is accepted already, by another act.');
}

/** Whether this account was drawn up before, just so. The project is held, so nobody draws up another meanwhile. */
async function isKnown(
  tx: Tx,
  { id, projectId, note }: { id: FinalAccountId; projectId: ProjectId; note: string | null },
): Promise<boolean> {
  const sql = `select project_id = $2 and note is not distinct from $3 as same from delivery.final_account where id = $1`;
  const [known] = await rowsOf<{ same: boolean }>(tx, sql, [id, projectId, note]);
  if (known && !known.same) throw refuse('conflict', 'account-id-taken', 'Another final account has this id.');
  return Boolean(known);
}
