import { UNSPENT_DAYS } from '#libs/delivery/src/index.js';
import { type ApprovalId, type CivilDate, type Money, type PersonId, startOfDay } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { BankTable } from '#libs/rates/src/index.js';

/** Days within which the operator answers, where neither a law nor a bank says until when. */
export const ANSWER_DAYS = 3;

/** What waits beside second signatures, and the days within which the operator does it; null: its own term is a law's or a bank's. */
export const TASK_DAYS = {
  application: 7,
  'account-contested': 3,
  review: 7,
  tranche: 3,
  completion: 7,
  unspent: UNSPENT_DAYS,
  words: 2,
  'answers-late': 14,
  dissolution: 14,
  finding: 1,
  undelivered: 1,
  rates: null,
  'open-line': null,
  'overdue-line': null,
  unexplained: null,
  order: 1,
  'order-in-transit': 5,
  'refund-asked': null,
  return: 3,
  'call-unspent': 14,
  payout: null,
  exchange: 3,
  dispute: null,
  inquiry: null,
  warning: 1,
  loss: 14,
  unbooked: 1,
  'cash-late': null,
  'deposit-differs': 3,
  'message-trouble': 3,
  'messages-late': null,
  'settlement-differs': 3,
} as const;

/** One thing that waits for the operator, without words. */
export interface WaitingTask {
  /** Its place: what has a deadline first, the nearest before the others, then the oldest. */
  readonly key: string;
  /** The kind: of an approval, or of `TASK_DAYS`. */
  readonly what: string;
  /** The thing: "body:ID". */
  readonly subject: string;
  /** Where it is decided, below the desk. */
  readonly path: string;
  readonly since: Date;
  readonly by: Date;
  /** The term is the operator's own: nothing runs out with it. */
  readonly own: boolean;
  readonly amount: Money | null;
  /** What its makers wrote: a reference, a purpose, a reason. */
  readonly note: string | null;
  /** Somebody else's code for it: why a bank disputes, why money goes back. */
  readonly code: string | null;
  /** The project's, or the body's. */
  readonly title: Multilingual | null;
  /** The body that asks. */
  readonly body: Multilingual | null;
  /** Who asks or pays, as he is called. */
  readonly who: string | null;
  /** Of many taken together how many; of a tranche its number. */
  readonly n: number;
  /** Of a second signature. */
  readonly approval: ApprovalId | null;
  readonly askedBy: PersonId | null;
}

/** How much of one kind waits, since when the first of it is due, and how much is overdue. */
export interface TaskCount {
  readonly what: string;
  readonly n: number;
  readonly overdue: number;
  readonly by: Date;
}

const DAY_MS = 86_400_000;
const DIGITS = 16;

/** A task's place in the inbox, as the database has it: the nearest deadline before the others, then the oldest. */
function keyOf({ by, since, what, subject }: Pick<WaitingTask, 'by' | 'since' | 'what' | 'subject'>): string {
  const moments = [by, since].map((at) => String(at.getTime()).padStart(DIGITS, '0'));
  return [...moments, what, subject].join('.');
}

/** What the queues gave up, as one thing to do: nothing comes of it until it is sent again. */
export function undelivered(n: number, since: Date): WaitingTask {
  const by = new Date(since.getTime() + TASK_DAYS.undelivered * DAY_MS);
  return houseTask({ what: 'undelivered', subject: 'queues:all', since, by, path: '/audit', own: true, n, code: null });
}

/** A bank's rates that are late, until the day on which nothing new is taken in its currencies; none at all are due today. */
export function lateRates({ source, on, staleOn }: BankTable, today: CivilDate): WaitingTask {
  const [since, by] = [startOfDay(on ?? today), startOfDay(staleOn ?? today)];
  const code = on ? source : 'none';
  return houseTask({
    what: 'rates',
    subject: `rates:${source}`,
    since,
    by,
    path: '/money#rates',
    own: false,
    n: 1,
    code,
  });
}

type Told = 'what' | 'subject' | 'since' | 'by' | 'path' | 'own' | 'n' | 'code';

/** What the house itself has to do, which nobody asks for. */
function houseTask(task: Pick<WaitingTask, Told>): WaitingTask {
  const none = { amount: null, note: null, title: null, body: null, who: null, approval: null, askedBy: null };
  return { ...task, ...none, key: keyOf(task) };
}

/** How much of each kind these are. */
export function countsOf(tasks: readonly WaitingTask[], now: Date): TaskCount[] {
  return [...new Set(tasks.map(({ what }) => what))].map((what) => {
    const by = tasks.filter((task) => task.what === what).map((task) => task.by);
    const overdue = by.filter((at) => at <= now).length;
    return { what, n: by.length, overdue, by: new Date(Math.min(...by.map((at) => at.getTime()))) };
  });
}
