import { Injectable } from '@nestjs/common';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import {
  civilDate,
  type Money,
  newId,
  type PersonId,
  type ProjectId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { LedgerService, type Party } from '#libs/ledger/src/index.js';
import {
  Clock,
  Database,
  Files,
  hold,
  insertSame,
  isThere,
  type Multilingual,
  Outbox,
  Trail,
  type Tx,
} from '#libs/platform/src/index.js';
import { type FundingSource, type FundingSourceId, ProjectsQueries } from '#libs/projects/src/index.js';
import { mustActFor, mustRecordFor } from './acting.js';
import { shareRecordedFor } from './cofunding.events.js';
import {
  after,
  bringTo,
  NOTHING,
  type ShareAct,
  type ShareId,
  type ShareStep,
  type Stage,
  type Standing,
  takeBack,
} from './share.js';
import { inKindValued, shareMoved } from './share.postings.js';
import { standingsOf } from './shares.queries.js';

/** A step that a town hall records: this much of a source has come this far, and here is the paper. */
export interface RecordShare {
  readonly id: ShareId;
  readonly projectId: ProjectId;
  readonly sourceId: FundingSourceId;
  readonly stage: Stage;
  readonly amount: Money;
  readonly act: ShareAct;
  /** For a partner of the plan: whether it is really the district or a grant. Fixed by a source's first step. */
  readonly party?: Party;
}

/** Work or materials given to a project, with the act that values them. */
export interface RecordInKind {
  readonly id: ShareId;
  readonly projectId: ProjectId;
  readonly what: Multilingual;
  readonly amount: Money;
  readonly act: Omit<ShareAct, 'kind'>;
}

/** Co-funders' shares, kept as memorandum with their papers. Nothing here is ever money that Plai holds. */
@Injectable()
export class SharesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly files: Files,
    private readonly members: MembersQueries,
    private readonly projects: ProjectsQueries,
    private readonly ledger: LedgerService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Records that this much of a source is now promised, authorised or paid; it is taken from the stages before as far as
   * anything stands there. Mayor, secretary or accountant of the project's town hall, and of a partner's for its own town's
   * share. A repeat changes nothing. Throws `source-unknown`, `currency-unknown` for what is not in lei, `amount-missing`,
   * `document-missing`, `date-future`, `id-taken`, `role-missing`.
   */
  async record(command: RecordShare, by: PersonId): Promise<void> {
    await this.mustHaveFile(command.act, by);
    await this.db.transaction(async (tx) => {
      const source = await this.sourceFor(tx, command, by);
      const written = await this.write(tx, { ...command, party: command.party ?? partyOf(source) }, by);
      if (written) await this.tell(tx, command, { source, by });
    });
  }

  /** Records that a share has fallen: so much leaves the stage named. Throws `share-too-large` and as `record` does. */
  async reverse(command: RecordShare, by: PersonId): Promise<void> {
    await this.mustHaveFile(command.act, by);
    await this.db.transaction(async (tx) => {
      const source = await this.sourceFor(tx, command, by);
      const written = await this.write(tx, { ...command, party: command.party ?? partyOf(source) }, by, {
        falls: true,
      });
      if (written) await this.tell(tx, command, { source, by });
    });
  }

  /**
   * Records help in work or materials with its valuation act; number and date are needed. A repeat changes nothing.
   * Throws `currency-unknown`, `amount-missing`, `document-missing`, `date-future`, `id-taken`, `role-missing`.
   */
  async recordInKind({ id, projectId, what, amount, act }: RecordInKind, by: PersonId): Promise<void> {
    await this.mustHaveFile(act, by);
    mustBeLei(amount);
    if (!act.number || !act.date) throw refuseFields({ pointer: '/act', code: 'document-missing' });
    await this.db.transaction(async (tx) => {
      await mustActFor(tx, this.rooms, projectId, by);
      await this.mustBePast(tx, act);
      const row = { id, project_id: projectId, what, amount_minor: `${amount.minor}`, ...columnsOf(act), by };
      if (!(await insertSame(tx, 'cofunding.in_kind', row))) return;
      await this.ledger.post(tx, inKindValued({ id, projectId, amount }));
      await this.trail.add(tx, {
        actor: by,
        action: 'cofunding.in-kind',
        subject: `project:${projectId}`,
        data: { share: id, amount: amount.toString() },
      });
    });
  }

  /** Books the funding plan as it was published: every source but the people's, at the stage that its act proves. */
  async bookPlan(tx: Tx, projectId: ProjectId): Promise<void> {
    const plan = await this.projects.plan(projectId, tx);
    if (!plan) return;
    const booked = await standingsOf(tx, projectId);
    for (const source of plan.sources) {
      if (source.kind === 'people' || !source.act || booked.has(source.id) || !source.amount.isPositive()) continue;
      const step = { sourceId: source.id, stage: source.stage, amount: source.amount, act: source.act };
      await this.write(tx, { id: newId<'Share'>(), projectId, party: partyOf(source), ...step }, null);
    }
  }

  /** Writes one step; whether it was not there already. */
  private async write(
    tx: Tx,
    command: RecordShare & { party: Party },
    by: PersonId | null,
    { falls = false } = {},
  ): Promise<boolean> {
    const { id, projectId, sourceId, stage, amount, act } = command;
    await hold(tx, `cofunding:${projectId}`);
    const step = falls ? 'reversed' : stage;
    // Of what falls the stage stands in what it took.
    const row = {
      id,
      project_id: projectId,
      source_id: sourceId,
      step,
      amount_minor: `${amount.minor}`,
      by,
      act_kind: act.kind,
      ...columnsOf(act),
    };
    if (await isThere(tx, 'cofunding.share', falls ? { ...row, [`took_${stage}`]: row.amount_minor } : row))
      return false;
    const before = (await standingsOf(tx, projectId)).get(sourceId);
    const stands: Standing = before ?? NOTHING;
    const took = falls ? takeBack(stage, amount, stands) : bringTo(stage, amount, stands);
    if (!took) throw refuse('conflict', 'share-too-large', 'Less than that stands there.', { left: stands[stage] });
    const party = before?.party ?? command.party;
    const moved: ShareStep = { id, projectId, sourceId, party, step, amount, took };
    await insertStep(tx, moved, act, by);
    await this.ledger.post(tx, shareMoved(moved));
    await this.trail.add(tx, {
      actor: by,
      action: `cofunding.${step}`,
      subject: `project:${projectId}`,
      data: { share: id, source: sourceId, amount: amount.toString(), left: after(stands, moved)[stage].toString() },
    });
    return true;
  }

  /** A town hall hears what another has recorded of its money. */
  private async tell(
    tx: Tx,
    { projectId, id }: RecordShare,
    { source: { townHallId }, by }: { source: FundingSource; by: PersonId },
  ): Promise<void> {
    const own = townHallId && (await this.members.rolesOf(by, tx)).some(({ body }) => body.id === townHallId);
    if (townHallId && !own) await this.outbox.add(tx, shareRecordedFor(townHallId, projectId, id));
  }

  private async sourceFor(tx: Tx, command: RecordShare, by: PersonId): Promise<FundingSource> {
    mustBeLei(command.amount);
    const plan = await mustRecordFor(tx, this.rooms, command, by);
    await this.mustBePast(tx, command.act);
    const source = plan.sources.find(({ id, kind }) => id === command.sourceId && kind !== 'people');
    if (!source) throw refuseFields({ pointer: '/sourceId', code: 'source-unknown' });
    return source;
  }

  private get rooms() {
    return { projects: this.projects, members: this.members };
  }

  private async mustBePast(tx: Tx, { date }: Pick<ShareAct, 'date'>): Promise<void> {
    if (date && date > civilDate(await this.clock.now(tx)))
      throw refuseFields({ pointer: '/act/date', code: 'date-future' });
  }

  private async mustHaveFile({ file }: Pick<ShareAct, 'file'>, by: PersonId): Promise<void> {
    if (file && !(await this.files.isFrom(file, by))) {
      throw refuseFields({ pointer: '/act/file', code: 'document-missing' });
    }
  }
}

