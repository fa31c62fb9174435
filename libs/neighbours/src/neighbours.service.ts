import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { Injectable } from '@nestjs/common';
import { newId, type PersonId, refuse, refuseWrong } from '#libs/kernel/src/index.js';
import { Database, fold, Outbox, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import {
  cleanPart,
  faultsOf,
  type Neighbour,
  type NeighbourId,
  ROLL_DAYS,
  type Roll,
  TOWNS_MOST,
} from './neighbour.js';
import { holdNeighbour } from './neighbours.lock.js';
import { NeighboursQueries } from './neighbours.queries.js';
import { twinsNoticed } from './neighbours.events.js';
import { isOfOthers } from './towns.js';
import { foundTwin } from './twins.js';
import { noticeTwins } from './twins-signals.js';

/** What somebody says of himself when he joins a town. */
export interface SayNeighbour {
  readonly placeCode: string;
  readonly roll: Roll;
  readonly part?: string | null;
}

/** Joining a town and leaving it: one's own word, no papers, no status, no country. */
@Injectable()
export class NeighboursService {
  constructor(
    private readonly db: Database,
    private readonly places: PlacesQueries,
    private readonly queries: NeighboursQueries,
    private readonly signer: Signer,
    private readonly trail: Trail,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Makes somebody a neighbour of a town, or changes what he said before; the same again changes nothing. Whoever looks
   * like a neighbour that is there already is noted for two people to decide, and is a neighbour meanwhile. Throws
   * `neighbour-place` where there can be no town hall, `neighbour-twin` for whoever two have found to be another neighbour of
   * it, `neighbour-mailbox` when his mailbox is or was one of it under another spelling, `roll-missing`, `part-too-long`,
   * `roll-too-soon` (params `days`, and `left` of them), `towns-resident` and `towns-native` for whoever is or was not long ago
   * of other towns.
   */
  async join(said: SayNeighbour, by: PersonId): Promise<Neighbour> {
    return this.db.transaction((tx) => this.joinIn(tx, said, by));
  }

  /** As `join`, in the caller's transaction. */
  async joinIn(tx: Tx, { placeCode, roll, part: typed }: SayNeighbour, by: PersonId): Promise<Neighbour> {
    const part = cleanPart(typed);
    refuseWrong(faultsOf({ roll, part }));
    const place = await this.places.byCode(placeCode);
    if (!place?.selfGoverning) throw refuse('invalid', 'neighbour-place', 'No town hall can stand in this place.');
    await holdNeighbour(tx, placeCode, by);
    await mustBeOne(tx, placeCode, by);
    await this.mustBeHisMailbox(tx, placeCode, by);
    const known = await this.queries.of(placeCode, by, tx);
    const said = { roll, part: await this.asOthersWrite(tx, placeCode, part) };
    if (known?.roll === said.roll && known.part === said.part) return known;
    if (known?.roll !== roll) {
      await this.mayChoose(tx, { placeCode, by, roll });
      await this.mayBelong(tx, { placeCode, by, roll });
    }
    const id = known ? await this.change(tx, known, said) : await this.begin(tx, placeCode, said, by);
    const action = known ? 'neighbour.changed' : 'neighbour.joined';
    await this.trail.add(tx, { actor: by, action, subject: `neighbour:${id}`, data: { place: placeCode, roll, ...(known && { from: known.roll }) } }); // prettier-ignore
    await this.outbox.add(tx, ...(await noticeTwins(tx, id)).map(twinsNoticed));
    return (await this.queries.of(placeCode, by, tx))!;
  }

  /** Somebody belongs to a town no more; nothing to end is no error. What he has voted on stays as he voted. */
  async leave(placeCode: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await holdNeighbour(tx, placeCode, by);
      const [left] = await rowsOf<{ id: NeighbourId }>(
        tx,
        `update neighbours.neighbour set until = greatest(platform.now(), since), ended = 'left'
          where place_code = $1 and person_id = $2 and until is null returning id`,
        [placeCode, by],
      );
      if (!left) return;
      await this.trail.add(tx, { actor: by, action: 'neighbour.left', subject: `neighbour:${left.id}`, data: { place: placeCode } }); // prettier-ignore
    });
  }

  /** Somebody is called otherwise: wherever he belongs now those are looked for whom he resembles under this name. */
  async renamed(tx: Tx, personId: PersonId): Promise<void> {
    const sql = 'select id from neighbours.neighbour where person_id = $1 and until is null order by place_code';
    for (const { id } of await rowsOf<{ id: NeighbourId }>(tx, sql, [personId]))
      await this.outbox.add(tx, ...(await noticeTwins(tx, id)).map(twinsNoticed));
  }

  private async begin(
    tx: Tx,
    placeCode: string,
    { roll, part }: Pick<Neighbour, 'roll' | 'part'>,
    by: PersonId,
  ): Promise<NeighbourId> {
    const id = newId<'Neighbour'>();
    await tx.query(
      `insert into neighbours.neighbour (id, place_code, person_id, roll, roll_since, part, since)
       values ($1, $2, $3, $4, platform.now(), $5, platform.now())`,
      [id, placeCode, by, roll, part],
    );
    return id;
  }

  private async change(
    tx: Tx,
    { id }: Neighbour,
    { roll, part }: Pick<Neighbour, 'roll' | 'part'>,
  ): Promise<NeighbourId> {
    await tx.query(
      `update neighbours.neighbour set part = $3, roll = $2,
         roll_since = case when roll = $2 then roll_since else platform.now() end where id = $1`,
      [id, roll, part],
    );
    return id;
  }

  /** Another roll than the last time, and that time was not long ago. */
  private async mayChoose(
    tx: Tx,
    { placeCode, by, roll }: { placeCode: string; by: PersonId; roll: Roll },
  ): Promise<void> {
    const [last] = await rowsOf<{ roll: Roll; left: number }>(
      tx,
      `select roll, ceil(extract(epoch from roll_since + $3 * interval '1 day' - platform.now()) / 86400)::int as left from neighbours.neighbour
        where place_code = $1 and person_id = $2 order by roll_since desc limit 1`,
      [placeCode, by, ROLL_DAYS],
    );
    if (last && last.left > 0 && last.roll !== roll)
      throw refuse('conflict', 'roll-too-soon', 'Chose another roll not long ago.', { days: ROLL_DAYS, left: last.left }); // prettier-ignore
  }

  private async mayBelong(tx: Tx, of: { placeCode: string; by: PersonId; roll: Roll }): Promise<void> {
    if (!(await isOfOthers(tx, of))) return;
    const params = { n: TOWNS_MOST[of.roll], days: ROLL_DAYS };
    if (of.roll === 'resident') throw refuse('conflict', 'towns-resident', 'Is a resident elsewhere.', params);
    throw refuse('conflict', 'towns-native', 'Is of other towns.', params);
  }

  /** What Ion reads at ion+1@ and at ion+2@ is one mailbox; it stands for whoever of them came first, also when he has left. */
  private async mustBeHisMailbox(tx: Tx, placeCode: string, by: PersonId): Promise<void> {
    const read = 'select mailbox from identity.person where id = $1';
    const [person] = await rowsOf<{ mailbox: string | null }>(tx, read, [by]);
    if (!person?.mailbox) return;
    const key = [placeCode, this.signer.digest('mailbox', person.mailbox)];
    await tx.query(
      'insert into neighbours.mailbox (place_code, digest, person_id) values ($1, $2, $3) on conflict do nothing',
      [...key, by],
    );
    const sql = 'select person_id as "personId" from neighbours.mailbox where place_code = $1 and digest = $2';
    const [owner] = await rowsOf<{ personId: PersonId }>(tx, sql, key);
    if (owner!.personId !== by) throw refuse('conflict', 'neighbour-mailbox', 'The mailbox is a neighbour of this town already.'); // prettier-ignore
  }

  /** "centru" is written like the "Centru" of those who came before, so that a part is one row of a result. */
  private async asOthersWrite(tx: Tx, placeCode: string, part: string | null): Promise<string | null> {
    if (!part) return null;
    const rows = await rowsOf<{ part: string }>(
      tx,
      'select part from neighbours.neighbour where place_code = $1 and part is not null group by part order by min(since)',
      [placeCode],
    );
    return rows.find((other) => fold(other.part) === fold(part))?.part ?? part;
  }
}

/** Whoever was found to be another's twin is here under that other name; as himself he comes back only when two say so. */
async function mustBeOne(tx: Tx, placeCode: string, by: PersonId): Promise<void> {
  const found = await rowsOf(tx, `select where ${foundTwin('$1', '$2')}`, [placeCode, by]);
  if (found.length > 0) throw refuse('conflict', 'neighbour-twin', 'Found to be another neighbour of this town.');
}
