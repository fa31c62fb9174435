import { Injectable } from '@nestjs/common';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import {
  addDays,
  civilDate,
  endOfDay,
  type FileId,
  type Money,
  newId,
  type PersonId,
  refuse,
  refuseFields,
  type TrancheId,
} from '#libs/kernel/src/index.js';
import { Clock, Database, Files, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type PlannedTranche, PartnersQueries, type ProjectPlan, ProjectsQueries } from '#libs/projects/src/index.js';
import { type Recused, VotesService } from '#libs/voting/src/index.js';
import { trancheEvent } from './delivery.events.js';
import { EvidenceService } from './evidence.service.js';
import {
  checklistOf,
  type InspectionItem,
  type InspectionVerdict,
  mustAnswerEvery,
  writeInspection,
} from './inspection.js';
import { mustHavePlan } from './plan.js';
import { ProjectMoney } from './project-money.js';
import { DECIDED } from './request.life.js';
import { inspectorsOf, noteStep, stepOn, type TrancheRequest } from './request-row.js';
import type { RequestId } from './tranche.postings.js';
import { trancheAmount } from './tranche.share.js';

/** A town hall asks for a tranche. */
export interface AskTranche {
  readonly id: RequestId;
  readonly trancheId: TrancheId;
  readonly projectId: TrancheRequest['projectId'];
  /** What was done, 1 to 4,000 characters. */
  readonly note: string;
  /** Files that the asker has sent in: photos, invoices, acts. */
  readonly evidence: readonly FileId[];
}

const OBJECTION_DAYS = 10;
const PAYING_STATES = new Set(['funded', 'in-delivery']);

