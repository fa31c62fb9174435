import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import {
  type Approval,
  APPROVAL_COLUMNS,
  type ApprovalPayload,
  type ApprovalState,
  digestOf,
  type Office,
} from './approval.js';

/** A question to a second person. */
export interface AskApproval {
  readonly id: ApprovalId;
  readonly kind: string;
  readonly subject: string;
  readonly office: Office;
  readonly by: PersonId;
  readonly payload?: ApprovalPayload;
  /** Asked in the name of another body: the first signature is that body's, whose rule the caller keeps. */
  readonly outside?: boolean;
}

/**
 * Four eyes. Who belongs to an office is its owner's rule, asked before these methods are called; that two different
 * people sign is this room's, and the database's, too.
 */
@Injectable()
export class ApprovalsService {
  constructor(
    private readonly staff: StaffService,
    private readonly trail: Trail,
  ) {}

  /**
   * Asks for a second person; the same question again is answered like the first time. Throws `approval-waiting` when
   * another question of this kind waits for this thing, `id-taken` when the id was used for something else. What
   * somebody asked who is no longer on the operator's staff makes way.
   */
  async ask(tx: Tx, { id, kind, subject, office, by, payload = {}, outside = false }: AskApproval): Promise<void> {
    const digest = digestOf({ kind, subject, office, payload });
    if (office === 'operator') await this.clearOfLeavers(tx, { kind, subject, by });
    const made = await rowsOf(
      tx,
      `insert into approvals.approval (id, kind, subject, office, payload, digest, asked_by, asked_at, outside)
       values ($1, $2, $3, $4, $5, $6, $7, platform.now(), $8) on conflict do nothing returning id`,
      [id, kind, subject, office, JSON.stringify(payload), digest, by, outside],
    );
    if (made.length === 0) return this.mustRepeat(tx, { id, digest, by });
    await this.trail.add(tx, { actor: by, action: 'approval.asked', subject, data: { approval: id, kind, digest } });
  }

  /**
   * Gives the second signature; the caller does the effect in the same transaction. Throws `not-found`,
   * `second-person-needed` for the one who asked, `approval-decided` when somebody was faster, `asker-left` when the
   * first signature is of somebody who has left the operator's staff since: two who hold the office sign, not one.
   */
  async give(tx: Tx, id: ApprovalId, by: PersonId): Promise<Approval> {
    const approval = await this.decide(tx, { id, by, state: 'given', reason: null });
    if (approval.office === 'operator' && !(await this.mayHaveAsked(tx, approval))) throw askerLeft();
    return approval;
  }

  /** Refuses with a reason (1 to 2000 characters), by a second person. Throws as `give`, and `approval-reason`. */
  async refuse(tx: Tx, id: ApprovalId, by: PersonId, reason: string): Promise<Approval> {
    const text = reason.trim();
    if (text.length < 1 || text.length > 2000) throw refuseFields({ pointer: '/reason', code: 'approval-reason' });
    return this.decide(tx, { id, by, state: 'refused', reason: text });
  }

  /** Takes one's own question back. Throws `not-found` for anybody else, `approval-decided` when it is too late. */
  async withdraw(tx: Tx, id: ApprovalId, by: PersonId): Promise<Approval> {
    return this.decide(tx, { id, by, state: 'withdrawn', reason: null });
  }

  /** No, by whoever it is: the second person refuses, and whoever asked takes it back. Throws as these two. */
  async decline(tx: Tx, id: ApprovalId, by: PersonId, reason: string): Promise<Approval> {
    const own = await rowsOf(tx, 'select 1 from approvals.approval where id = $1 and asked_by = $2', [id, by]);
    return own.length > 0 ? this.withdraw(tx, id, by) : this.refuse(tx, id, by, reason);
  }

  /**
   * Nobody answered in time: the question falls by itself; or somebody of the body in whose name it was asked takes it back.
   * One that is decided stays as it is.
   */
  async lapse(tx: Tx, id: ApprovalId, by: PersonId | null = null): Promise<void> {
    const [lapsed] = await rowsOf<Approval>(
      tx,
      `update approvals.approval set state = 'withdrawn', decided_by = asked_by, decided_at = greatest(platform.now(), asked_at)
        where id = $1 and state = 'waiting' returning ${APPROVAL_COLUMNS}`,
      [id],
    );
    if (!lapsed) return;
    const { subject, kind, digest } = lapsed;
    const data = { approval: id, kind, digest, cause: by ? 'taken-back' : 'lapsed' };
    await this.trail.add(tx, { actor: by, action: 'approval.withdrawn', subject, data });
  }

