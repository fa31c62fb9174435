import { Injectable } from '@nestjs/common';
import { VOUCHING } from '#libs/hometowns/src/index.js';
import { FEW, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { Neighbour, NeighbourId, Roll } from './neighbour.js';
import { foundTwin } from './twins.js';
import { named } from './vouching.js';

/** How many neighbours a town has, by roll. */
export type RollSizes = Readonly<Record<Roll, number>>;

const neighbours = (
  more = '',
) => `select n.id, n.place_code as "placeCode", n.person_id as "personId", n.roll, n.part, n.since,${more}
    array_remove(array[
      case when exists (select from identity.person p where p.id = n.person_id and p.email is not null) then 'email' end,
      case when exists (select from neighbours.phone f where f.person_id = n.person_id) then 'phone' end,
      case when (select count(*) from neighbours.vouch v join identity.person p on p.id = n.person_id
        where v.neighbour_id = n.id and v.named = ${named('n.id', 'p.name')} and not ${foundTwin('n.place_code', 'v.by')}) >= ${VOUCHING.needed} then 'vouched' end
    ], null) as proofs
  from neighbours.neighbour n`;
const NEIGHBOUR = neighbours();

/** Who belongs to a town. */
@Injectable()
export class NeighboursQueries {
  constructor(private readonly db: Database) {}

  /** What somebody is in a town now; null when he has not joined it. */
  async of(placeCode: string, personId: PersonId, tx?: Tx): Promise<Neighbour | null> {
    const sql = `${NEIGHBOUR} where n.place_code = $1 and n.person_id = $2 and n.until is null`;
    const params = [placeCode, personId];
    const [row] = tx ? await rowsOf<Neighbour>(tx, sql, params) : await this.db.rows<Neighbour>(sql, params);
    return row ?? null;
  }

  /**
   * As `of`, for somebody who acts as a neighbour: he is one, on this roll, until the transaction ends. Throws
   * `neighbour-needed`. Whoever left and came back has another id: one voice for a person is kept by the person's.
   */
  async mustBe(tx: Tx, placeCode: string, personId: PersonId): Promise<Neighbour> {
    const [row] = await rowsOf<Neighbour>(
      tx,
      `${NEIGHBOUR} where n.place_code = $1 and n.person_id = $2 and n.until is null for share of n`,
      [placeCode, personId],
    );
    if (!row) throw refuse('forbidden', 'neighbour-needed', 'Has not joined the town.');
    return row;
  }

  /** A neighbour of now or of before; null when there is none. */
  async find(id: NeighbourId, tx?: Tx): Promise<(Neighbour & { readonly ended: 'left' | 'twin' | null }) | null> {
    const sql = `${neighbours(' n.ended,')} where n.id = $1`;
    type Row = Neighbour & { readonly ended: 'left' | 'twin' | null };
    const [row] = tx ? await rowsOf<Row>(tx, sql, [id]) : await this.db.rows<Row>(sql, [id]);
    return row ?? null;
  }

  /** The towns that somebody has joined, in the order in which he did. */
  townsOf(personId: PersonId): Promise<Neighbour[]> {
    return this.db.rows<Neighbour>(`${NEIGHBOUR} where n.person_id = $1 and n.until is null order by n.since, n.id`, [
      personId,
    ]);
  }

  /** How many have joined a town, by roll. Public. */
  async rollSizes(placeCode: string): Promise<RollSizes> {
    const [row] = await this.db.publicRows<{ resident: number; native: number }>(
      `select count(*) filter (where roll = 'resident')::int as resident, count(*) filter (where roll = 'native')::int as native
         from neighbours.neighbour where place_code = $1 and until is null`,
      [placeCode],
    );
    return row!;
  }

  /** The parts of a town that at least five of its neighbours name, by name. Public. */
  async partsOf(placeCode: string): Promise<string[]> {
    const rows = await this.db.publicRows<{ part: string }>(
      `select part from neighbours.neighbour where place_code = $1 and until is null and part is not null
        group by part having count(*) >= ${FEW} order by part`,
      [placeCode],
    );
    return rows.map(({ part }) => part);
  }
}
