import { Injectable } from '@nestjs/common';
import { type Id, isId, newId, type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { Database, rowsOf, Signer, type Tx } from '#libs/platform/src/index.js';

export type FollowId = Id<'Follow'>;
const PURPOSE = 'unfollow';

/** Who wants letters about a project. */
@Injectable()
export class FollowsService {
  constructor(
    private readonly db: Database,
    private readonly signer: Signer,
  ) {}

  /** From now on this person gets letters about the project, by his own wish; a repeat changes nothing. */
  async follow(tx: Tx, projectId: ProjectId, personId: PersonId): Promise<void> {
    await tx.query(
      `insert into voice.follow (id, project_id, person_id, by_gift, since) values ($1, $2, $3, false, platform.now())
       on conflict (project_id, person_id) where until is null do update set by_gift = false where follow.by_gift`,
      [newId<'Follow'>(), projectId, personId],
    );
  }

  /** Follows by the tick of a gift, unless this person has stopped before: an old tick does not bring letters back. */
  async followByGift(tx: Tx, projectId: ProjectId, personId: PersonId): Promise<void> {
    await tx.query(
      `insert into voice.follow (id, project_id, person_id, by_gift, since)
       select $1, $2, $3, true, platform.now()
        where not exists (select from voice.follow where project_id = $2 and person_id = $3 and not ended_by_gift)
       on conflict (project_id, person_id) where until is null do nothing`,
      [newId<'Follow'>(), projectId, personId],
    );
  }

  /**
   * The last gift of this person to the project was taken back: the tick that went with it goes too. Whoever asked for the
   * news himself keeps them; another gift with its tick brings them back.
   */
  async endWithGift(tx: Tx, projectId: ProjectId, personId: PersonId): Promise<void> {
    await tx.query(
      `update voice.follow set until = greatest(platform.now(), since), ended_by_gift = true
        where project_id = $1 and person_id = $2 and until is null and by_gift`,
      [projectId, personId],
    );
  }

  /** What goes into the "stop these letters" link of one follow; the same every time. */
  tokenOf(followId: FollowId): string {
    return this.signer.token(PURPOSE, followId);
  }

  /** Ends a follow by the link in its letters, without signing in. A repeat changes nothing. Throws `link-expired` on a foreign token. */
  async unfollow(token: string): Promise<{ projectId: ProjectId }> {
    const id = this.signer.read(PURPOSE, token);
    return this.db.transaction(async (tx) => {
      const [follow] = isId(id)
        ? await rowsOf<{ project_id: ProjectId }>(
            tx,
            'update voice.follow set until = coalesce(until, greatest(platform.now(), since)), ended_by_gift = false where id = $1 returning project_id',
            [id],
          )
        : [];
      if (!follow) throw refuse('not-found', 'link-expired', 'This link is not one of ours.');
      return { projectId: follow.project_id };
    });
  }

  /** Ends one's own follow of a project; nothing to end is no error. */
  async stop(projectId: ProjectId, by: PersonId): Promise<void> {
    await this.db.transaction((tx) =>
      tx.query(
        'update voice.follow set until = greatest(platform.now(), since) where project_id = $1 and person_id = $2 and until is null',
        [projectId, by],
      ),
    );
  }
}
