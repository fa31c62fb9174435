import { type BodyId, type Id, Money, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import type { Lang, Multilingual } from '#libs/platform/src/index.js';

export type NeedId = Id<'Need'>;

/** Days within which the other side answers; then what was asked falls by itself and the money stays in the fund. */
export const NEED_DAYS = 30;

/** used: the money went to the project; lapsed: nobody answered in time, or the project ended first. */
export type NeedState = 'waiting' | 'used' | 'refused' | 'withdrawn' | 'lapsed';

/** What a town hall asked of its town's fund for a project, and what came of it. */
export interface Need {
  readonly id: NeedId;
  readonly placeCode: string;
  readonly project: {
    readonly id: ProjectId;
    readonly code: string;
    readonly title: Multilingual;
    readonly slug: string;
  };
  /** The part of the project's address that its place is. */
  readonly placeSlug: string;
  readonly townHallId: BodyId;
  /** Who is to agree; null: the operator, where the town has no association that could. */
  readonly associationId: BodyId | null;
  readonly amount: Money;
  /** What came back to the fund when the project ended. */
  readonly back: Money;
  /** For everybody to read, in the language of who wrote it. */
  readonly reason: string;
  readonly lang: Lang;
  readonly state: NeedState;
  readonly askedBy: PersonId;
  readonly askedAt: Date;
  readonly until: Date;
  readonly decidedAt: Date | null;
  /** Why it was refused. */
  readonly answer: string | null;
}

/** A row of funds.need as `NEED` reads it. */
export interface NeedRow extends Omit<Need, 'amount' | 'back'> {
  readonly minor: string;
  readonly backMinor: string;
}

/** What a query selects for `needOf`. */
export const NEED = `select n.id, n.place_code as "placeCode", json_build_object('id', p.id, 'code', p.code, 'title', p.title, 'slug', p.slug) as project,
    l.slug as "placeSlug", n.town_hall_id as "townHallId", n.association_id as "associationId", n.amount_minor as minor, coalesce(u.back_minor, 0) as "backMinor",
    n.reason, n.lang, n.state, n.asked_by as "askedBy", n.asked_at as "askedAt", n.until, n.decided_at as "decidedAt", n.answer
  from funds.need n join projects.project p on p.id = n.project_id join hometowns.place l on l.code = n.place_code
  left join pledges.next_need u on u.id = n.id`;

/** The need of a row. */
export function needOf({ minor, backMinor, ...row }: NeedRow): Need {
  return { ...row, amount: Money.lei(BigInt(minor)), back: Money.lei(BigInt(backMinor)) };
}
