import { Injectable } from '@nestjs/common';
import {
  AssociationsQueries,
  BodiesQueries,
  type Body,
  OFFICERS,
  PlacesQueries,
  type Role,
  seatOf,
  SPEAKERS,
} from '#libs/hometowns/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Database, type Tx } from '#libs/platform/src/index.js';
import type { Roll, TwinsId } from './neighbour.js';
import type { Twins } from './twins.js';

/** One of two, as those who decide see him: what he said of himself, and never his address. */
export interface TwinFace {
  readonly personId: PersonId;
  readonly name: string | null;
  readonly roll: Roll;
  readonly part: string | null;
  readonly since: Date;
}

/** A pair with its two faces. Personal: for those who decide, and for the one who was found to be a twin. */
export interface TwinsFaced extends Twins {
  readonly first: TwinFace;
  readonly later: TwinFace;
  /** What the later one said against it; null when he has not. */
  readonly objection: string | null;
  /** Until when two may answer the objection before he has his voice again; null when he has not objected. */
  readonly answerUntil: Date | null;
  /** To be decided: nobody has, or somebody objected since. Not while one of the two was found to be a third. */
  readonly open: boolean;
  /** Somebody has said what he thinks, and the operator has not answered. */
  readonly asked: boolean;
}

/** Whose officers decide about a town's pairs, and which of them. */
export interface TwinsDesk {
  readonly placeCode: string;
  readonly body: Body;
  readonly roles: readonly Role[];
}

/** So long somebody who objects waits for two to decide anew. */
export const OBJECTION_DAYS = 10;

/** Pairs on one list. */
const LIST_MOST = 100;

const FACE = (row: string, person: string) => `json_build_object('personId', ${row}.person_id, 'name', ${person}.name,
    'roll', ${row}.roll, 'part', ${row}.part, 'since', ${row}.since)`;
/** Nobody has decided, and neither was found to be a third one meanwhile; or the later one has objected since. */
const OPEN = `(case when t.decision is null then f.ended is distinct from 'twin' and l.ended is distinct from 'twin'
    else coalesce(t.objected_at > t.decided_at, false) end)`;
/** SQL: somebody has said about pair `t` what he thinks, and the operator has not answered. */
export const ASKED = `exists (select from approvals.approval a where a.subject = 'twins:' || t.id and a.state = 'waiting')`;
const FACED = `select t.id, t.place_code as "placeCode", t.first_id as "firstId", t.later_id as "laterId",
    t.noticed_at as "noticedAt", t.decision, t.reason, t.decided_at as "decidedAt", t.objection,
    t.objected_at + interval '${OBJECTION_DAYS} days' as "answerUntil",
    ${OPEN} as open, ${ASKED} as asked,
    ${FACE('f', 'fp')} as first, ${FACE('l', 'lp')} as later
  from neighbours.twins t join neighbours.neighbour f on f.id = t.first_id join neighbours.neighbour l on l.id = t.later_id
  join identity.person fp on fp.id = f.person_id join identity.person lp on lp.id = l.person_id`;

/** Pairs of neighbours who may be one person. */
@Injectable()
export class TwinsQueries {
  constructor(
    private readonly db: Database,
    private readonly bodies: BodiesQueries,
    private readonly associations: AssociationsQueries,
    private readonly places: PlacesQueries,
  ) {}

  /**
   * A town's pairs, those to be decided before the others, the newest first; a hundred at most, so that those that are decided
   * make room for the rest. For those who decide.
   */
  async ofTown(placeCode: string): Promise<TwinsFaced[]> {
    const rows = await this.db.rows<TwinsFaced>(
      `${FACED} where t.place_code = $1 and (t.decision is not null or ${OPEN})
        order by open desc, t.noticed_at desc, t.id desc limit ${LIST_MOST}`,
      [placeCode],
    );
    return rows.map(dated);
  }

  /** How many of a town's pairs wait for somebody of its desk. */
  async waiting(placeCode: string): Promise<number> {
    const [row] = await this.db.rows<{ n: number }>(
      `select count(*)::int as n from neighbours.twins t join neighbours.neighbour f on f.id = t.first_id
         join neighbours.neighbour l on l.id = t.later_id where t.place_code = $1 and ${OPEN} and not ${ASKED}`,
      [placeCode],
    );
    return row!.n;
  }

  /**
   * Who says the first word in a town: officers of its association, the same that answers for its votes, and of the town hall
   * where there is none; null where nobody is.
   */
  async desk(placeCode: string, tx?: Tx): Promise<TwinsDesk | null> {
    const association = await this.associations.answering(placeCode, ['president'], tx);
    if (association) return { placeCode, body: association, roles: OFFICERS.association };
    const hall = await this.bodies.townHallOf(placeCode, tx);
    return hall && { placeCode, body: hall, roles: SPEAKERS['town-hall'] };
  }

  /** The desk that a body is for its town; null for one that says nothing here. */
  async deskOf({ id, placeCode }: Body): Promise<TwinsDesk | null> {
    const place = await this.places.byCode(placeCode);
    const town = place && seatOf(place);
    const desk = town ? await this.desk(town.code) : null;
    return desk?.body.id === id ? desk : null;
  }

  /** One pair, or null. */
  async find(id: TwinsId): Promise<TwinsFaced | null> {
    const [row] = await this.db.rows<TwinsFaced>(`${FACED} where t.id = $1`, [id]);
    return row ? dated(row) : null;
  }

  /** The pair by which somebody is no neighbour of a town any more; null when there is none. */
  async closing(placeCode: string, personId: PersonId): Promise<TwinsFaced | null> {
    const [row] = await this.db.rows<TwinsFaced>(
      `${FACED} where t.place_code = $1 and l.person_id = $2 and l.ended = 'twin' and t.decision = 'same' order by t.decided_at desc limit 1`,
      [placeCode, personId],
    );
    return row ? dated(row) : null;
  }
}

/** Moments inside JSON are texts. */
function dated({ first, later, ...pair }: TwinsFaced): TwinsFaced {
  const face = (one: TwinFace): TwinFace => ({ ...one, since: new Date(one.since) });
  return { ...pair, first: face(first), later: face(later) };
}
