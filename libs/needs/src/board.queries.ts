import { Injectable } from '@nestjs/common';
import type { CivilDate, PersonId } from '#libs/kernel/src/index.js';
import { foundTwin } from '#libs/neighbours/src/index.js';
import { Database, inAll, rowsOf, type Slice, type Tx } from '#libs/platform/src/index.js';
import { ALONE, ANSWER_BY, CHOSEN, HIDDEN, MAY_PART, type Offer, OWED, TAKES_BACK, type TownNeed, type TownNeedId, under } from './need.js'; // prettier-ignore
import { similar } from './similar.js';

/** A need, and those that were found to be the same. */
export interface NeedAndSame {
  readonly need: TownNeed;
  readonly same: readonly TownNeed[];
}

/** Days until the town hall's answer, where it has set none. */
const ANSWER_DAYS = 30;

/** A need to choose from a list. */
export type NamedNeed = Pick<TownNeed, 'id' | 'title'>;

// Each supporter once, as he said last; whoever was found to be somebody's twin counts no more. On paper, each name once.
const SUPPORT = `select count(*) filter (where roll = 'resident')::int as resident, count(*) filter (where roll = 'native')::int as native,
    count(*) filter (where paper)::int as paper
  from ((select distinct on (s.person_id) s.roll, false as paper from needs.support s
    where not ${foundTwin('n.place_code', 's.person_id')} and (s.need_id = n.id
      or s.need_id in (${under('n.id')}))
    order by s.person_id, s.at desc, s.need_id)
    union all (select distinct on (p.name_digest) p.roll, true from needs.paper p
    where p.state = 'counted' and (p.need_id = n.id
      or p.need_id in (${under('n.id')}))
    order by p.name_digest, p.at desc, p.id)) as each`;
const NEED = `select n.id, n.place_code as "placeCode", n.title, n.why, n.part, n.at, ${ANSWER_BY}::text as "answerBy",
    a.kind is null and w.at is null and ${ANSWER_BY} < (platform.now() at time zone 'Europe/Chisinau')::date as late,
    json_build_object('resident', u.resident, 'native', u.native) as supporters, u.paper as "onPaper",
    (select count(*)::int from needs.offer o where o.need_id = n.id and o.withdrawn_at is null) as offers,
    (select m.into_id from needs.merge m where m.need_id = n.id and m.undone_at is null) as "mergedInto",
    ${HIDDEN} as hidden, a.kind, a.why as "saidWhy", a.at as "saidAt", w.vote_id as "chosenBy", w.at as "chosenAt"
  from needs.need n cross join lateral (${SUPPORT}) as u
  left join lateral (select kind, why, at from needs.answer x where x.need_id = n.id order by x.n desc limit 1) as a on true
  left join lateral (${CHOSEN}) as w on true`;

// It shows, and was not found to be the same as another.
const STANDS = `n.place_code = $1 and ${HIDDEN} is null and ${ALONE}`;

type Answer = NonNullable<TownNeed['answer']>;
type Row = Omit<TownNeed, 'answer' | 'answerBy' | 'chosen'> & {
  readonly answerBy: string | null;
  readonly kind: Answer['kind'] | null;
  readonly saidWhy: Answer['why'];
  readonly saidAt: Date;
  readonly chosenBy: NonNullable<TownNeed['chosen']>['voteId'] | null;
  readonly chosenAt: Date;
};

/** What stands on a town's board. */
@Injectable()
export class BoardQueries {
  constructor(private readonly db: Database) {}

  /** A town's needs that stand by themselves and show, those with most supporters first; all of them, or so many. Public. */
  async ofTown(placeCode: string, limit: number | null = null): Promise<TownNeed[]> {
    const order = 'u.resident + u.native desc, n.at, n.id';
    const rows = await this.db.publicRows<Row>(`${NEED} where ${STANDS} order by ${order} limit $2`, [
      placeCode,
      limit,
    ]);
    return rows.map(shaped);
  }

  /** The same, the newest first, after this one. Public. */
  async newest(placeCode: string, { after, limit }: Slice): Promise<TownNeed[]> {
    const rows = await this.db.publicRows<Row>(
      `${NEED} where ${STANDS} and ($2::uuid is null or (n.at, n.id) < (select o.at, o.id from needs.need o where o.id = $2))
        order by n.at desc, n.id desc limit $3`,
      [placeCode, after ?? null, limit ?? null],
    );
    return rows.map(shaped);
  }

