import { civilDate, type Money, type ProjectId } from '#libs/kernel/src/index.js';
import type { Call, CallId } from './call.js';
import { isKept, reserveUse, roomAbove } from './reserve.js';

/** A call with its money: what was paid in, what gifts have drawn and what promises may still, and what is free. */
export interface CallMoney extends Call {
  readonly paid: Money;
  /** Earned by gifts that are held, less what went back. */
  readonly drawn: Money;
  /** Kept for promises. */
  readonly reserved: Money;
  readonly free: Money;
  /** What went back to the sponsor, or is on its way. */
  readonly returned: Money;
  /** Of its equity reserve, where it has one. */
  readonly equity: Equity | null;
}

/** How an equity reserve stands. */
export interface Equity {
  /** The part of what is paid in that it is. */
  readonly whole: Money;
  /** What towns under the line have drawn of it, for promises too. */
  readonly used: Money;
  readonly left: Money;
  /** What is left for a town that is not under the line. */
  readonly above: Money;
  /** Whether it is kept for towns under the line now; else what is left is for all. */
  readonly kept: boolean;
}

/** Where a town, or a project, stands towards the line of a call's equity reserve. */
export interface ReserveStanding {
  /** The figure of the town, of a joint project's the highest; null where one is not known. */
  readonly figure: Money | null;
  /** Whether it draws the reserve: a joint project when all its towns are under the line. */
  readonly under: boolean;
  readonly joint: boolean;
}

/** A call as it stands for one town. */
export interface OpenCall extends CallMoney {
  /** What is left for it. */
  readonly left: Money;
  /** Where it stands towards the line of the call's reserve; null without a reserve. */
  readonly need: ReserveStanding | null;
}

/** A call as it stands for one project. */
export interface ProjectOpenCall extends OpenCall {
  /** How many different donors it has of those that the call wants, and what its gifts would draw now; null once they draw. */
  readonly waits: { readonly donors: number; readonly possible: Money } | null;
}

/** What a project has drawn from one call. */
export interface CallProject {
  readonly projectId: ProjectId;
  readonly drawn: Money;
  readonly reserved: Money;
}

/** What a project has drawn from one call, with the call's rule. */
export interface ProjectCall extends CallProject, Pick<Call, 'sponsor' | 'ref' | 'num' | 'den'> {
  readonly callId: CallId;
}

/** What one gift drew, and from whom. */
export interface GiftMatch {
  readonly callId: CallId;
  readonly sponsor: string;
  readonly state: 'reserved' | 'earned';
  readonly lei: Money;
}

/** How the equity reserve of a call stands; null without one. */
export function equityOf(
  { reserve }: Call,
  { now, ...sums }: Record<'paid' | 'free' | 'above' | 'under', Money> & { readonly now: Date },
): Equity | null {
  if (!reserve) return null;
  const kept = isKept(reserve, civilDate(now));
  return { ...reserveUse(reserve, sums), above: kept ? roomAbove(reserve, sums) : sums.free, kept };
}

/** A call for a town or a project with this figure. */
export function standsFor(call: CallMoney, { figure, joint }: Pick<ReserveStanding, 'figure' | 'joint'>): OpenCall {
  const { reserve, equity, free } = call;
  if (!reserve || !equity) return { ...call, left: free, need: null };
  const under = figure !== null && figure.compare(reserve.line) < 0;
  return { ...call, left: under ? free : equity.above, need: { figure, under, joint } };
}
