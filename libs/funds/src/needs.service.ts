import { Injectable } from '@nestjs/common';
import { ApprovalsService, askerLeft } from '#libs/approvals/src/index.js';
import { AssociationsQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type BodyId, Money, type PersonId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { CLOSERS, NextNeedsService, PursesService } from '#libs/pledges/src/index.js';
import { Database, type Lang, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, CampaignGate, type Project, ProjectsQueries } from '#libs/projects/src/index.js';
import { needEvent } from './funds.events.js';
import { NEED_DAYS, type NeedId, type NeedState } from './need.js';

/** What a town hall asks of its town's fund. The id is the caller's: asking again is answered like the first time. */
export interface AskNeed {
  readonly id: NeedId;
  readonly projectId: ProjectId;
  readonly amount: Money;
  /** For everybody to read, up to 500 characters. */
  readonly reason: string;
  readonly lang: Lang;
}

/** What is free in the fund and what the project lacks. */
export interface NeedRoom {
  readonly free: Money;
  readonly lacking: Money;
}

interface Asked {
  readonly id: NeedId;
  readonly projectId: ProjectId;
  readonly placeCode: string;
  readonly townHallId: BodyId;
  readonly associationId: BodyId | null;
  readonly minor: string;
  readonly reason: string;
  readonly state: NeedState;
  readonly askedBy: PersonId;
}

const KIND = 'fund-need';
const REASON_MAX = 500;
const ASKED = `select id, project_id as "projectId", place_code as "placeCode", town_hall_id as "townHallId", association_id as "associationId",
  amount_minor as minor, reason, state, asked_by as "askedBy" from funds.need`;

/** Act 49: a town hall asks its town's fund for a project, and the hometown association agrees, or the operator where none could. */
@Injectable()
export class NeedsService {
  constructor(
    private readonly db: Database,
    private readonly projects: ProjectsQueries,
    private readonly gate: CampaignGate,
    private readonly associations: AssociationsQueries,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly money: NextNeedsService,
    private readonly purses: PursesService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** What may be asked for a project now; only looks, and holds nobody. Throws `not-found`, `need-project-state`, `need-enough`, `loss-open`. */
  async roomFor(projectId: ProjectId): Promise<NeedRoom> {
    return this.db.transaction(async (tx) => {
      const { placeCode } = await this.taking(tx, projectId);
      const campaign = (await this.projects.campaign(projectId, tx))!;
      return { lacking: await this.money.lackingOf(tx, campaign), free: await this.purses.seen(tx, placeCode) };
    });
  }

  /**
   * The town hall's word, by its mayor or secretary. Throws `need-reason`, `not-found`, `role-missing`, `need-amount`, and as `roomFor`;
   * `need-lacking` and `purse-short` for more than is lacking or free, `approval-waiting` while another waits for this project.
   */
  async ask(wish: AskNeed, by: PersonId): Promise<void> {
    const reason = wish.reason.trim();
    if (reason.length < 1 || reason.length > REASON_MAX)
      throw refuseFields({ pointer: '/reason', code: 'need-reason' });
    await this.db.transaction(async (tx) => {
      const { project, campaign } = await this.held(tx, wish.projectId);
      await this.members.mustHold(tx, by, project.townHallId, CLOSERS['town-hall']);
      const [known] = await rowsOf<Asked>(tx, `${ASKED} where id = $1`, [wish.id]);
      if (known) return mustRepeat(known, { ...wish, reason }, by);
      mustFit(wish.amount, await this.room(tx, campaign, project));
      await this.write(tx, project, { ...wish, reason }, by);
    });
  }

  /**
   * The second word: the money goes to the project at once. Throws `not-found` unless it is his to answer, `second-person-needed` to who
   * works for the town hall, `approval-decided`, `asker-left`, and as `ask` when fund or project are not as they were.
   */
  async agree(id: NeedId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const asked = await this.mustAnswer(tx, id, by);
      const { projectId, placeCode, townHallId, askedBy } = asked;
      const { project, campaign } = await this.held(tx, projectId);
      if (!(await this.members.officersOf(townHallId, CLOSERS['town-hall'], tx)).includes(askedBy)) throw askerLeft();
      const lei = Money.lei(BigInt(asked.minor));
      mustFit(lei, await this.room(tx, campaign, project));
      await this.approvals.give(tx, approvalOf(id), by);
      await this.money.use(tx, { id, projectId, placeCode, lei });
      await this.end(tx, asked, { state: 'used', by });
    });
  }

  /** The second person says no, with the reason that the town hall is told. Throws as `agree`, and `approval-reason`. */
  async refuse(id: NeedId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const asked = await this.mustAnswer(tx, id, by);
      await this.approvals.refuse(tx, approvalOf(id), by, reason);
      await this.end(tx, asked, { state: 'refused', by, answer: reason.trim() });
    });
  }

  /** The town hall takes it back, by any of those who may ask. Again does nothing. Throws `not-found`, `role-missing`, `approval-decided`. */
  async withdraw(id: NeedId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const asked = await lock(tx, id);
      await this.members.mustHold(tx, by, asked.townHallId, CLOSERS['town-hall']);
      if (asked.state === 'withdrawn') return;
      mustWait(asked);
      await this.approvals.lapse(tx, approvalOf(id), by);
      await this.end(tx, asked, { state: 'withdrawn', by });
    });
  }

  /** Lets fall what nobody answered within thirty days, and what was asked for a project that has ended since. */
  async lapseDue(): Promise<void> {
    await this.db.transaction(async (tx) => {
      const due = await rowsOf<Asked>(
        tx,
        `${ASKED} n where state = 'waiting' and (until <= platform.now() or exists (select from projects.project p
           where p.id = n.project_id and p.state in ('failed', 'cancelled', 'completed'))) order by id limit 100 for update skip locked`,
      );
      for (const asked of due) {
        await this.approvals.lapse(tx, approvalOf(asked.id));
        await this.end(tx, asked, { state: 'lapsed', by: null });
      }
    });
  }

  /** A published project whose campaign has begun. */
  private async taking(tx: Tx, id: ProjectId): Promise<Project> {
    const project = await this.projects.find(id, tx);
    if (!project?.publishedAt) throw refuse('not-found', 'not-found', 'There is no such project.');
    if (project.state === 'published')
      throw refuse('conflict', 'need-project-state', 'Its campaign has not begun.', { state: project.state });
    return project;
  }

  /** The same behind its gate: it stays as it is until this transaction ends. */
  private async held(tx: Tx, id: ProjectId): Promise<{ project: Project; campaign: Campaign }> {
    const project = await this.taking(tx, id);
    return { project, campaign: await this.gate.hold(tx, id) };
  }

  /** What may be asked, as it stays until this transaction ends. */
  private async room(tx: Tx, campaign: Campaign, { placeCode }: Pick<Project, 'placeCode'>): Promise<NeedRoom> {
    return { lacking: await this.money.lackingOf(tx, campaign), free: await this.purses.free(tx, placeCode) };
  }

  private async write(tx: Tx, project: Project, { id, amount, reason, lang }: AskNeed, by: PersonId): Promise<void> {
    const { id: projectId, placeCode, townHallId } = project;
    const associationId = await this.answererOf(tx, project);
    await this.approvals.ask(tx, {
      ...{ id: approvalOf(id), kind: KIND, subject: subjectOf({ projectId }), by },
      office: associationId ? `association:${associationId}` : 'operator',
      outside: true,
      payload: { project: projectId, amount: amount.toString(), currency: amount.currency },
    });
    await tx.query(
      `insert into funds.need (id, project_id, place_code, town_hall_id, association_id, amount_minor, reason, lang, asked_by, asked_at, until)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, platform.now(), platform.now() + interval '${NEED_DAYS} days')`,
      [id, projectId, placeCode, townHallId, associationId, amount.minor.toString(), reason, lang, by],
    );
    await this.note(tx, 'asked', { id, projectId }, by);
  }

  /** The association that answers for the project, else the town's: one that has an officer of its own. */
  private async answererOf(tx: Tx, { placeCode, associationId }: Project): Promise<BodyId | null> {
    const roles = CLOSERS.association;
    if (associationId && (await this.associations.hasOwn(associationId, roles, tx))) return associationId;
    return (await this.associations.answering(placeCode, roles, tx))?.id ?? null;
  }

  private async mustAnswer(tx: Tx, id: NeedId, by: PersonId): Promise<Asked> {
    const asked = await lock(tx, id);
    const { associationId, askedBy, townHallId } = asked;
    if (associationId) await this.members.mustHold(tx, by, associationId, CLOSERS.association);
    else await this.staff.mustBe(tx, by);
    const ofHall = associationId && (await this.members.isTownHallStaff(associationId, by, tx));
    if (ofHall || by === askedBy || (await this.members.isOf(tx, townHallId, by)))
      throw refuse('forbidden', 'second-person-needed', 'Somebody of another body has to agree.');
    mustWait(asked);
    return asked;
  }

  private async end(
    tx: Tx,
    asked: Asked,
    { state, by, answer = null }: { state: Exclude<NeedState, 'waiting'>; by: PersonId | null; answer?: string | null },
  ): Promise<void> {
    await tx.query(
      'update funds.need set state = $2, decided_by = $3, decided_at = platform.now(), answer = $4 where id = $1',
      [asked.id, state, by, answer],
    );
    await this.note(tx, state, asked, by);
  }

  private async note(
    tx: Tx,
    what: 'asked' | Exclude<NeedState, 'waiting'>,
    { id, projectId }: Pick<Asked, 'id' | 'projectId'>,
    actor: PersonId | null,
  ): Promise<void> {
    await this.trail.add(tx, { actor, action: `need.${what}`, subject: `need:${id}`, data: { project: projectId } });
    await this.outbox.add(tx, needEvent(what, id));
  }
}