function partyOf({ kind }: FundingSource): Party {
  if (kind === 'people') throw new RangeError('the people are no co-funder');
  return kind;
}

/** The paper of a step or of help as rows keep it. */
function columnsOf({ number, date, file }: Omit<ShareAct, 'kind'>) {
  return { act_number: number, act_date: date, file_id: file };
}

async function insertStep(tx: Tx, step: ShareStep, act: ShareAct, by: PersonId | null): Promise<void> {
  const { promised, authorised, paid } = step.took;
  await tx.query(
    `insert into cofunding.share (id, project_id, source_id, party, step, amount_minor, took_promised, took_authorised, took_paid,
       act_kind, act_number, act_date, file_id, by, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, platform.now())`,
    [
      step.id, step.projectId, step.sourceId, step.party, step.step, step.amount.minor.toString(), promised.minor.toString(),
      authorised.minor.toString(), paid.minor.toString(), act.kind, act.number, act.date, act.file, by,
    ], // prettier-ignore
  );
}

/** Acts are of lei. */
function mustBeLei(amount: Money): void {
  if (amount.currency !== 'MDL') throw refuseFields({ pointer: '/amount/currency', code: 'currency-unknown' });
  if (!amount.isPositive()) throw refuseFields({ pointer: '/amount', code: 'amount-missing' });
}
