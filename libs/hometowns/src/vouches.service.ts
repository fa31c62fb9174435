import { Injectable } from '@nestjs/common';
import { type BodyId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { Beginnings } from './beginnings.js';
import { type JoinRequestId, type MembershipId, type Role, SPEAKERS } from './body.js';
import { joinContested, joinDeclined } from './hometowns.events.js';
import { MembersQueries } from './members.queries.js';
import { endMemberships } from './memberships.js';
import { giveWord, isNew, isYoung, VOUCHING, wordsFor } from './vouching.js';

/** Where a request to join stands. */
export interface JoinState {
  readonly bodyId: BodyId;
  readonly vouches: number;
  readonly state: 'waiting' | 'joined' | 'declined';
}

interface Request extends Pick<JoinState, 'bodyId' | 'state'> {
  readonly id: JoinRequestId;
  readonly personId: PersonId;
}

const EVERYBODY: readonly Role[] = ['member', 'president', 'treasurer', 'inspector'];

/** Members answer for whoever comes in: two give their word, any other may object in time. */
@Injectable()
export class VouchesService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly beginnings: Beginnings,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * A member gives his word for somebody who wants to join; the second makes a member. The same member twice counts
   * once. Throws `not-found` to people from elsewhere, `join-declined`, `vouch-too-new`, `vouches-many`, `body-not-verified`.
   */
  vouch(requestId: JoinRequestId, by: PersonId): Promise<JoinState> {
    return this.db.transaction(async (tx) => {
      const { bodyId, personId, state } = await this.lock(tx, requestId);
      await this.members.mustHold(tx, by, bodyId, EVERYBODY);
      if (state === 'declined') throw refuse('conflict', 'join-declined', 'The request was declined.');
      const fresh = state === 'waiting' && (await giveWord(tx, { request: requestId, bodyId, by }));
      if (fresh) await this.note(tx, { by, action: 'join.vouched', bodyId, request: requestId });
      const vouches = await wordsFor(tx, requestId);
      if (state === 'joined' || vouches < VOUCHING.needed) return { bodyId, vouches, state };
      await tx.query(`update hometowns.join_request set state = 'joined', decided_at = platform.now() where id = $1`, [
        requestId,
      ]);
      await this.beginnings.begin(tx, { bodyId, kind: 'association', personId, role: 'member', via: 'vouched', by });
      return { bodyId, vouches, state: 'joined' };
    });
  }

  /** The president or treasurer declines a request; a repeat passes. Throws `join-decided` for a member already in. */
  decline(requestId: JoinRequestId, by: PersonId): Promise<void> {
    return this.db.transaction(async (tx) => {
      const { bodyId, state } = await this.lock(tx, requestId);
      await this.members.mustHold(tx, by, bodyId, SPEAKERS.association);
      if (state === 'joined') throw refuse('conflict', 'join-decided', 'This person is a member already.');
      if (state === 'declined') return;
      await tx.query(
        `update hometowns.join_request set state = 'declined', decided_at = platform.now(), decided_by = $2 where id = $1`,
        [requestId, by],
      );
      await this.note(tx, { by, action: 'join.declined', bodyId, request: requestId });
      await this.outbox.add(tx, joinDeclined(requestId, bodyId));
    });
  }

  /**
   * A member objects to somebody who came in by others' words within the last ten days: his membership ends, the words do
   * not count any more, and two others have to give theirs. Once for each request, and not by one who is that new himself
   * (`objection-too-new`). Throws `objection-over` (params `days`),
   * `objection-reason` (1 to 2000 characters), and as `mustHold`.
   */
  async object(membershipId: MembershipId, reason: string, by: PersonId): Promise<void> {
    const text = reason.trim();
    if (text.length < 1 || text.length > 2000) throw refuseFields({ pointer: '/reason', code: 'objection-reason' });
    return this.db.transaction(async (tx) => {
      const bodyId = await this.bodyOf(tx, membershipId);
      await this.members.mustHold(tx, by, bodyId, EVERYBODY);
      if (await isNew(tx, { bodyId, by }, VOUCHING.trialDays))
        throw refuse('forbidden', 'objection-too-new', 'Is that new himself.', { days: VOUCHING.trialDays });
      const contested = await this.contestable(tx, membershipId);
      if (!contested) throw objectionOver();
      const { request, personId } = contested;
      await this.lock(tx, request);
      const made = await rowsOf(
        tx,
        `insert into hometowns.objection (join_request_id, by, at, reason) values ($1, $2, platform.now(), $3)
         on conflict do nothing returning by`,
        [request, by, text],
      );
      if (made.length === 0) throw objectionOver();
      await tx.query(`update hometowns.join_request set state = 'waiting', decided_at = null where id = $1`, [request]);
      await endMemberships(tx, { bodyId, personId, by });
      await this.note(tx, { by, action: 'join.contested', bodyId, request });
      await this.outbox.add(tx, joinContested(request, bodyId));
    });
  }

  private async bodyOf(tx: Tx, membershipId: MembershipId): Promise<BodyId> {
    const [row] = await rowsOf<{ id: BodyId }>(
      tx,
      `select body_id as id from hometowns.membership where id = $1 and kind = 'association'`,
      [membershipId],
    );
    if (!row) throw refuse('not-found', 'not-found', 'No such membership.');
    return row.id;
  }

  /** The request behind a young membership that others may still object to. */
  private async contestable(
    tx: Tx,
    membershipId: MembershipId,
  ): Promise<{ request: JoinRequestId; personId: PersonId } | null> {
    const [found] = await rowsOf<{ request: JoinRequestId; personId: PersonId }>(
      tx,
      `select r.id as request, m.person_id as "personId" from hometowns.membership m
       join hometowns.join_request r on r.id = (select q.id from hometowns.join_request q
         where q.association_id = m.body_id and q.person_id = m.person_id and q.state = 'joined' order by q.decided_at desc limit 1)
       where m.id = $1 and m.role = 'member' and m.until is null and ${isYoung(VOUCHING.trialDays)}
         and not exists (select from hometowns.objection o where o.join_request_id = r.id)`,
      [membershipId],
    );
    return found ?? null;
  }

  /** One after the other, so that of two last words at once the second sees the first. */
  private async lock(tx: Tx, id: JoinRequestId): Promise<Request> {
    const [request] = await rowsOf<Request>(
      tx,
      `select id, association_id as "bodyId", person_id as "personId", state from hometowns.join_request where id = $1 for update`,
      [id],
    );
    if (!request) throw refuse('not-found', 'not-found', 'No such request.');
    return request;
  }

  private note(
    tx: Tx,
    { by, action, bodyId, request }: { by: PersonId; action: string; bodyId: BodyId; request: JoinRequestId },
  ): Promise<void> {
    return this.trail.add(tx, { actor: by, action, subject: `body:${bodyId}`, data: { request } });
  }
}

function objectionOver(): Error {
  return refuse('conflict', 'objection-over', 'Nothing to object to (any more).', { days: VOUCHING.trialDays });
}
