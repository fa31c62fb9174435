import { Injectable } from '@nestjs/common';
import type { CivilDate, PersonId } from '#libs/kernel/src/index.js';
import { Database, LANGS, type Multilingual, sayIn, type WordParams } from '#libs/platform/src/index.js';
import { HIDDEN, type Offer, type TownNeed, type TownNeedId } from './need.js';
import { similar } from './similar.js';

/** A need, and those that were found to be the same. */
export interface NeedAndSame {
  readonly need: TownNeed;
  readonly same: readonly TownNeed[];
}

// Each supporter once, as he said last; whoever was found to be somebody's twin counts no more. On paper, each name once.
const SUPPORT = `select count(*) filter (where roll = 'resident')::int as resident, count(*) filter (where roll = 'native')::int as native,
    count(*) filter (where paper)::int as paper
  from ((select distinct on (s.person_id) s.roll, false as paper from needs.support s join neighbours.neighbour x on x.id = s.neighbour_id
    where x.ended is distinct from 'twin' and (s.need_id = n.id
      or s.need_id in (select m.need_id from needs.merge m where m.into_id = n.id and m.undone_at is null))
    order by s.person_id, s.at desc)
    union all (select distinct on (p.name_digest) p.roll, true from needs.paper p
    where p.state = 'counted' and (p.need_id = n.id
      or p.need_id in (select m.need_id from needs.merge m where m.into_id = n.id and m.undone_at is null))
    order by p.name_digest, p.at desc)) as each`;
const NEED = `select n.id, n.place_code as "placeCode", n.title, n.why, n.part, n.at, n.answer_by::text as "answerBy",
    a.kind is null and n.answer_by < (platform.now() at time zone 'Europe/Chisinau')::date as late,
    json_build_object('resident', u.resident, 'native', u.native) as supporters, u.paper as "onPaper",
    (select count(*)::int from needs.offer o where o.need_id = n.id and o.withdrawn_at is null) as offers,
    (select m.into_id from needs.merge m where m.need_id = n.id and m.undone_at is null) as "mergedInto",
    ${HIDDEN} as hidden, a.kind, a.why as "saidWhy", a.at as "saidAt"
  from needs.need n cross join lateral (${SUPPORT}) as u
  left join lateral (select kind, why, at from needs.answer where need_id = n.id order by at desc, id desc limit 1) as a on true`;

type Answer = NonNullable<TownNeed['answer']>;
type Row = Omit<TownNeed, 'answer' | 'answerBy'> & {
  readonly answerBy: string | null;
  readonly kind: Answer['kind'] | null;
  readonly saidWhy: Answer['why'];
  readonly saidAt: Date;
};

/** What stands on a town's board. */
@Injectable()
export class BoardQueries {
  constructor(private readonly db: Database) {}

  /** A town's needs that stand by themselves and show, those with most supporters first. Public. */
  async ofTown(placeCode: string): Promise<TownNeed[]> {
    const rows = await this.db.publicRows<Row>(
      `${NEED} where n.place_code = $1 and ${HIDDEN} is null and not exists (select from needs.merge m where m.need_id = n.id and m.undone_at is null)
        order by u.resident + u.native desc, n.at, n.id`,
      [placeCode],
    );
    return rows.map(shaped);
  }

  /** One need with those merged into it, or null; of a hidden one that and why in place of its words. Public. */
  async find(id: TownNeedId): Promise<NeedAndSame | null> {
    const rows = await this.db.rows<Row>(
      `${NEED} where n.id = $1 or n.id in (select m.need_id from needs.merge m where m.into_id = $1 and m.undone_at is null) order by n.at, n.id`,
      [id],
    );
    const need = rows.find((row) => row.id === id);
    return need ? { need: shaped(need), same: rows.filter((row) => row.id !== id).map(shaped) } : null;
  }

  /** Needs of a town that sound like a title, the likest first: before the same is proposed twice. */
  async like(placeCode: string, title: string): Promise<TownNeed[]> {
    return similar(title, await this.ofTown(placeCode));
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
  async daysOf(placeCode: string): Promise<number> {
    const [term] = await this.db.publicRows<{ days: number }>(
      'select days from needs.term where place_code = $1 order by since desc, id desc limit 1',
      [placeCode],
    );
    return term?.days ?? 30;
  }
}

function shaped({ kind, saidWhy, saidAt, answerBy, ...row }: Row): TownNeed {
  const answer = kind && { kind, why: saidWhy, at: saidAt };
  const { hidden } = row;
  // Whatever was said of it may say it again.
  const instead = hidden !== null && {
    ...{ answer: null, offers: 0 },
    title: inEach('needs.hidden'),
    why: inEach('needs.hidden-why', { reason: hidden }),
    part: null,
  };
  return { ...row, answerBy: answerBy as CivilDate | null, answer, ...instead };
}

function inEach(key: string, params: WordParams = {}): Multilingual {
  const said = LANGS.map((lang) => [lang, sayIn(lang)(key, params)]);
  return { original: LANGS[0], ...(Object.fromEntries(said) as Record<(typeof LANGS)[number], string>) };
}
