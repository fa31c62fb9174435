import { Injectable } from '@nestjs/common';
import { isYoung, VOUCHING } from '#libs/hometowns/src/index.js';
import { type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, hold, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import { type Neighbour, type NeighbourId } from './neighbour.js';
import { NeighboursQueries } from './neighbours.queries.js';
import { named } from './vouching.js';

const PURPOSE = 'neighbour-vouch';

/** Whoever asks for others' words, and the name that he gave: his link is his consent to show it. */
export interface Asker extends Neighbour {
  readonly name: string;
}

/**
 * People of the town's association, and neighbours whose phone is proven, give their word that a neighbour is who he says
 * he is. They read his name, and their word is for that name: under another one it counts no more.
 */
@Injectable()
export class NeighbourVouchesService {
  constructor(
    private readonly db: Database,
    private readonly signer: Signer,
    private readonly neighbours: NeighboursQueries,
    private readonly trail: Trail,
  ) {}

  /** What goes into the link that a neighbour sends to people who know him; the same every time. */
  tokenOf(id: NeighbourId): string {
    return this.signer.token(PURPOSE, id);
  }

  /** The neighbour of such a link. Throws `link-expired` when it is none of ours, or he has left; `vouch-nameless`. */
  async asker(token: string, tx?: Tx): Promise<Asker> {
    const id = this.signer.read(PURPOSE, token);
    const found = id ? await this.neighbours.find(id as NeighbourId, tx) : null;
    if (!found || found.ended) throw refuse('not-found', 'link-expired', 'This link is not one of ours.');
    const sql = 'select name from identity.person where id = $1';
    const [person] = await (tx ? rowsOf<Pick<Asker, 'name'>>(tx, sql, [found.personId]) : this.db.rows<Pick<Asker, 'name'>>(sql, [found.personId])); // prettier-ignore
    if (!person?.name) throw refuse('conflict', 'vouch-nameless', 'Has not said his name.');
    return { ...found, name: person.name };
  }

  /**
   * Gives one's word that the neighbour of a link is whom his `name` says; the same again changes nothing. Throws
   * `link-expired`, `vouch-self`, `vouch-nameless`, `vouch-name` when he has another name than was read,
   * `vouch-neighbour-role` when one is neither a member of the town's association nor a neighbour with a proven phone (or
   * became so not long ago, by others' words or by a code), `vouches-many` after five words in thirty days, `vouches-all` of
   * somebody who is no member after words for five people.
   */
  async vouch(token: string, name: string, by: PersonId): Promise<Neighbour> {
    return this.db.transaction(async (tx) => {
      const { id, placeCode, personId, name: own } = await this.asker(token, tx);
      if (personId === by) throw refuse('forbidden', 'vouch-self', 'Nobody vouches for himself.');
      if (own !== name) throw refuse('conflict', 'vouch-name', 'Has changed his name since.');
      const member = await this.mayVouch(tx, placeCode, by);
      const given = await rowsOf(
        tx,
        `insert into neighbours.vouch (neighbour_id, by, named, at)
         values ($1, $2, ${named('$1::uuid', '$3::text')}, platform.now()) on conflict do nothing returning by`,
        [id, by, own],
      );
      if (given.length > 0) {
        await (member ? this.notTooMany(tx, by) : this.notTooManyEver(tx, by));
        await this.trail.add(tx, { actor: by, action: 'neighbour.vouched', subject: `neighbour:${id}` });
      }
      return (await this.neighbours.find(id, tx))!;
    });
  }

  /** Whether he may as a member, whom others of the association have let in; else by his phone. */
  private async mayVouch(tx: Tx, placeCode: string, by: PersonId): Promise<boolean> {
    // One word of his after the other, so that two at once cannot both be the last that is allowed.
    await hold(tx, `vouches:${by}`);
    const known = await rowsOf<{ member: boolean }>(
      tx,
      `select true as member from hometowns.membership m join hometowns.body b on b.id = m.body_id
        where m.person_id = $2 and m.until is null and b.kind = 'association' and b.state = 'verified' and b.place_code = $1
          and not (${isYoung(VOUCHING.days)})
       union all
       select false from neighbours.neighbour n join neighbours.phone f on f.person_id = n.person_id
        where n.person_id = $2 and n.place_code = $1 and n.until is null
          and greatest(n.since, f.proven_at) <= platform.now() - interval '${VOUCHING.days} days'`,
      [placeCode, by],
    );
    if (known.length === 0) throw refuse('forbidden', 'vouch-neighbour-role', 'May not vouch in this town.');
    return known.some(({ member }) => member);
  }

  private async notTooMany(tx: Tx, by: PersonId): Promise<void> {
    const rows = await rowsOf(
      tx,
      `select from neighbours.vouch where by = $1 and at > platform.now() - interval '${VOUCHING.days} days'`,
      [by],
    );
    if (rows.length > VOUCHING.most)
      throw refuse('conflict', 'vouches-many', 'Gave his word often enough for now.', { n: VOUCHING.most, days: VOUCHING.days }); // prettier-ignore
  }

  /** A phone costs little, and two that wait long enough would else make neighbours without end. */
  private async notTooManyEver(tx: Tx, by: PersonId): Promise<void> {
    const people = await rowsOf(
      tx,
      `select distinct n.person_id from neighbours.vouch v join neighbours.neighbour n on n.id = v.neighbour_id where v.by = $1`,
      [by],
    );
    if (people.length > VOUCHING.most)
      throw refuse('conflict', 'vouches-all', 'Gave his word for as many as one may by a phone.', { n: VOUCHING.most });
  }
}
