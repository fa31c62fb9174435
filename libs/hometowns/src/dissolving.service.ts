import { Injectable } from '@nestjs/common';
import { ApprovalsQueries, ApprovalsService } from '#libs/approvals/src/index.js';
import { type BodyId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { revokeInvitations } from './invitation.js';
import { endMemberships } from './memberships.js';

/** How an association ends. Whether it may is asked by the room that knows all it has begun. */
@Injectable()
export class DissolvingService {
  constructor(
    private readonly asked: ApprovalsQueries,
    private readonly approvals: ApprovalsService,
    private readonly trail: Trail,
  ) {}

  /** Whether a body may act, and cannot be dissolved before the transaction ends. */
  async stays(tx: Tx, bodyId: BodyId): Promise<boolean> {
    const sql = `select 1 from hometowns.body where id = $1 and state = 'verified' for share`;
    return (await rowsOf(tx, sql, [bodyId])).length > 0;
  }

  /**
   * Everybody's role in it ends, what invites, asks to join or waits for a second signature about it falls, its chapters close;
   * what it was stays to be read. Whoever acts for it at this moment comes first: after this call nobody begins anything in its
   * name. Part of the caller's transaction. Throws `body-not-verified`.
   */
  async dissolve(tx: Tx, bodyId: BodyId, by: PersonId): Promise<void> {
    const verified = await rowsOf(
      tx,
      `select 1 from hometowns.body where id = $1 and kind = 'association' and state = 'verified' for no key update`,
      [bodyId],
    );
    if (verified.length === 0) throw refuse('conflict', 'body-not-verified', 'No association that acts.');
    const ended = await endMemberships(tx, { bodyId, by });
    // Those whom a member let in while this waited for him; nobody can after it.
    ended.push(...(await endMemberships(tx, { bodyId, by })));
    await revokeInvitations(tx, 'body_id = $1', [bodyId]);
    await tx.query(
      `update hometowns.join_request set state = 'declined', decided_at = platform.now(), decided_by = $2
       where association_id = $1 and state = 'waiting'`,
      [bodyId, by],
    );
    for (const { id, state } of await this.asked.of(`body:${bodyId}`, tx))
      if (state === 'waiting') await this.approvals.lapse(tx, id);
    await tx.query('update hometowns.chapter set until = greatest(platform.now(), since) where body_id = $1 and until is null', [bodyId]); // prettier-ignore
    await tx.query(
      `update hometowns.body set state = 'dissolved', dissolved_at = greatest(platform.now(), verified_at) where id = $1`,
      [bodyId],
    );
    const data = { memberships: ended.length };
    await this.trail.add(tx, { actor: by, action: 'body.dissolved', subject: `body:${bodyId}`, data });
  }
}
