import fs from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { Database, fromRoot } from '#libs/platform/src/index.js';

type Sum = 'total' | 'planned' | 'target' | 'raised';
type Reported = Readonly<Record<Sum, string | null>> & {
  readonly currency: Currency | null;
  readonly parts: readonly { readonly amount: string }[];
};

/** Loads the twenty projects that were reported before Plai, from the file that ships with it. */
@Injectable()
export class HistoryService {
  constructor(private readonly db: Database) {}

  /** Makes the table what the file says; a second time changes nothing. Gives how many there are. */
  async load(): Promise<number> {
    const text = await fs.readFile(fromRoot('libs/projects/data/reported-projects.json'), 'utf8');
    const { projects } = JSON.parse(text) as { projects: Reported[] };
    const rows = projects.map((project, index) => ({ ...project, ...minorOf(project), position: index + 1 }));
    await this.db.transaction((tx) =>
      tx.query(
        `insert into projects.reported_project (id, position, towns, district, place_codes, purpose, happened, currency, total_minor,
           planned_minor, target_minor, raised_minor, donors, parts, note, sources)
         select id, position, towns, district, "placeCodes", purpose, "when", currency, total, planned, target, raised, donors, parts,
           nullif(note, 'null'), sources
         from jsonb_to_recordset($1::jsonb) as r(id text, position int, towns text, district text, "placeCodes" text[], purpose jsonb,
           "when" text, currency text, total bigint, planned bigint, target bigint, raised bigint, donors int, parts jsonb, note jsonb, sources text[])
         on conflict (id) do update set (position, towns, district, place_codes, purpose, happened, currency, total_minor,
           planned_minor, target_minor, raised_minor, donors, parts, note, sources) = (excluded.position, excluded.towns,
           excluded.district, excluded.place_codes, excluded.purpose, excluded.happened, excluded.currency, excluded.total_minor,
           excluded.planned_minor, excluded.target_minor, excluded.raised_minor, excluded.donors, excluded.parts, excluded.note, excluded.sources)`,
        [JSON.stringify(rows)],
      ),
    );
    return rows.length;
  }
}

/** Sums in the smallest unit, as text; unknown stays null. Throws when a figure has no currency or cannot be read. */
function minorOf({ currency, ...project }: Reported): Record<Sum, string | null> {
  const minor = (text: string | null) => text && Money.parse(text, currency!).minor.toString();
  project.parts.forEach(({ amount }) => Money.parse(amount, currency!));
  const { total, planned, target, raised } = project;
  return { total: minor(total), planned: minor(planned), target: minor(target), raised: minor(raised) };
}