  /**
   * Those that its town hall promised to answer up to a day, or ever, and has not, the first last day first; what a vote chose
   * is answered.
   */
  async unanswered(placeCode: string, by: CivilDate | null = null): Promise<TownNeed[]> {
    const rows = await this.db.rows<Row>(
      `${NEED} where n.place_code = $1 and ${OWED} and ${ANSWER_BY} <= coalesce($2, ${ANSWER_BY}) order by ${ANSWER_BY}, n.at, n.id`,
      [placeCode, by],
    );
    return rows.map(shaped);
  }

  /** What they are called, the newest first: for a list to choose from. */
  titles(placeCode: string): Promise<NamedNeed[]> {
    const sql = `select n.id, n.title from needs.need n where ${STANDS} order by n.at desc, n.id desc`;
    return this.db.publicRows<NamedNeed>(sql, [placeCode]);
  }

  /** One need with those merged into it, or null; of a hidden one that and why in place of its words. Public. */
  async find(id: TownNeedId): Promise<NeedAndSame | null> {
    const rows = await this.db.rows<Row>(`${NEED} where n.id = $1 or n.id in (${under('$1')}) order by n.at, n.id`, [
      id,
    ]);
    const need = rows.find((row) => row.id === id);
    return need ? { need: shaped(need), same: rows.filter((row) => row.id !== id).map(shaped) } : null;
  }

  /** Needs of a town that sound like a title, the likest first: before the same is proposed twice. */
  async like(placeCode: string, title: string): Promise<TownNeed[]> {
    const ids = similar(title, await this.titles(placeCode)).map(({ id }) => id);
    const rows = await this.db.rows<Row>(
      `${NEED} where n.id = any($1::uuid[]) order by array_position($1::uuid[], n.id)`,
      [ids],
    );
    return rows.map(shaped);
  }

  /** Whether somebody may part his own need from the one under which it stands: once. */
  async mayPart(id: TownNeedId, personId: PersonId): Promise<boolean> {
    return (await this.db.rows(MAY_PART, [id, personId])).length > 0;
  }

  /** What of these somebody supports, himself or by one that was merged into it. */
  async supportedBy(personId: PersonId, ids: readonly TownNeedId[]): Promise<ReadonlySet<TownNeedId>> {
    const rows = await this.db.rows<{ id: TownNeedId }>(
      `select coalesce(m.into_id, s.need_id) as id from needs.support s
         left join needs.merge m on m.need_id = s.need_id and m.undone_at is null
        where s.person_id = $1 and coalesce(m.into_id, s.need_id) = any($2::uuid[])`,
      [personId, ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Whether somebody may take back what he wrote: it shows, and nobody else supports, answers, prices, helps or merged it. */
  async takesBack(id: TownNeedId, by: PersonId): Promise<boolean> {
    return (await this.db.rows(TAKES_BACK, [id, by])).length > 0;
  }

  /** Help offered for a need, the oldest first; none while it is hidden. Whose it is is for officers. */
  async offersFor(id: TownNeedId): Promise<Offer[]> {
    const rows = await this.db.rows<Omit<Offer, 'amountMinor'> & { amountMinor: string | null }>(
      `select o.id, kind, words, hours, amount_minor as "amountMinor", o.at, o.by, contact
         from needs.offer o join needs.need n on n.id = o.need_id
        where o.need_id = $1 and withdrawn_at is null and ${HIDDEN} is null order by o.at, o.id`,
      [id],
    );
    return rows.map((row) => ({ ...row, amountMinor: row.amountMinor === null ? null : BigInt(row.amountMinor) }));
  }

  /** How many days a town hall gives itself for what is proposed now. */
  async daysOf(placeCode: string, tx?: Tx): Promise<number> {
    type Term = { readonly days: number };
    const sql = 'select days from needs.term where place_code = $1 order by n desc limit 1';
    const rows = tx ? rowsOf<Term>(tx, sql, [placeCode]) : this.db.publicRows<Term>(sql, [placeCode]);
    return (await rows)[0]?.days ?? ANSWER_DAYS;
  }
}

function shaped({ kind, saidWhy, saidAt, chosenBy, chosenAt, answerBy, ...row }: Row): TownNeed {
  const answer = kind && { kind, why: saidWhy, at: saidAt };
  const chosen = chosenBy ? { voteId: chosenBy, at: chosenAt } : null;
  const { hidden } = row;
  // Whatever was said of it may say it again.
  const instead = hidden !== null && {
    ...{ answer: null, chosen: null, answerBy: null, late: false, offers: 0 },
    title: inAll((say) => say(hidden === '' ? 'needs.taken-back' : 'needs.hidden')),
    why: inAll((say) => (hidden === '' ? say('needs.taken-back-why') : say('needs.hidden-why', { reason: hidden }))),
    part: null,
  };
  return { ...row, answerBy: answerBy as CivilDate | null, answer, chosen, ...instead };
}
