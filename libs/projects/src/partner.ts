import { type BodyId, type CivilDate, type Id, Money, type ProjectId } from '#libs/kernel/src/index.js';
import type { BodyState } from '#libs/hometowns/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';

export type PartnerId = Id<'Partner'>;
/** Where another town hall stands to a joint project; words under `partner.state.<state>`. */
export type PartnerState = 'invited' | 'agreed' | 'declined' | 'removed';

/** A town hall that was asked to build with the project's own, with its last answer. */
export interface Partner {
  readonly id: PartnerId;
  readonly projectId: ProjectId;
  readonly townHallId: BodyId;
  readonly name: Multilingual;
  readonly bodyState: BodyState;
  readonly placeCode: string;
  readonly placeSlug: string;
  readonly state: PartnerState;
  /** The association that votes for its town; null where it has none: then the public is asked. */
  readonly associationId: BodyId | null;
  /** The decision of its council. */
  readonly actNumber: string | null;
  readonly actDate: CivilDate | null;
  /** What its council agreed to pay; null until it has. */
  readonly agreed: Money | null;
  /** What it pays by the plan as this stands now. */
  readonly share: Money;
  /** Why it declined. */
  readonly reason: string | null;
  readonly invitedAt: Date;
  readonly answeredAt: Date | null;
}

/** Whether it is asked, or has agreed: neither declined nor taken back. */
export function isLiving({ state }: Pick<Partner, 'state'>): boolean {
  return state === 'invited' || state === 'agreed';
}

/** Whether its word is awaited: it is asked, or has agreed to another sum than the plan says now. */
export function isAwaited({ state, agreed, share }: Pick<Partner, 'state' | 'agreed' | 'share'>): boolean {
  return state === 'invited' || (state === 'agreed' && !agreed?.equals(share));
}

/** A project of another town hall, while it is written or after. */
export interface JointProject {
  readonly partner: Partner;
  readonly title: Multilingual;
  readonly draft: boolean;
}

/** A council's decision to build together. */
export interface PartnerAgreement {
  readonly projectId: ProjectId;
  readonly townHallId: BodyId;
  /** As it stands on the decision, up to 60 characters. */
  readonly actNumber: string;
  readonly actDate: CivilDate;
  /** What it agrees to pay. */
  readonly share: Money;
  /** Which of its associations votes; its town's own when left out. */
  readonly associationId?: BodyId | null;
}

/** Everybody who answers for a project: its own town hall and association first, then those of the towns that have agreed. */
export interface Bodies {
  readonly townHalls: readonly BodyId[];
  /** Each once. */
  readonly associations: readonly BodyId[];
  /** A town of it has no association: the public is asked in its place. */
  readonly asksPublic: boolean;
}

/** A partner as it is read: sums in bani. */
export interface PartnerRow extends Omit<Partner, 'agreed' | 'share'> {
  readonly agreedMinor: string | null;
  readonly shareMinor: string;
}

/** The partner of a row. */
export function partnerOf({ agreedMinor, shareMinor, ...row }: PartnerRow): Partner {
  return { ...row, agreed: agreedMinor === null ? null : Money.lei(BigInt(agreedMinor)), share: Money.lei(BigInt(shareMinor)) };
} // prettier-ignore

/** The columns of `projects.partner q` under the names of `PartnerRow`; with its body `b` and its place `l`. */
export const PARTNER_SQL = `select q.id, q.project_id as "projectId", q.town_hall_id as "townHallId", b.name, b.state as "bodyState",
  b.place_code as "placeCode", l.slug as "placeSlug", q.state, q.association_id as "associationId", q.act_no as "actNumber",
  q.act_date::text as "actDate", q.agreed_minor as "agreedMinor", (select coalesce(sum(s.amount_minor), 0) from projects.funding_source s
    where s.project_id = q.project_id and s.town_hall_id = q.town_hall_id)::text as "shareMinor", q.reason, q.invited_at as "invitedAt", q.answered_at as "answeredAt"
  from projects.partner q join hometowns.body b on b.id = q.town_hall_id join hometowns.place l on l.code = b.place_code`;