  /**
   * What waits of this kind for a thing falls, because the thing goes another way. With a reason somebody has refused it, or
   * takes his own back; without one it has only lost its sense. Nothing waiting changes nothing.
   */
  async drop(
    tx: Tx,
    { kind, subject }: Pick<AskApproval, 'kind' | 'subject'>,
    { by, reason }: { by: PersonId; reason?: string },
  ): Promise<void> {
    const [waiting] = await rowsOf<Pick<Approval, 'id'>>(
      tx,
      `select id from approvals.approval where kind = $1 and subject = $2 and state = 'waiting'`,
      [kind, subject],
    );
    if (!waiting) return;
    if (reason === undefined) await this.lapse(tx, waiting.id, by);
    else await this.decline(tx, waiting.id, by, reason.slice(0, 2000));
  }

  private async mayHaveAsked(tx: Tx, { id, askedBy }: Approval): Promise<boolean> {
    const outside = await rowsOf(tx, 'select 1 from approvals.approval where id = $1 and outside', [id]);
    return outside.length > 0 || this.staff.includes(askedBy, tx);
  }

  private async clearOfLeavers(
    tx: Tx,
    { kind, subject, by }: Pick<AskApproval, 'kind' | 'subject' | 'by'>,
  ): Promise<void> {
    const [left] = await rowsOf<Approval>(
      tx,
      `update approvals.approval a set state = 'withdrawn', decided_by = asked_by, decided_at = greatest(platform.now(), asked_at)
       where kind = $1 and subject = $2 and office = 'operator' and state = 'waiting' and not outside
         and not exists (select from identity.staff s where s.person_id = a.asked_by and s.until is null)
       returning ${APPROVAL_COLUMNS}`,
      [kind, subject],
    );
    if (!left) return;
    const data = { approval: left.id, kind, digest: left.digest, cause: 'asker-left' };
    await this.trail.add(tx, { actor: by, action: 'approval.withdrawn', subject, data });
  }

  /** Whoever decides may have begun before the question was there, and waited for it: no answer is older than its question. */
  private async decide(
    tx: Tx,
    { id, by, state, reason }: { id: ApprovalId; by: PersonId; state: ApprovalState; reason: string | null },
  ): Promise<Approval> {
    const asker = state === 'withdrawn' ? '=' : '<>';
    const [decided] = await rowsOf<Approval>(
      tx,
      `update approvals.approval set state = $3, decided_by = $2, decided_at = greatest(platform.now(), asked_at), reason = $4
       where id = $1 and state = 'waiting' and asked_by ${asker} $2 returning ${APPROVAL_COLUMNS}`,
      [id, by, state, reason],
    );
    if (!decided) throw await this.whyNot(tx, id, by, state);
    const { subject, kind, digest } = decided;
    await this.trail.add(tx, {
      actor: by,
      action: `approval.${state}`,
      subject,
      data: { approval: id, kind, digest },
    });
    return decided;
  }

  private async whyNot(tx: Tx, id: ApprovalId, by: PersonId, wanted: ApprovalState): Promise<Error> {
    const [found] = await rowsOf<Pick<Approval, 'state' | 'askedBy'>>(
      tx,
      'select state, asked_by as "askedBy" from approvals.approval where id = $1',
      [id],
    );
    const own = found?.askedBy === by;
    if (!found || (wanted === 'withdrawn' && !own)) return refuse('not-found', 'not-found', 'No such approval.');
    if (found.state !== 'waiting') return refuse('conflict', 'approval-decided', 'It has been decided already.');
    return refuse('forbidden', 'second-person-needed', 'Another person has to sign.');
  }

  private async mustRepeat(
    tx: Tx,
    { id, digest, by }: { id: ApprovalId; digest: string; by: PersonId },
  ): Promise<void> {
    const [earlier] = await rowsOf<Pick<Approval, 'digest' | 'askedBy'>>(
      tx,
      'select digest, asked_by as "askedBy" from approvals.approval where id = $1',
      [id],
    );
    if (!earlier) throw refuse('conflict', 'approval-waiting', 'This already waits for a second person.');
    if (earlier.digest !== digest || earlier.askedBy !== by)
      throw refuse('conflict', 'id-taken', 'The id of this question was used for another.');
  }
}

/** What a second signature is answered when the first has lost its office. */
export function askerLeft(): Error {
  return refuse('conflict', 'asker-left', 'Whoever asked does not hold the office any more.');
}
