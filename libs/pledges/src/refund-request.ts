import {
  type ApprovalId,
  type Currency,
  type Id,
  Money,
  type PledgeId,
  type ProjectId,
} from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { Pledge } from './pledge.entity.js';

export type RefundRequestId = Id<'RefundRequest'>;

/** Days within which the operator answers. Without two signatures nothing leaves, whatever the day. */
export const REQUEST_DAYS = 14;

/** What a donor asked back of his gift. */
export interface RefundRequest {
  readonly id: RefundRequestId;
  readonly amount: Money;
  readonly why: string | null;
  /** Where to; null: to the card that paid. */
  readonly account: { readonly iban: string; readonly holder: string } | null;
  /** signing: one of the operator's staff has signed it. */
  readonly state: 'waiting' | 'signing' | 'granted' | 'refused' | 'withdrawn';
  /** Why not. */
  readonly reason: string | null;
  readonly at: Date;
  /** Until when the operator answers. */
  readonly until: Date;
}

/** A row of pledges.refund_request as `REQUEST` reads it. */
export interface RequestRow extends Omit<RefundRequest, 'amount' | 'account'> {
  readonly minor: string;
  readonly currency: Currency;
  readonly iban: string | null;
  readonly holder: string | null;
}

/** What a query selects for `requestOf`. */
export const REQUEST = `select r.id, r.amount_minor as minor, p.currency, r.why, r.iban, r.holder, r.state, r.reason, r.at,
  r.at + interval '${REQUEST_DAYS} days' as until from pledges.refund_request r join pledges.pledge p on p.id = r.pledge_id`;

/** The request of a row. */
export function requestOf({ minor, currency, iban, holder, ...rest }: RequestRow): RefundRequest {
  const account = iban && holder ? { iban, holder } : null;
  return { ...rest, amount: Money.ofMinor(BigInt(minor), currency), account };
}

/**
 * Somebody has signed that so much of a gift goes back. What its donor asked is answered by that when it is as much, or all that is left;
 * a smaller sum leaves it waiting. It takes the place of a first signature that fell with the office of whoever gave it.
 */
export async function beginSigning(tx: Tx, pledge: Pledge, gift: Money, approvalId: ApprovalId): Promise<void> {
  const least = gift.equals(pledge.returnable) ? 0n : gift.minor;
  await tx.query(
    `update pledges.refund_request set state = case when answered then 'signing' else 'waiting' end, approval_id = case when answered then $2::uuid end
       from (select id as open, $3::bigint = 0 or amount_minor <= $3 as answered from pledges.refund_request
              where pledge_id = $1 and state in ('waiting', 'signing')) asked where id = open`,
    [pledge.id, approvalId, least.toString()],
  );
}

/** All that is left of a gift goes back, whoever has wished it: what its donor asked is granted by that. */
export async function grantWhole(tx: Tx, pledgeId: PledgeId): Promise<void> {
  await tx.query(
    `update pledges.refund_request set state = 'granted', ended_at = platform.now() where pledge_id = $1 and state in ('waiting', 'signing')`,
    [pledgeId],
  );
}

/** What was asked is granted with the second signature. */
export async function grantRequest(tx: Tx, approvalId: ApprovalId): Promise<void> {
  await tx.query(
    `update pledges.refund_request set state = 'granted', ended_at = platform.now() where approval_id = $1 and state = 'signing'`,
    [approvalId],
  );
}

/** An open request is refused; null when there is none under this id or approval. */
export async function refuseRequest(
  tx: Tx,
  of: RefundRequestId | ApprovalId,
  reason: string,
): Promise<{ readonly id: PledgeId; readonly projectId: ProjectId } | null> {
  await tx.query(
    `update pledges.refund_request set state = 'refused', reason = left($2, 500), ended_at = platform.now()
      where (id = $1 and state = 'waiting') or (approval_id = $1 and state = 'signing')`,
    [of, reason],
  );
  const [pledge] = await rowsOf<{ id: PledgeId; projectId: ProjectId }>(
    tx,
    `select p.id, p.project_id as "projectId" from pledges.refund_request r join pledges.pledge p on p.id = r.pledge_id
      where (r.id = $1 or r.approval_id = $1) and r.state = 'refused'`,
    [of],
  );
  return pledge ?? null;
}
