import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, oneLine, type PersonId, refuse, refuseWrong } from '#libs/kernel/src/index.js';
import { Database, hold, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { mustBeTowns } from './calls.service.js';
import type { Figures, FiguresId, TownFigure } from './figures.js';
import { wrongWords } from './words.js';

/** Figures of towns as one of the staff enters them; the id is the form's. */
export interface EnterFigures extends Pick<Figures, 'id' | 'name' | 'source' | 'publishedOn'> {
  /** As `Figures` has it; left out where the source tells none. */
  readonly country?: Figures['country'];
  readonly towns: readonly TownFigure[];
}

const KIND = 'need-figures';
const LONGEST_NAME = 120;
const LONGEST_SOURCE = 300;

/** Public figures of towns, by which the equity reserves of calls know whom they are for. Two sign them; nobody changes them. */
@Injectable()
export class FiguresService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly trail: Trail,
  ) {}

  /**
   * Enters figures and asks a second of the staff. The same again is answered like the first time. Throws `not-found` unless
   * staff, `id-taken`, and fields: `required`, `figures-place` for a place without a town hall, `figures-twice`.
   */
  async enter(entered: EnterFigures, by: PersonId): Promise<ApprovalId> {
    const figures = tidied(entered);
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      // Of the same sent twice at once the second waits for the first and is answered like it.
      await hold(tx, `figures:${figures.id}`);
      const earlier = await this.earlier(tx, figures);
      if (earlier) return earlier;
      const codes = figures.towns.map(({ placeCode }) => placeCode);
      await mustBeTowns(tx, codes, 'figures-place');
      const { id, name, source, publishedOn, country } = figures;
      const approvalId = newId<'Approval'>();
      const ask = { id: approvalId, kind: KIND, subject: `figures:${id}`, payload: { figures: id } };
      await this.approvals.ask(tx, { ...ask, office: 'operator', by });
      await tx.query(
        `insert into matching.figures (id, name, source, published_on, country_minor, approval_id, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6, $7, platform.now())`,
        [id, name, source, publishedOn, country?.minor.toString() ?? null, approvalId, by],
      );
      await tx.query('insert into matching.figure (figures_id, place_code, lei_minor) select $1, * from unnest($2::text[], $3::bigint[])', [
        id,
        codes,
        figures.towns.map(({ lei }) => lei.minor.toString()),
      ]); // prettier-ignore
      return approvalId;
    });
  }

  /** The second signature: calls may name them. Throws `not-found`, `second-person-needed`, `approval-decided`, `asker-left`. */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const id = said(await this.approvals.give(tx, approvalId, by));
      await tx.query(`update matching.figures set state = 'standing', signed_by = $2, signed_at = platform.now() where id = $1`, [id, by]); // prettier-ignore
      await this.trail.add(tx, { actor: by, action: 'figures.signed', subject: `figures:${id}` });
    });
  }

  /** The second person says no; whoever asked takes it back by the same call. Throws as `confirm`, and `approval-reason`. */
  async refuse(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const id = said(await this.approvals.decline(tx, approvalId, by, reason));
      await tx.query(`update matching.figures set state = 'refused' where id = $1`, [id]);
    });
  }

  /** The approval under which the same figures were entered before; null for new ones. */
  private async earlier(
    tx: Tx,
    { id, name, source, publishedOn, country, towns }: EnterFigures,
  ): Promise<ApprovalId | null> {
    const [row] = await rowsOf<{ approvalId: ApprovalId; said: string }>(
      tx,
      `select s.approval_id as "approvalId", json_build_array(s.name, s.source, to_char(s.published_on, 'YYYY-MM-DD'), s.country_minor::text,
              (select json_agg(json_build_array(f.place_code, f.lei_minor::text) order by f.place_code) from matching.figure f where f.figures_id = s.id))::text as said
         from matching.figures s where s.id = $1`,
      [id],
    );
    if (!row) return null;
    const said = [
      name,
      source,
      publishedOn,
      country?.minor.toString() ?? null,
      towns.map(({ placeCode, lei }) => [placeCode, lei.minor.toString()]),
    ];
    if (JSON.stringify(JSON.parse(row.said)) !== JSON.stringify(said))
      throw refuse('conflict', 'id-taken', 'The id belongs to other figures.');
    return row.approvalId;
  }
}

function tidied({ name, source, towns, ...figures }: EnterFigures): EnterFigures {
  const [shown, from] = [oneLine(name), oneLine(source)];
  refuseWrong([
    wrongWords('/name', shown, LONGEST_NAME),
    wrongWords('/source', from, LONGEST_SOURCE),
    towns.length === 0 && { pointer: '/places', code: 'required' },
    new Set(towns.map(({ placeCode }) => placeCode)).size < towns.length && { pointer: '/places', code: 'figures-twice' }, // prettier-ignore
  ]);
  const ordered = [...towns].sort((a, b) => (a.placeCode < b.placeCode ? -1 : 1));
  return { ...figures, name: shown, source: from, towns: ordered };
}

/** Which figures an approval is about; throws `not-found` for one of another thing. */
function said({ kind, payload }: Approval): FiguresId {
  if (kind !== KIND) throw refuse('not-found', 'not-found', 'No such figures.');
  return payload.figures as FiguresId;
}
