import { type CivilDate, type Currency, Money } from '#libs/kernel/src/index.js';
import type { CallId } from '#libs/pledges/src/index.js';
import type { Sector } from '#libs/projects/src/index.js';
import type { FiguresId } from './figures.js';
import { drawnBy, type OneToOne } from './one-to-one.js';

export type { CallId };

/** What a call may be: asked of a second of the staff, open, closed, refused. */
export type CallState = 'asked' | 'open' | 'closed' | 'refused';

/** The equity reserve of a call: a share of what its sponsor pays in that only towns under a line draw. */
export interface Reserve {
  /** The share, in hundredths of a percent. */
  readonly bp: number;
  /** The figures of towns by which it is decided: they never change. */
  readonly figuresId: FiguresId;
  /** A town with less than this for each inhabitant is under the line. */
  readonly line: Money;
  /** Who says that this is the line. */
  readonly source: string;
  /** Its last day: from then on what is left of it is for all. Null: what is left at the end nobody else draws. */
  readonly until: CivilDate | null;
}

/** A sponsor's call: what he adds to people's gifts, where and when. Its rule never changes. */
export interface Call {
  readonly id: CallId;
  /** What he writes on his transfers: "MC-7KQ2-M4". */
  readonly ref: string;
  readonly sponsor: string;
  /** `num` lei for every `den` lei of a gift. */
  readonly num: number;
  readonly den: number;
  /** How much of what one person gives to one project counts; null: all. */
  readonly perDonor: Money | null;
  /** How much one project may draw; null: as much as there is. */
  readonly perProject: Money | null;
  /** From how many different donors to one project on anything is added to its gifts, and then to all of them; null: from the first. */
  readonly minDonors: number | null;
  /** The codes of the towns whose projects draw; empty: all. */
  readonly places: readonly string[];
  /** What the projects that draw are about; empty: anything. */
  readonly sectors: readonly Sector[];
  /** The first and the last day on which a gift draws. */
  readonly opensOn: CivilDate;
  readonly closesOn: CivilDate;
  readonly reserve: Reserve | null;
  readonly state: CallState;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
}

/** A row of matching.call as `CALL_COLUMNS` reads it. */
export interface CallRow extends Omit<Call, 'perDonor' | 'perProject' | 'reserve'> {
  readonly perDonor: string | null;
  readonly perProject: string | null;
  readonly reserve: (Omit<Reserve, 'line'> & { readonly line: string }) | null;
}

/** What a query of `matching.call c` selects for `callOf`. */
export const CALL_COLUMNS = `c.id, c.ref, c.sponsor, c.num, c.den, c.per_donor_minor::text as "perDonor", c.per_project_minor::text as "perProject",
  c.min_donors as "minDonors", c.places, c.sectors, to_char(c.opens_on, 'YYYY-MM-DD') as "opensOn", to_char(c.closes_on, 'YYYY-MM-DD') as "closesOn", c.state,
  case when c.reserve_bp is not null then json_build_object('bp', c.reserve_bp, 'figuresId', c.figures_id, 'line', c.line_minor::text,
    'source', c.line_source, 'until', to_char(c.reserve_until, 'YYYY-MM-DD')) end as reserve,
  c.opened_at as "openedAt", c.closed_at as "closedAt"`;

/** The town of a place as SQL names it: a village's is its commune, as only places with a town hall of their own have calls and figures. */
export const townOf = (code: string): string =>
  `(select case when place.self_governing then place.code else place.parent end from hometowns.place where place.code = ${code})`;

/** The town of project `p`, of a joint one's the one that leads it. */
export const TOWN = townOf('p.place_code');

/** Whether gifts to project `p` draw from call `c`, by where it is and what it is about. */
export const IS_FOR = `(c.places = '{}' or ${TOWN} = any(c.places)) and (c.sectors = '{}' or p.sector = any(c.sectors))`;

/** The call of a row. */
export function callOf({ perDonor, perProject, reserve, ...row }: CallRow): Call {
  const lei = (minor: string | null) => (minor === null ? null : Money.lei(BigInt(minor)));
  const kept = reserve && { ...reserve, line: Money.lei(BigInt(reserve.line)) };
  return { ...row, perDonor: lei(perDonor), perProject: lei(perProject), reserve: kept };
}

/** The rule by which a gift draws when so much is free in the pool. */
export function ruleOf({ num, den, perDonor, perProject }: Call, free: Money): OneToOne {
  const minor = (money: Money | null) => money?.minor ?? null;
  return { num: BigInt(num), den: BigInt(den), perDonor: minor(perDonor), perProject: minor(perProject), pool: free.minor }; // prettier-ignore
}

/** What a gift of so many lei draws from a call that has so much left for its project, below its donor's cap. */
export function unlockedBy(gift: Money, call: Call, left: Money): Money {
  return Money.lei(drawnBy(gift.minor, ruleOf(call, left), { counted: 0n, project: 0n, call: 0n }).match);
}

/** What a sponsor has paid in by one line of a statement. */
export interface SponsorPayment {
  readonly lineId: string;
  readonly lei: Money;
  readonly came: Money;
  readonly bookedOn: CivilDate;
}

/** A row of a sponsor's payment. */
export interface PaymentRow extends Omit<SponsorPayment, 'lei' | 'came'> {
  readonly lei: string;
  readonly came: string;
  readonly currency: Currency;
}
