import { Injectable } from '@nestjs/common';
import type { BodyId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { Dissolution, DissolutionId, Succession, SuccessionId } from './dissolution.js';

const SUCCESSION = `select s.id, s.dissolution_id as "dissolutionId", d.association_id as "associationId", s.successor_id as "successorId",
    s.state, s.offered_at as "offeredAt", s.answered_at as "answeredAt", s.reason
  from dissolutions.succession s join dissolutions.dissolution d on d.id = s.dissolution_id`;

/** Reads how associations end. */
@Injectable()
export class DissolutionsQueries {
  constructor(private readonly db: Database) {}

  /** What the members of an association have decided about its end; null while they have not. */
  async ofAssociation(associationId: BodyId): Promise<Dissolution | null> {
    return this.one('d.association_id = $1', associationId);
  }

  /** One dissolution, or null. */
  async find(id: DissolutionId): Promise<Dissolution | null> {
    return this.one('d.id = $1', id);
  }

  /** One offer, or null. */
  async succession(id: SuccessionId): Promise<Succession | null> {
    return (await this.db.rows<Succession>(`${SUCCESSION} where s.id = $1`, [id]))[0] ?? null;
  }

  /** Offers to an association that it has not answered, or to which it has agreed and which are not carried out; the oldest first. */
  offersTo(successorId: BodyId): Promise<Succession[]> {
    return this.db.rows<Succession>(
      `${SUCCESSION} where s.successor_id = $1 and s.state in ('offered', 'agreed') and d.done_at is null order by s.offered_at, s.id`,
      [successorId],
    );
  }

  private async one(where: string, param: string): Promise<Dissolution | null> {
    const [found] = await this.db.rows<Omit<Dissolution, 'succession'>>(
      `select d.id, d.association_id as "associationId", d.vote_id as "voteId", d.decided_at as "decidedAt", d.done_at as "doneAt"
       from dissolutions.dissolution d where ${where}`,
      [param],
    );
    if (!found) return null;
    const [last] = await this.db.rows<Succession>(
      `${SUCCESSION} where d.id = $1 order by s.state in ('offered', 'agreed') desc, s.offered_at desc, s.id desc limit 1`,
      [found.id],
    );
    return { ...found, succession: last ?? null };
  }
}
