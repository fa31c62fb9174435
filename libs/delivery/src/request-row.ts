import { holdsOf } from '#libs/banking/src/index.js';
import type { Role } from '#libs/hometowns/src/index.js';
import {
  type BodyId,
  Money,
  type PersonId,
  type ProjectId,
  refuse,
  type TrancheId,
  type VoteId,
} from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { DEAD, mayBecome, type RequestState } from './request.life.js';
import type { RequestId, TrancheMoney } from './tranche.postings.js';

/** One association's vote on a request; `outcome` is null while it runs. */
export interface ReleaseVote {
  readonly voteId: VoteId;
  readonly associationId: BodyId;
  readonly outcome: 'accepted' | 'refused' | null;
}

/** One tranche request as anybody may see it. */
export interface PublicRequest extends TrancheMoney {
  readonly id: RequestId;
  readonly projectId: ProjectId;
  readonly trancheId: TrancheId;
  /** 1 for the project's first tranche. */
  readonly number: number;
  readonly amount: Money;
  readonly note: string;
  readonly state: RequestState;
  readonly askedAt: Date;
  /** Since when it is in its state. */
  readonly since: Date;
  /** From when the president and the treasurer may inspect too, where the inspectors have not. */
  readonly officersFrom: Date;
  /** Whether that moment has come. */
  readonly overdue: boolean;
  /** Where no association votes: until when anybody may object. */
  readonly objectionsUntil: Date | null;
  /** Once it is inspected: a vote in each association concerned, all of which have to accept it. */
  readonly votes: readonly ReleaseVote[];
  readonly orderId: string | null;
  readonly sentAt: Date | null;
  readonly receivedAt: Date | null;
  /** Its payment waits, because the audit has found something wrong with the money of this project or of all. */
  readonly held: boolean;
}

/** One tranche request as its bodies' pages and letters need it. */
export interface TrancheRequest extends PublicRequest {
  readonly askedBy: PersonId;
}

/** The kind of approval by which a tranche is paid; its subject is "tranche:ID". */
export const RELEASE_APPROVAL = 'tranche-release';

/** So long a request waits for an inspector alone: as long as objections do where no association votes. */
const INSPECTOR_DAYS = 10;

/** Who may inspect a request now: the inspectors, and when they have let ten days pass the president and the treasurer too. */
export function inspectorsOf({ overdue }: Pick<TrancheRequest, 'overdue'>): readonly Role[] {
  return overdue ? ['inspector', 'president', 'treasurer'] : ['inspector'];
}

/** Whether its payment is still ahead: on the way to its approval, approved, or ordered and not sent to the bank yet. */
export function mayBePaid({ state, sentAt }: Pick<TrancheRequest, 'state' | 'sentAt'>): boolean {
  return state === 'released' ? sentAt === null : state !== 'received' && !DEAD.includes(state);
}

/** The columns of delivery.request under the names of `TrancheRequest`; `minor` becomes `amount`. */
export const REQUEST_COLUMNS = `r.id, r.project_id as "projectId", r.tranche_id as "trancheId", r.number, r.amount_minor as minor, r.note,
  r.state, r.asked_by as "askedBy", r.asked_at as "askedAt",
  coalesce((select max(s.at) from delivery.request_step s where s.request_id = r.id and s.state = r.state), r.asked_at) as since,
  r.asked_at + interval '${INSPECTOR_DAYS} days' as "officersFrom", r.asked_at + interval '${INSPECTOR_DAYS} days' <= platform.now() as overdue,
  r.objections_until as "objectionsUntil", coalesce((select jsonb_agg(jsonb_build_object('voteId', v.vote_id, 'associationId', v.association_id, 'outcome', v.outcome)
    order by v.vote_id) from delivery.release_vote v where v.request_id = r.id), '[]') as votes,
  r.order_id as "orderId", r.sent_at as "sentAt", r.received_at as "receivedAt",
  (r.state = 'approved' or (r.state = 'released' and r.sent_at is null)) and exists (
    select from ${holdsOf('r.project_id')}) as held`;

/** A request as the database answers it. */
export type RawRequest = Omit<TrancheRequest, 'amount'> & { minor: string };

/** The request of a row. */
export function requestOf({ minor, ...row }: RawRequest): TrancheRequest {
  return { ...row, amount: Money.lei(BigInt(minor)) };
}

/** A request, locked until the transaction ends. Throws `not-found`. */
export async function lockRequest(tx: Tx, id: RequestId): Promise<TrancheRequest> {
  const [row] = await rowsOf<RawRequest>(
    tx,
    `select ${REQUEST_COLUMNS} from delivery.request as r where r.id = $1 for update`,
    [id],
  );
  if (!row) throw refuse('not-found', 'not-found', 'No such request.');
  return requestOf(row);
}

/** A step of a request's life: to where, by whom, and what it says. */
export interface Step {
  readonly to: RequestState;
  readonly by: PersonId | null;
  readonly reason?: string | null;
}

/** Takes a locked request one step on and notes it. Throws `tranche-state` when its life has no such step. */
export async function stepOn(tx: Tx, request: TrancheRequest, { to, by, reason = null }: Step): Promise<void> {
  mustBecome(request, to);
  await tx.query('update delivery.request set state = $2 where id = $1', [request.id, to]);
  await noteStep(tx, request.id, { to, by, reason });
}

/** Throws `tranche-state` when a request's life has no such step from where it is. */
export function mustBecome({ state }: TrancheRequest, to: RequestState): void {
  if (!mayBecome(state, to))
    throw refuse('conflict', 'tranche-state', `A request in "${state}" does not become "${to}".`);
}

/** Notes a step in the request's own log. */
export async function noteStep(tx: Tx, id: RequestId, { to, by, reason = null }: Step): Promise<void> {
  await tx.query(
    `insert into delivery.request_step (request_id, n, state, reason, by, at)
     select $1, coalesce(max(n), 0) + 1, $2, $3, $4, platform.now() from delivery.request_step where request_id = $1`,
    [id, to, reason, by],
  );
}
