import { Injectable } from '@nestjs/common';
import { type BodyId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type ChapterId, type Role, ROLES, SPEAKERS } from './body.js';
import { MembersQueries } from './members.queries.js';
import { rolesIn } from './memberships.js';

/** A chapter as its association wants it; the caller chooses its id, so that it may be sent again. */
export interface NewChapter {
  readonly id: ChapterId;
  /** Two letters, ISO 3166-1. */
  readonly country: string;
  readonly coordinator: PersonId;
}

const KEEPERS: readonly Role[] = SPEAKERS.association;

/** Groups of an association's members by the country in which they live. Who belongs to which, each says himself, or does not. */
@Injectable()
export class ChaptersService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly trail: Trail,
  ) {}

  /**
   * Founds the chapter of a country, or gives it another coordinator; president or treasurer. Throws `chapter-country`,
   * `coordinator` (not a member), `chapter-exists` (that country has another one), `id-taken` (by one that has ended, or of another
   * country or association), and as `mustHold`.
   */
  async found(bodyId: BodyId, { id, country, coordinator }: NewChapter, by: PersonId): Promise<void> {
    if (!/^[A-Z]{2}$/.test(country)) throw refuseFields({ pointer: '/country', code: 'chapter-country' });
    await this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, bodyId, KEEPERS);
      if ((await rolesIn(tx, bodyId, coordinator)).length === 0)
        throw refuseFields({ pointer: '/coordinator', code: 'coordinator' });
      const other = await rowsOf(
        tx,
        'select 1 from hometowns.chapter where id = $1 and (body_id, country, until is null) is distinct from ($2, $3, true)',
        [id, bodyId, country],
      );
      if (other.length > 0) throw refuse('conflict', 'id-taken', 'The id was used for another chapter.');
      const made = await rowsOf(
        tx,
        `insert into hometowns.chapter as c (id, body_id, country, coordinator_id, by, since)
         values ($1, $2, $3, $4, $5, platform.now())
         on conflict (body_id, country) where until is null do update set coordinator_id = excluded.coordinator_id
         where c.id = excluded.id returning 1`,
        [id, bodyId, country, coordinator, by],
      );
      if (made.length === 0) throw refuse('conflict', 'chapter-exists', 'That country has a chapter already.');
      await this.note(tx, { bodyId, id, action: 'chapter.founded', by });
    });
  }

  /** Ends a chapter: its members belong to none again. A repeat passes. Throws as `mustHold`. */
  async end(bodyId: BodyId, id: ChapterId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, bodyId, KEEPERS);
      const ended = await rowsOf(
        tx,
        `update hometowns.chapter set until = greatest(platform.now(), since)
         where id = $1 and body_id = $2 and until is null returning 1`,
        [id, bodyId],
      );
      if (ended.length === 0) return;
      await tx.query('delete from hometowns.chapter_member where chapter_id = $1', [id]);
      await this.note(tx, { bodyId, id, action: 'chapter.ended', by });
    });
  }

  /**
   * A member says to which chapter he belongs, or to none. Nothing of it is kept but his last word. Throws `chapter-unknown`,
   * and as `mustHold`.
   */
  async choose(bodyId: BodyId, id: ChapterId | null, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, bodyId, ROLES.association);
      if (id === null) {
        await tx.query('delete from hometowns.chapter_member where body_id = $1 and person_id = $2', [bodyId, by]);
        return;
      }
      // Waits for an ending under way, which would leave him in a chapter that is no more.
      const open = await rowsOf(
        tx,
        'select 1 from hometowns.chapter where id = $1 and body_id = $2 and until is null for share',
        [id, bodyId],
      );
      if (open.length === 0) throw refuseFields({ pointer: '/chapter', code: 'chapter-unknown' });
      await tx.query(
        `insert into hometowns.chapter_member (body_id, person_id, chapter_id) values ($1, $2, $3)
         on conflict (body_id, person_id) do update set chapter_id = excluded.chapter_id`,
        [bodyId, by, id],
      );
    });
  }

  private note(
    tx: Tx,
    { bodyId, id, action, by }: { bodyId: BodyId; id: ChapterId; action: string; by: PersonId },
  ): Promise<void> {
    return this.trail.add(tx, { actor: by, action, subject: `body:${bodyId}`, data: { chapter: id } });
  }
}
