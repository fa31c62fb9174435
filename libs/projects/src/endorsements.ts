import { Injectable } from '@nestjs/common';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { type BodyId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { PartnersQueries } from './partners.queries.js';
import type { Project } from './project.entity.js';

/** How an association's vote on a project ended. */
export interface Endorsement {
  readonly associationId: BodyId;
  readonly accepted: boolean;
  readonly voteId: string;
  /** When the vote was opened: it is about the file as it had been sent by then. */
  readonly openedAt: Date;
}

/** Whose word a project that was sent waits for: every association of its towns, each in a vote of its own. */
@Injectable()
export class Endorsements {
  constructor(
    private readonly partners: PartnersQueries,
    private readonly bodies: BodiesQueries,
  ) {}

  /** Asks every association concerned; whether the public is asked as well, because a town of it has none. The project is held. */
  async ask(tx: Tx, project: Project): Promise<{ asksPublic: boolean }> {
    await this.settle(tx, project.id);
    const { associations, asksPublic } = await this.partners.bodiesOf(project, tx);
    await tx.query(
      `insert into projects.endorsement (project_id, association_id, asked_at)
       select $1, one, platform.now() from unnest($2::uuid[]) as one`,
      [project.id, associations],
    );
    return { asksPublic };
  }

  /**
   * Notes an association's word, and whether it was waited for: a vote that was opened before the file was sent this time
   * is about the file as it was sent then.
   */
  async note(
    tx: Tx,
    projectId: ProjectId,
    { associationId, voteId, accepted, openedAt }: Endorsement,
  ): Promise<boolean> {
    const noted = await rowsOf(
      tx,
      `update projects.endorsement set vote_id = $3, outcome = $4
        where project_id = $1 and association_id = $2 and outcome is null
          and date_trunc('milliseconds', asked_at) <= $5 returning 1`,
      [projectId, associationId, voteId, accepted ? 'accepted' : 'refused', openedAt],
    );
    return noted.length > 0;
  }

  /** Nobody's word is awaited any more: one association has refused. */
  async end(tx: Tx, projectId: ProjectId): Promise<void> {
    await tx.query(`update projects.endorsement set outcome = 'void' where project_id = $1 and outcome is null`, [
      projectId,
    ]);
  }

  /** Throws `endorsement-runs` while an association votes: its ballots belong to the file as it was sent, so the vote is let to its end. */
  async mustNotRun(tx: Tx, { id, state }: Project): Promise<void> {
    if (state === 'endorsement' && (await this.partners.awaited(id, tx)).length > 0) {
      throw refuse('conflict', 'endorsement-runs', 'The association is voting on it.');
    }
  }

  /** Who votes for a partner's town is settled when the project is sent: what was verified at its agreement may be no more, or be new. */
  private async settle(tx: Tx, projectId: ProjectId): Promise<void> {
    for (const { id, placeCode, associationId } of await this.partners.agreed(projectId, tx)) {
      const verified = (await this.bodies.associationsOf(placeCode, tx)).map((one) => one.id);
      const votes = associationId && verified.includes(associationId) ? associationId : (verified[0] ?? null);
      await rowsOf(tx, 'update projects.partner set association_id = $2 where id = $1', [id, votes]);
    }
  }
}
