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

  /** From now on this person gets letters about the project; a repeat changes nothing. */
  async follow(tx: Tx, projectId: ProjectId, personId: PersonId): Promise<void> {
    await tx.query(
      `insert into voice.follow (id, project_id, person_id, since) values ($1, $2, $3, platform.now())
       on conflict (project_id, person_id) where until is null do nothing`,
      [newId<'Follow'>(), projectId, personId],
    );
  }

  /** As `follow`, unless this person has followed the project before and stopped: an old tick does not bring letters back. */
  async followUnlessStopped(tx: Tx, projectId: ProjectId, personId: PersonId): Promise<void> {
    const before = await rowsOf(tx, 'select 1 from voice.follow where project_id = $1 and person_id = $2', [
      projectId,
      personId,
    ]);
    if (before.length === 0) await this.follow(tx, projectId, personId);
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
            'update voice.follow set until = coalesce(until, platform.now()) where id = $1 returning project_id',
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
        'update voice.follow set until = platform.now() where project_id = $1 and person_id = $2 and until is null',
        [projectId, by],
      ),
    );
  }
}
