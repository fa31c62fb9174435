import { Injectable } from '@nestjs/common';
import type { CivilDate } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Edition, type EditionId, type EditionJson, editionOf, isOpen, type WrittenEdition } from './edition.js';

/** An edition's row `e` as the JSON that `editionOf` reads. */
export const EDITION_JSON = `jsonb_build_object('id', e.id, 'programme', e.programme, 'title', e.title, 'year', e.year, 'state', e.state,
  'example', e.example, 'lead', e.lead, 'currency', e.currency, 'conditions', e.conditions, 'papers', e.papers, 'reports', e.reports,
  'opensOn', e.opens_on, 'closesOn', e.closes_on,
  'source', jsonb_build_object('title', e.source_title, 'url', e.source_url, 'on', e.source_on))`;

const WRITTEN = `select ${EDITION_JSON} as edition, e.version from programmes.edition e`;

/** Reads programmes: their editions and rules. */
@Injectable()
export class EditionsQueries {
  constructor(private readonly db: Database) {}

  /** An edition whatever its state, or null. */
  async find(id: EditionId, tx?: Tx): Promise<Edition | null> {
    const sql = `select ${EDITION_JSON} as edition from programmes.edition e where e.id = $1`;
    const [row] = tx ? await rowsOf<Row>(tx, sql, [id]) : await this.db.rows<Row>(sql, [id]);
    return row ? editionOf(row.edition) : null;
  }

  /** An edition with its version, whatever its state, or null. */
  async written(id: EditionId, tx?: Tx): Promise<WrittenEdition | null> {
    const sql = `${WRITTEN} where e.id = $1`;
    const [row] = tx ? await rowsOf<WrittenRow>(tx, sql, [id]) : await this.db.rows<WrittenRow>(sql, [id]);
    return row ? writtenOf(row) : null;
  }

  /** Drafts too, for the operator: drafts first, then the newest. */
  async all(): Promise<WrittenEdition[]> {
    const rows = await this.db.rows<WrittenRow>(
      `${WRITTEN} order by e.state <> 'draft', e.year desc, e.programme, e.id`,
    );
    return rows.map(writtenOf);
  }

  /** Everything that was ever published: of this country first, programme by programme, the newest edition first. */
  async published(): Promise<Edition[]> {
    const rows = await this.db.publicRows<Row>(
      `select ${EDITION_JSON} as edition from programmes.edition e where e.state <> 'draft'
        order by e.example, max(e.year) over (partition by e.programme) desc, e.programme, e.year desc, e.id`,
    );
    return rows.map(({ edition }) => editionOf(edition));
  }

  /** Those that a project may enter on this day. */
  async open(today: CivilDate): Promise<Edition[]> {
    return (await this.published()).filter((edition) => isOpen(edition, today));
  }
}

interface Row {
  readonly edition: EditionJson;
}

interface WrittenRow extends Row {
  readonly version: number;
}

function writtenOf({ edition, version }: WrittenRow): WrittenEdition {
  return { ...editionOf(edition), version };
}
