import { createHash } from 'node:crypto';
import type { ApprovalId, BodyId, PersonId } from '#libs/kernel/src/index.js';

/** Whose second person is waited for: the operator's staff, or the officers of one body. */
export type Office = 'operator' | `town-hall:${BodyId}` | `association:${BodyId}`;
/** From waiting to one of three ends, once. */
export type ApprovalState = 'waiting' | 'given' | 'refused' | 'withdrawn';
/** Ids, codes and sums of what is asked for: nothing personal. */
export type ApprovalPayload = Readonly<Record<string, string | number | boolean | null>>;

/** Something that one person asked for and another decides. */
export interface Approval {
  readonly id: ApprovalId;
  /** What is asked for: "treasury-account", "project-review". */
  readonly kind: string;
  /** The thing: "body:ID". */
  readonly subject: string;
  readonly office: Office;
  readonly payload: ApprovalPayload;
  /** SHA-256 (hex) over kind, subject, office and payload: what both signed. */
  readonly digest: string;
  readonly askedBy: PersonId;
  readonly askedAt: Date;
  readonly state: ApprovalState;
  readonly decidedBy: PersonId | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
}

/** The id of the thing that is asked about: of "project:ID" the ID. */
export function thingOf<Thing extends string>({ subject }: Pick<Approval, 'subject'>): Thing {
  return subject.slice(subject.indexOf(':') + 1) as Thing;
}

/** The body whose officers are asked; null where the operator is. */
export function bodyAsked({ office }: Pick<Approval, 'office'>): BodyId | null {
  return office === 'operator' ? null : thingOf<BodyId>({ subject: office });
}

/** The columns of `approvals.approval` under the names of `Approval`. */
export const APPROVAL_COLUMNS = `id, kind, subject, office, payload, digest, asked_by as "askedBy", asked_at as "askedAt",
  state, decided_by as "decidedBy", decided_at as "decidedAt", reason`;

/** The digest of what is asked for; the order of the payload's keys does not matter. */
export function digestOf({
  kind,
  subject,
  office,
  payload,
}: Pick<Approval, 'kind' | 'subject' | 'office' | 'payload'>) {
  const sorted = Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([kind, subject, office, sorted]))
    .digest('hex');
}
