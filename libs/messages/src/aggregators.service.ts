import { Injectable } from '@nestjs/common';
import { ApprovalsQueries, ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, type PersonId, refuse, refuseFields, refuseWrong } from '#libs/kernel/src/index.js';
import { Database, hold, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type Aggregator, type AggregatorId, ON, OPEN, SECRET } from './message.js';
import { lockAggregator } from './message.rows.js';
import { SecretsService } from './secrets.service.js';

/** An aggregator as one of the staff enters it; the id is the form's. */
export type OpenAggregator = Pick<Aggregator, 'id' | 'key' | 'name' | 'number' | 'lei'>;

// Neither may begin the other: what an aggregator calls its transfers begins with its key, and is no other's.
const TAKEN = `select 1 from messages.aggregator a
  where a.state <> 'refused' and (starts_with(a.key || '-', $1 || '-') or starts_with($1 || '-', a.key || '-'))`;

/** Who may tell us of messages. Whatever lets more in has two signatures; whatever lets less in is one person's at once. */
@Injectable()
export class AggregatorsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly secrets: SecretsService,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly trail: Trail,
  ) {}

  /**
   * Enters an aggregator and asks a second of the staff. The same again is answered like the first time. Throws
   * `aggregator-id-taken`, and fields: `aggregator-key`, `aggregator-key-taken`, `required`, `aggregator-number`, `amount-positive`.
   */
  async open(entered: OpenAggregator, by: PersonId): Promise<ApprovalId> {
    const { id, key, name, number, lei } = tidied(entered);
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await hold(tx, 'aggregators');
      const values = [id, key, name, number, lei.minor.toString()];
      const [earlier] = await rowsOf<{ approval: ApprovalId; same: boolean }>(
        tx,
        `select approval_id as approval, (key, name, number, lei_minor) = ($2, $3, $4, $5::bigint) as same from messages.aggregator where id = $1`,
        values,
      );
      if (earlier?.same) return earlier.approval;
      if (earlier) throw refuse('conflict', 'aggregator-id-taken', 'The id belongs to another aggregator.');
      const taken = await rowsOf(tx, TAKEN, [key]);
      if (taken.length > 0) throw refuseFields({ pointer: '/key', code: 'aggregator-key-taken' });
      const approvalId = newId<'Approval'>();
      await tx.query(
        `insert into messages.aggregator (id, key, name, number, lei_minor, approval_id, asked_by, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, platform.now())`,
        [...values, approvalId, by],
      );
      await this.ask(tx, OPEN, { id, approvalId, by });
      return approvalId;
    });
  }

  /** Asks a second of the staff for another secret; the old one stays good until it is ended. Throws `secrets-two`, `aggregator-state`. */
  async askSecret(id: AggregatorId, by: PersonId): Promise<ApprovalId> {
    return this.db.transaction(async (tx) => {
      await this.mustBe(tx, id, ['on', 'off'], by);
      await this.secrets.mustHaveRoom(tx, id);
      return this.ask(tx, SECRET, { id, by });
    });
  }

  /** Asks a second of the staff to take its messages again. Throws `aggregator-state` unless it is off. */
  async askOn(id: AggregatorId, by: PersonId): Promise<ApprovalId> {
    return this.db.transaction(async (tx) => {
      await this.mustBe(tx, id, ['off'], by);
      return this.ask(tx, ON, { id, by });
    });
  }

  /** Nothing that it tells is taken any more, from now on; by one of the staff, again and again. Throws `aggregator-state`. */
  async off(id: AggregatorId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { state } = await this.mustBe(tx, id, ['on', 'off'], by);
      if (state === 'off') return;
      await this.set(tx, id, 'off');
      await this.note(tx, 'aggregator.off', id, by);
    });
  }

  /** The second signature. Throws `second-person-needed`, `approval-decided`, `asker-left`, `secrets-two`, `aggregator-state`. */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { kind, id } = await this.mustDecide(tx, approvalId, by);
      await this.approvals.give(tx, approvalId, by);
      await this.mustBe(tx, id, kind === OPEN ? ['asked'] : kind === ON ? ['off'] : ['on', 'off'], by);
      if (kind !== SECRET)
        await tx.query(
          `update messages.aggregator set state = 'on', opened_by = coalesce(opened_by, $2), opened_at = coalesce(opened_at, platform.now()) where id = $1`,
          [id, by],
        );
      if (kind !== ON) await this.secrets.add(tx, id, by);
      await this.note(tx, kind === SECRET ? 'message-secret.made' : 'aggregator.on', id, by);
    });
  }

  /** The second person says no; whoever asked takes it back by the same call. Throws as `confirm`, and `approval-reason`. */
  async refuse(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { kind, id } = await this.mustDecide(tx, approvalId, by);
      await this.approvals.decline(tx, approvalId, by, reason);
      if (kind === OPEN) await this.set(tx, id, 'refused');
    });
  }

  private async ask(
    tx: Tx,
    kind: string,
    { id, by, approvalId = newId<'Approval'>() }: { id: AggregatorId; by: PersonId; approvalId?: ApprovalId },
  ): Promise<ApprovalId> {
    const subject = `aggregator:${id}`;
    await this.approvals.ask(tx, {
      id: approvalId,
      kind,
      subject,
      office: 'operator',
      by,
      payload: { aggregator: id },
    });
    return approvalId;
  }

  private async mustBe(
    tx: Tx,
    id: AggregatorId,
    states: readonly Aggregator['state'][],
    by: PersonId,
  ): Promise<Aggregator> {
    await this.staff.mustBe(tx, by);
    const aggregator = await lockAggregator(tx, id);
    if (!states.includes(aggregator.state))
      throw refuse('conflict', 'aggregator-state', `An aggregator that is ${aggregator.state} is not asked that.`);
    return aggregator;
  }

  private async mustDecide(tx: Tx, approvalId: ApprovalId, by: PersonId): Promise<{ kind: string; id: AggregatorId }> {
    await this.staff.mustBe(tx, by);
    const approval = await this.asked.find(approvalId, tx);
    if (!approval || ![OPEN, SECRET, ON].includes(approval.kind as typeof OPEN))
      throw refuse('not-found', 'not-found', 'No such question.');
    return { kind: approval.kind, id: approval.payload.aggregator as AggregatorId };
  }

  private async set(tx: Tx, id: AggregatorId, state: Aggregator['state']): Promise<void> {
    await tx.query('update messages.aggregator set state = $2 where id = $1', [id, state]);
  }

  private note(tx: Tx, action: string, id: AggregatorId, actor: PersonId): Promise<void> {
    return this.trail.add(tx, { actor, action, subject: `aggregator:${id}` });
  }
}

function tidied({ id, lei, ...words }: OpenAggregator): OpenAggregator {
  const [key, name, number] = [
    words.key.trim().toLowerCase(),
    words.name.replace(/\s+/g, ' ').trim(),
    words.number.replace(/\s/g, ''),
  ];
  refuseWrong([
    !/^[a-z][a-z0-9-]{1,29}$/.test(key) && { pointer: '/key', code: 'aggregator-key' },
    (name.length < 1 || name.length > 80) && { pointer: '/name', code: 'required' },
    !/^[0-9]{3,8}$/.test(number) && { pointer: '/number', code: 'aggregator-number' },
    (!lei.isPositive() || lei.currency !== 'MDL') && { pointer: '/lei', code: 'amount-positive' },
  ]);
  return { id, key, name, number, lei };
}
