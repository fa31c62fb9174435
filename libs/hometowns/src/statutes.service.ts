import { Injectable } from '@nestjs/common';
import {
  type BodyId,
  civilDate,
  type CivilDate,
  type FieldRefusal,
  type FileId,
  oneLine,
  parseCivilDate,
  type PersonId,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { Clock, Database, Files, isThere, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { StatuteId } from './body.js';
import { lockBody } from './body.lock.js';
import { MembersQueries } from './members.queries.js';

/** A statute to be published; the caller chooses its id, so that it may be sent again. */
export interface NewStatute {
  readonly id: StatuteId;
  /** A PDF that the same person has sent in before. */
  readonly fileId: FileId;
  /** Number of the members' decision and its day; only the first version may come without. */
  readonly decision: string | null;
  readonly decidedOn: CivilDate | null;
}

/** An association's statute: versions are added, none is changed or taken away, and everybody may read each. */
@Injectable()
export class StatutesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly files: Files,
    private readonly members: MembersQueries,
    private readonly trail: Trail,
  ) {}

  /**
   * Publishes the statute, or the next version of it; the president's right. A repeat changes nothing. Throws
   * `document-unknown`, `statute-pdf`, `decision-number` (from the second version on), `decision-day`, `id-taken`, and as `mustHold`.
   */
  async adopt(bodyId: BodyId, statute: NewStatute, by: PersonId): Promise<void> {
    const decision = oneLine(statute.decision ?? '') || null;
    await this.db.transaction(async (tx) => {
      await lockBody(tx, bodyId);
      await this.members.mustHold(tx, by, bodyId, ['president']);
      const said = { decision, decidedOn: decision ? statute.decidedOn : null };
      // What is no day was not sent before either.
      const row = {
        id: statute.id,
        body_id: bodyId,
        file_id: statute.fileId,
        decision,
        decided_on: parseCivilDate(said.decidedOn ?? ''),
      };
      if (await isThere(tx, 'hometowns.statute', row)) return;
      const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(
        tx,
        'select count(*)::int as n from hometowns.statute where body_id = $1',
        [bodyId],
      );
      const today = civilDate(await this.clock.now(tx));
      const wrong = [...faults(said, n > 0, today), ...(await this.fileFaults(tx, statute.fileId, by))];
      const [first, ...more] = wrong;
      if (first) throw refuseFields(first, ...more);
      await tx.query(
        `insert into hometowns.statute (id, body_id, version, file_id, decision, decided_on, by, at)
         values ($1, $2, $3, $4, $5, $6, $7, platform.now())`,
        [statute.id, bodyId, n + 1, statute.fileId, said.decision, said.decidedOn, by],
      );
      const data = { statute: statute.id, version: n + 1 };
      await this.trail.add(tx, { actor: by, action: 'statute.adopted', subject: `body:${bodyId}`, data });
    });
  }

  private async fileFaults(tx: Tx, fileId: FileId, by: PersonId): Promise<FieldRefusal[]> {
    const [file] = await this.files.infos([fileId], tx);
    if (!file || !(await this.files.isFrom(fileId, by))) return [{ pointer: '/file', code: 'document-unknown' }];
    return file.type === 'application/pdf' ? [] : [{ pointer: '/file', code: 'statute-pdf' }];
  }
}

function faults(
  { decision, decidedOn }: Pick<NewStatute, 'decision' | 'decidedOn'>,
  needed: boolean,
  today: CivilDate,
): FieldRefusal[] {
  const found: FieldRefusal[] = [];
  if ((decision === null && needed) || (decision?.length ?? 0) > 100)
    found.push({ pointer: '/decision', code: 'decision-number' });
  if (decision !== null && (decidedOn === null || !parseCivilDate(decidedOn) || decidedOn > today))
    found.push({ pointer: '/decidedOn', code: 'decision-day' });
  return found;
}