/** From the town hall's question to the associations' votes. */
@Injectable()
export class TranchesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly files: Files,
    private readonly members: MembersQueries,
    private readonly projects: ProjectsQueries,
    private readonly partners: PartnersQueries,
    private readonly evidence: EvidenceService,
    private readonly money: ProjectMoney,
    private readonly votes: VotesService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Asks for a tranche of the people's money with evidence; mayor or accountant. The sum is fixed now: the tranche's
   * share of all that people have brought, the last one all that is left. Where an association of its towns votes it waits
   * for an inspector, and where a town has none ten days for objections. The same again changes nothing.
   * Throws `evidence-missing`, `note-missing`, `tranche-unknown`, `project-state`, `tranche-order` (an earlier one is not
   * decided), `tranche-asked-already`, `nothing-held`, `request-id-taken`, `role-missing`.
   */
  async ask(ask: AskTranche, by: PersonId): Promise<void> {
    const note = ask.note.trim();
    if (!note || note.length > 4000) throw refuseFields({ pointer: '/note', code: 'note-missing' });
    await this.evidence.mustBeOwn(ask.evidence, by);
    await this.db.transaction(async (tx) => {
      const plan = await mustHavePlan(this.projects, ask.projectId, tx);
      await this.members.mustHold(tx, by, plan.project.townHallId, ['mayor', 'accountant']);
      await this.money.hold(tx, ask.projectId);
      if (await this.isRepeat(tx, { ...ask, note }, by)) return;
      const tranche = await this.nextTranche(tx, plan, ask.trancheId);
      const amount = trancheAmount(tranche, plan.tranches, await this.money.pot(tx, ask.projectId));
      if (!amount.isPositive()) throw refuse('conflict', 'nothing-held', 'No money is held for this tranche.');
      await this.write(tx, { ...ask, note, amount, number: tranche.number }, plan, by);
      await this.evidence.attach(tx, ask.id, ask.evidence, by);
    });
  }

  /** What a tranche would come to if it were asked for now. */
  async amountNow(plan: ProjectPlan, trancheId: TrancheId): Promise<Money> {
    const tranche = plan.tranches.find(({ id }) => id === trancheId);
    if (!tranche) throw refuse('not-found', 'tranche-unknown', 'No such tranche.');
    const pot = await this.db.transaction((tx) => this.money.pot(tx, plan.project.id));
    return trancheAmount(tranche, plan.tranches, pot);
  }

  /**
   * An inspector of one of its associations (after ten days its president or treasurer too) answers the checklist, one finding for every line of the estimate, and advises; the
   * release vote opens in each of them in the same step, without whoever sent in evidence and town-hall staff. A repeat changes nothing.
   * Throws `line-missing`, `line-unknown`, `note-missing`, `photo-needed`, `inspector-conflict`, `tranche-state`, `role-missing`.
   */
  async inspect(
    requestId: RequestId,
    items: readonly InspectionItem[],
    verdict: InspectionVerdict,
    by: PersonId,
  ): Promise<void> {
    await this.mustBeOwnPhotos(items, by);
    await this.db.transaction(async (tx) => {
      const request = await this.money.request(tx, requestId);
      const plan = await mustHavePlan(this.projects, request.projectId, tx);
      await this.mustInspect(tx, plan, request, by);
      mustAnswerEvery(checklistOf(plan), items);
      if (!(await writeInspection(tx, requestId, { items, verdict, by }))) return;
      await this.openVote(tx, request, plan, verdict);
      await this.trail.add(tx, {
        actor: by,
        action: 'tranche.inspected',
        subject: `tranche:${requestId}`,
        data: { verdict },
      });
      await this.outbox.add(tx, trancheEvent('inspected', request));
    });
  }

  private async isRepeat(tx: Tx, { id, trancheId, note, evidence }: AskTranche, by: PersonId): Promise<boolean> {
    const [row] = await rowsOf<{ same: boolean }>(
      tx,
      // What was sent in with the question has its moment; what was added since has a later one.
      `select (tranche_id, asked_by, note) = ($2, $3, $4) and $5::uuid[] @> first and $5::uuid[] <@ first as same
         from delivery.request r, lateral (select coalesce(array_agg(file_id), '{}') as first
           from delivery.evidence where request_id = r.id and at = r.asked_at) e where r.id = $1`,
      [id, trancheId, by, note, evidence],
    );
    if (row && !row.same) throw refuse('conflict', 'request-id-taken', 'Another request has this id.');
    return row !== undefined;
  }

  private async nextTranche(tx: Tx, plan: ProjectPlan, trancheId: TrancheId): Promise<PlannedTranche> {
    if (!PAYING_STATES.has(plan.project.state)) throw refuse('conflict', 'project-state', 'No tranches in this state.');
    const tranche = plan.tranches.find(({ id }) => id === trancheId);
    if (!tranche) throw refuseFields({ pointer: '/trancheId', code: 'tranche-unknown' });
    const asked = await rowsOf<{ tranche_id: TrancheId; state: TrancheRequest['state'] }>(
      tx,
      `select tranche_id, state from delivery.request where project_id = $1 and state not in ('refused', 'rejected', 'void')`,
      [plan.project.id],
    );
    if (asked.some(({ tranche_id: id }) => id === trancheId)) {
      throw refuse('conflict', 'tranche-asked-already', 'This tranche is on its way already.');
    }
    const decided = new Set(asked.filter(({ state }) => DECIDED.includes(state)).map(({ tranche_id: id }) => id));
    const open = plan.tranches.find(({ id, number }) => number < tranche.number && !decided.has(id));
    if (open) throw refuse('conflict', 'tranche-order', 'An earlier tranche is not decided.', { number: open.number });
    return tranche;
  }

  private async write(
    tx: Tx,
    ask: AskTranche & { amount: Money; number: number },
    { project }: ProjectPlan,
    by: PersonId,
  ): Promise<void> {
    const today = civilDate(await this.clock.now(tx));
    const { associations, asksPublic } = await this.partners.bodiesOf(project, tx);
    const until = asksPublic ? endOfDay(addDays(today, OBJECTION_DAYS)) : null;
    const state = associations.length > 0 ? 'asked' : 'objections';
    await tx.query(
      `insert into delivery.request (id, project_id, tranche_id, number, amount_minor, note, state, asked_by, asked_at, objections_until)
       values ($1, $2, $3, $4, $5, $6, $7, $8, platform.now(), $9)`,
      [ask.id, ask.projectId, ask.trancheId, ask.number, ask.amount.minor.toString(), ask.note, state, by, until],
    );
    await noteStep(tx, ask.id, { to: state, by });
    await this.trail.add(tx, {
      actor: by,
      action: 'tranche.asked',
      subject: `tranche:${ask.id}`,
      data: { project: ask.projectId, number: ask.number, amount: ask.amount.toString() },
    });
    await this.outbox.add(tx, trancheEvent('asked', ask));
  }

  private async mustInspect(tx: Tx, { project }: ProjectPlan, request: TrancheRequest, by: PersonId): Promise<void> {
    const { associations } = await this.partners.bodiesOf(project, tx);
    const roles = inspectorsOf(request);
    const mine = (await this.members.rolesOf(by, tx)).filter(({ body }) => associations.includes(body.id));
    const inspects = mine.find(({ role }) => roles.includes(role)) ?? mine[0];
    if (!inspects) throw refuse('not-found', 'not-found', 'No association of his inspects here.');
    await this.members.mustHold(tx, by, inspects.body.id, roles);
    const staff = await this.partners.staffOf(tx, project.id);
    const works = staff.includes(by) || (await this.members.isTownHallStaff(inspects.body.id, by, tx));
    const kin = await this.members.isKinOfSupplier(inspects.body.id, by, tx);
    const senders = await sendersOf(tx, request.id);
    if (request.askedBy === by || senders.includes(by) || works || kin) {
      throw refuse('forbidden', 'inspector-conflict', 'Town-hall staff and kin of a supplier do not inspect.');
    }
  }

  private async openVote(
    tx: Tx,
    request: TrancheRequest,
    { project }: ProjectPlan,
    verdict: InspectionVerdict,
  ): Promise<void> {
    const recused = [request.askedBy, ...(await sendersOf(tx, request.id))];
    const { associations } = await this.partners.bodiesOf(project, tx);
    for (const associationId of associations) {
      const voteId = await this.votes.open(tx, {
        id: newId<'Vote'>(),
        kind: 'release',
        subject: `tranche:${request.id}`,
        projectId: request.projectId,
        associationId,
        recused: recused.map((personId): Recused => ({ personId, reason: 'evidence' })),
        silenceVerdict: verdict,
      });
      await tx.query('insert into delivery.release_vote (request_id, association_id, vote_id) values ($1, $2, $3)', [
        request.id,
        associationId,
        voteId,
      ]);
    }
    await stepOn(tx, request, { to: 'voting', by: null });
  }

  private async mustBeOwnPhotos(items: readonly InspectionItem[], by: PersonId): Promise<void> {
    const photos = items.flatMap(({ photo }) => (photo ? [photo] : []));
    const infos = await this.files.infos(photos);
    const own = await Promise.all(photos.map((photo) => this.files.isFrom(photo, by)));
    if (own.includes(false) || infos.some(({ kind }) => kind !== 'photo')) {
      throw refuseFields({ pointer: '/items', code: 'photo-needed' });
    }
  }
}

/** Who has sent in what the town hall shows for a request. */
async function sendersOf(tx: Tx, id: RequestId): Promise<PersonId[]> {
  const sql = 'select distinct by from delivery.evidence where request_id = $1';
  return (await rowsOf<{ by: PersonId }>(tx, sql, [id])).map(({ by }) => by);
}
