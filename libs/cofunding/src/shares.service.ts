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
import { Clock, Database, Files, type Multilingual, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type FundingSource, type FundingSourceId, ProjectsQueries } from '#libs/projects/src/index.js';
import { mustActFor, mustRecordFor } from './acting.js';
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
    private readonly trail: Trail,
  ) {}

  /**
   * Records that this much of a source is now promised, authorised or paid; it is taken from the stages before as far as
   * anything stands there. Mayor, secretary or accountant of the project's town hall, and of a partner's for its own town's
   * share. A repeat changes nothing.
   * Throws `source-unknown`, `amount-missing`, `document-missing`, `date-future`, `share-id-taken`, `role-missing`.
   */
  async record(command: RecordShare, by: PersonId): Promise<void> {
    await this.mustHaveFile(command.act, by);
    await this.db.transaction(async (tx) => {
      const source = await this.sourceFor(tx, command, by);
      await this.write(tx, { ...command, party: command.party ?? partyOf(source) }, by);
    });
  }

  /** Records that a share has fallen: so much leaves the stage named. Throws `share-too-large` and as `record` does. */
  async reverse(command: RecordShare, by: PersonId): Promise<void> {
    await this.mustHaveFile(command.act, by);
    await this.db.transaction(async (tx) => {
      const source = await this.sourceFor(tx, command, by);
      await this.write(tx, { ...command, party: command.party ?? partyOf(source) }, by, { falls: true });
    });
  }

  /**
   * Records help in work or materials with its valuation act; number and date are needed. A repeat changes nothing.
   * Throws `amount-missing`, `document-missing`, `date-future`, `share-id-taken`, `role-missing`.
   */
  async recordInKind({ id, projectId, what, amount, act }: RecordInKind, by: PersonId): Promise<void> {
    await this.mustHaveFile(act, by);
    if (!amount.isPositive()) throw refuseFields({ pointer: '/amount', code: 'amount-missing' });
    if (!act.number || !act.date) throw refuseFields({ pointer: '/act', code: 'document-missing' });
    await this.db.transaction(async (tx) => {
      await mustActFor(tx, this.rooms, projectId, by);
      await this.mustBePast(tx, act);
      const rows = await rowsOf(
        tx,
        `insert into cofunding.in_kind (id, project_id, what, amount_minor, act_number, act_date, file_id, by, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, platform.now()) on conflict (id) do nothing returning 1`,
        [id, projectId, JSON.stringify(what), amount.minor.toString(), act.number, act.date, act.file, by],
      );
      if (rows.length === 0) return mustBeSameHelp(tx, { id, projectId, amount });
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

  private async write(
    tx: Tx,
    command: RecordShare & { party: Party },
    by: PersonId | null,
    { falls = false } = {},
  ): Promise<void> {
    const { id, projectId, sourceId, stage, amount, act } = command;
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`cofunding:${projectId}`]);
    const step = falls ? 'reversed' : stage;
    if (await this.isRepeat(tx, command, step)) return;
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
  }

  private async isRepeat(tx: Tx, { id, sourceId, amount }: RecordShare, step: ShareStep['step']): Promise<boolean> {
    const [row] = await rowsOf<{ same: boolean }>(
      tx,
      'select source_id = $2 and step = $3 and amount_minor = $4 as same from cofunding.share where id = $1',
      [id, sourceId, step, amount.minor.toString()],
    );
    if (row && !row.same) throw refuse('conflict', 'share-id-taken', 'Another step has this id.');
    return row !== undefined;
  }

  private async sourceFor(tx: Tx, command: RecordShare, by: PersonId): Promise<FundingSource> {
    if (!command.amount.isPositive()) throw refuseFields({ pointer: '/amount', code: 'amount-missing' });
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

async function mustBeSameHelp(
  tx: Tx,
  { id, projectId, amount }: Pick<RecordInKind, 'id' | 'projectId' | 'amount'>,
): Promise<void> {
  const same = await rowsOf(
    tx,
    'select 1 from cofunding.in_kind where id = $1 and project_id = $2 and amount_minor = $3',
    [id, projectId, amount.minor.toString()],
  );
  if (same.length === 0) throw refuse('conflict', 'share-id-taken', 'Another act has this id.');
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
