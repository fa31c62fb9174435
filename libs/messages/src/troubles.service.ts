import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { newId, oneLine, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { AggregatorId, Trouble, TroubleId } from './message.js';

/** What an aggregator told that a person has to settle with it. */
interface NewTrouble extends Pick<Trouble, 'kind' | 'ref' | 'why'> {
  readonly aggregatorId: AggregatorId;
  /** Of what it told: the same again is the same trouble. */
  readonly digest: string;
}

/** What an aggregator told that is no gift, or contradicts what it told before: kept until one of the staff has settled it. */
@Injectable()
export class TroublesService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly trail: Trail,
  ) {}

  /** Notes it, once however often it is told. */
  async note(tx: Tx, { aggregatorId, kind, ref, why, digest }: NewTrouble): Promise<void> {
    await tx.query(
      `insert into messages.trouble (id, aggregator_id, kind, ref, why, digest, at) values ($1, $2, $3, $4, $5, $6, platform.now())
       on conflict do nothing`,
      [newId<'Trouble'>(), aggregatorId, kind, ref, why, digest],
    );
  }

  /** One of the staff says what was agreed with the aggregator; the first word stays. Throws `not-found`, `required`. */
  async end(id: TroubleId, text: string, by: PersonId): Promise<void> {
    const words = oneLine(text);
    if (words.length < 1 || words.length > 500) throw refuseFields({ pointer: '/words', code: 'required' });
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const [trouble] = await rowsOf<{ ended: boolean; kind: string }>(
        tx,
        'select ended_at is not null as ended, kind from messages.trouble where id = $1 for update',
        [id],
      );
      if (!trouble) throw refuse('not-found', 'not-found', 'No such trouble.');
      if (trouble.ended) return;
      await tx.query('update messages.trouble set ended_by = $2, ended_at = platform.now(), words = $3 where id = $1', [id, by, words]); // prettier-ignore
      await this.trail.add(tx, { actor: by, action: 'message-trouble.ended', subject: `trouble:${id}`, data: { kind: trouble.kind } }); // prettier-ignore
    });
  }
}