const approvalOf = (id: NeedId) => id as unknown as ApprovalId;
const subjectOf = ({ projectId }: Pick<Asked, 'projectId'>) => `fund-need:${projectId}`;

async function lock(tx: Tx, id: NeedId): Promise<Asked> {
  const [asked] = await rowsOf<Asked>(tx, `${ASKED} where id = $1 for update`, [id]);
  if (!asked) throw refuse('not-found', 'not-found', 'Nobody asked for this.');
  return asked;
}

function mustWait({ state }: Asked): void {
  if (state !== 'waiting') throw refuse('conflict', 'approval-decided', 'It has been decided already.');
}

function mustFit(amount: Money, { lacking, free }: NeedRoom): void {
  if (amount.currency !== 'MDL' || !amount.isPositive())
    throw refuseFields({ pointer: '/amount', code: 'need-amount' });
  if (amount.compare(lacking) > 0)
    throw refuse('conflict', 'need-lacking', `The project lacks ${lacking.toString()}.`, { lacking });
  if (amount.compare(free) > 0) throw refuse('conflict', 'purse-short', `${free.toString()} is free.`, { free });
}

function mustRepeat(known: Asked, { projectId, amount, reason }: AskNeed, by: PersonId): void {
  const same = known.projectId === projectId && BigInt(known.minor) === amount.minor && known.reason === reason;
  if (!same || known.askedBy !== by)
    throw refuse('conflict', 'id-taken', 'The id of this question was used for another.');
}
