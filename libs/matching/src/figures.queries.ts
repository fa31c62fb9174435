import { Injectable } from '@nestjs/common';
import { Money } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { type CallId, TOWN } from './call.js';
import type { Figures, FiguresId, TownFigure } from './figures.js';
import { FIGURE, UNDER } from './reserve.rows.js';

/** What a project of a call with an equity reserve has drawn, and where its towns stand. */
export interface EquityRow {
  readonly callId: CallId;
  /** The project's. */
  readonly code: string;
  /** Of its town; of a joint project's the one that leads it. */
  readonly placeCode: string;
  /** What it has for each inhabitant, of a joint project's towns the highest; null: no figure is known, which is not under the line. */
  readonly figure: Money | null;
  readonly under: boolean;
  /** Earned, less what went back. */
  readonly drawn: Money;
  /** Kept for promises. */
  readonly reserved: Money;
}

const COLUMNS = `s.id, s.name, s.source, to_char(s.published_on, 'YYYY-MM-DD') as "publishedOn", s.country_minor::text as country, s.state, s.signed_at as "signedAt",
  (select count(*)::int from matching.figure f where f.figures_id = s.id) as towns`;

/** Reads figures of towns, and what equity reserves went to. */
@Injectable()
export class FiguresQueries {
  constructor(private readonly db: Database) {}

  /** All but the refused, the newest first. */
  async all(): Promise<Figures[]> {
    return this.read(`s.state <> 'refused' order by s.asked_at desc, s.id`, []);
  }

  async find(id: FiguresId): Promise<Figures | null> {
    return (await this.read('s.id = $1', [id]))[0] ?? null;
  }

  /** Of each town, the least first. */
  async towns(id: FiguresId): Promise<TownFigure[]> {
    const rows = await this.db.publicRows<{ placeCode: string; minor: string }>(
      'select place_code as "placeCode", lei_minor::text as minor from matching.figure where figures_id = $1 order by lei_minor, place_code',
      [id],
    );
    return rows.map(({ placeCode, minor }) => ({ placeCode, lei: Money.lei(BigInt(minor)) }));
  }

  /** Every project that has drawn from a call with an equity reserve, call by call, the oldest first. Public. */
  async equity(): Promise<EquityRow[]> {
    const rows = await this.db.publicRows<Omit<EquityRow, 'figure' | 'drawn' | 'reserved'> & Record<'figure' | 'drawn' | 'reserved', string | null>>(
      `select c.id as "callId", p.code, ${TOWN} as "placeCode", ${UNDER} as under,
              ${FIGURE}::text as figure,
              coalesce(sum(m.lei_minor - m.back_minor) filter (where m.state = 'earned'), 0)::text as drawn,
              coalesce(sum(m.lei_minor) filter (where m.state = 'reserved'), 0)::text as reserved
         from matching.call c join pledges.match m on m.call_id = c.id join projects.project p on p.id = m.project_id
        where c.reserve_bp is not null and m.state <> 'void' and m.back_minor < m.lei_minor
        group by c.id, p.id order by c.opened_at, c.id, "placeCode", p.id`,
    );
    const lei = (minor: string | null) => (minor === null ? null : Money.lei(BigInt(minor)));
    return rows.map((row) => ({ ...row, figure: lei(row.figure), drawn: lei(row.drawn)!, reserved: lei(row.reserved)! }));
  } // prettier-ignore

  private async read(where: string, params: readonly unknown[]): Promise<Figures[]> {
    const sql = `select ${COLUMNS} from matching.figures s where ${where}`;
    const rows = await this.db.publicRows<Omit<Figures, 'country'> & { country: string | null }>(sql, params);
    return rows.map(({ country, ...row }) => ({
      ...row,
      country: country === null ? null : Money.lei(BigInt(country)),
    }));
  }
}
