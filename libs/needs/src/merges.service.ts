import { Injectable } from '@nestjs/common';
import { newId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { mustStandAlone } from './answers.service.js';
import { MAY_PART, type MergeId, type TownNeedId } from './need.js';
import { BoardOffices, placeOf } from './offices.service.js';

/** Two needs that are one. */
@Injectable()
export class MergesService {
  constructor(
    private readonly db: Database,
    private readonly offices: BoardOffices,
    private readonly trail: Trail,
  ) {}

  /**
   * Puts a need under another of the same town: their supporters are counted together, each once. Town hall or association.
   * Again changes nothing. Throws `not-found`, `need-same`, `need-elsewhere`, `need-merged` when either stands under another
   * already, `need-gathers` when others stand under this one, and as `mustHold`.
   */
  async merge(needId: TownNeedId, intoId: TownNeedId, by: PersonId): Promise<void> {
    if (needId === intoId) throw refuse('invalid', 'need-same', 'A need is not merged into itself.');
    await this.db.transaction(async (tx) => {
      // In the order of their ids: of two who merge them both ways at once the second sees the first.
      const places = new Map<TownNeedId, string>();
      for (const id of [needId, intoId].sort()) places.set(id, await placeOf(tx, id));
      if (places.get(needId) !== places.get(intoId)) throw refuse('conflict', 'need-elsewhere', 'Another town’s need.');
      await this.offices.mustBeEither(tx, places.get(needId)!, by);
      if (await isUnder(tx, needId, intoId)) return;
      await mustStandAlone(tx, needId);
      await mustStandAlone(tx, intoId);
      const gathered = await rowsOf(tx, 'select from needs.merge where into_id = $1 and undone_at is null', [needId]);
      if (gathered.length > 0) throw refuse('conflict', 'need-gathers', 'Others stand under it.');
      await tx.query('insert into needs.merge (id, need_id, into_id, by, at) values ($1, $2, $3, $4, platform.now())', [
        newId<'Merge'>(),
        needId,
        intoId,
        by,
      ]);
      await this.trail.add(tx, { actor: by, action: 'town-need.merged', subject: `town-need:${needId}`, data: { into: intoId } }); // prettier-ignore
    });
  }

  /**
   * A need stands by itself again, with its own supporters; nothing to undo is no error. Who may merge may undo, and once whoever
   * proposed it: else one officer could put a question away under another that is answered.
   */
  async undo(needId: TownNeedId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const place = await placeOf(tx, needId);
      if ((await rowsOf(tx, MAY_PART, [needId, by])).length === 0) await this.offices.mustBeEither(tx, place, by);
      const [undone] = await rowsOf<{ id: MergeId; into: TownNeedId }>(
        tx,
        `update needs.merge set undone_by = $2, undone_at = platform.now()
          where need_id = $1 and undone_at is null returning id, into_id as into`,
        [needId, by],
      );
      if (undone)
        await this.trail.add(tx, { actor: by, action: 'town-need.parted', subject: `town-need:${needId}`, data: { from: undone.into } }); // prettier-ignore
    });
  }
}

async function isUnder(tx: Tx, needId: TownNeedId, intoId: TownNeedId): Promise<boolean> {
  const sql = 'select from needs.merge where need_id = $1 and into_id = $2 and undone_at is null';
  return (await rowsOf(tx, sql, [needId, intoId])).length > 0;
}
