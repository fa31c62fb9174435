import { Injectable } from '@nestjs/common';
import { type BodyId, oneLine, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, insertSame, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type InterestGround, type InterestId, ROLES } from './body.js';
import { MembersQueries } from './members.queries.js';

/** What a member declares of himself; he chooses its id, so that it may be sent again. */
export interface NewInterest {
  readonly id: InterestId;
  readonly ground: InterestGround;
  /** Which supplier, or what work at the town hall. */
  readonly what: string;
}

/** Conflicts of interest that a member declares once, for every vote that opens while the declaration counts. */
@Injectable()
export class InterestsService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly trail: Trail,
  ) {}

  /**
   * Declares it: he is recused from votes that open from now on (kin of a supplier from those about projects, who works for
   * the town hall from all). Other members see it. A repeat changes nothing. Throws `interest-what`, `id-taken`, and as `mustHold`.
   */
  async declare(bodyId: BodyId, { id, ground, what }: NewInterest, by: PersonId): Promise<void> {
    const text = oneLine(what);
    if (text.length < 1 || text.length > 300) throw refuseFields({ pointer: '/what', code: 'interest-what' });
    await this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, bodyId, ROLES.association);
      const row = { id, body_id: bodyId, person_id: by, ground, what: text };
      if (await insertSame(tx, 'hometowns.interest', row))
        await this.note(tx, { bodyId, id, action: 'interest.declared', by });
    });
  }

  /**
   * Withdraws one's own: it counts for ninety days more, and votes that are open keep what they found. A repeat passes.
   * Throws `not-found`, and as `mustHold`.
   */
  async withdraw(bodyId: BodyId, id: InterestId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, bodyId, ROLES.association);
      const [own] = await rowsOf<{ gone: boolean }>(
        tx,
        `select withdrawn_at is not null as gone from hometowns.interest
         where id = $1 and body_id = $2 and person_id = $3 for no key update`,
        [id, bodyId, by],
      );
      if (!own) throw refuse('not-found', 'not-found', 'No such declaration of his.');
      if (own.gone) return;
      await tx.query('update hometowns.interest set withdrawn_at = greatest(platform.now(), at) where id = $1', [id]);
      await this.note(tx, { bodyId, id, action: 'interest.withdrawn', by });
    });
  }

  private note(
    tx: Tx,
    { bodyId, id, action, by }: { bodyId: BodyId; id: InterestId; action: string; by: PersonId },
  ): Promise<void> {
    return this.trail.add(tx, { actor: by, action, subject: `body:${bodyId}`, data: { interest: id } });
  }
}
