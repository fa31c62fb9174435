import { Injectable } from '@nestjs/common';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { AuditQueries } from '#libs/audit/src/index.js';
import { TASK_DAYS, type TaskCount, TasksQueries, type WaitingTask } from '#libs/books/src/index.js';
import { Clock, Queues } from '#libs/platform/src/index.js';
import type { Reading } from '../edge/reading.js';
import { fraudOf, reasonOf } from './disputes.view.js';
import { SignedThings } from './signed.service.js';
import { type Task, taskKey } from './task.js';

/** Which of what waits, and how many of them. */
export interface TasksWanted {
  readonly what?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

const DAY_MS = 86_400_000;

/** Everything that waits for the operator, in the words of the reader. */
@Injectable()
export class QueueService {
  constructor(
    private readonly tasks: TasksQueries,
    private readonly approvals: ApprovalsQueries,
    private readonly things: SignedThings,
    private readonly audits: AuditQueries,
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {}

  /** A page of the one queue: the nearest deadline before the others, then the oldest. */
  async page(reading: Reading, wanted: TasksWanted): Promise<Task[]> {
    const [waiting, house] = await Promise.all([this.tasks.waiting(wanted), this.house()]);
    const [first, last] = [wanted.after ?? '', waiting.length < wanted.limit ? null : waiting.at(-1)!.key];
    const fits = (task: WaitingTask) =>
      (!wanted.what || wanted.what === task.what) && task.key > first && (last === null || task.key < last);
    const all = [...waiting, ...house.filter(fits)].sort((a, b) => (a.key < b.key ? -1 : 1));
    return Promise.all(all.slice(0, wanted.limit).map((task) => this.worded(reading, task)));
  }

  /** How much waits of each kind, the most urgent kind first, and how many second signatures the reader may give. */
  async counts(reading: Reading): Promise<{ kinds: TaskCount[]; mine: number }> {
    const [counts, house, mine, now] = await Promise.all([
      this.tasks.counts(),
      this.house(),
      this.tasks.toSign(reading.person()),
      this.clock.now(),
    ]);
    const more = house.map(({ what, by }) => ({ what, n: 1, overdue: by <= now ? 1 : 0, by }));
    return { kinds: [...counts, ...more].sort((a, b) => a.by.getTime() - b.by.getTime()), mine };
  }

  private async worded(reading: Reading, task: WaitingTask): Promise<Task> {
    const { key, what, subject, path, since, by, own, who, body } = task;
    const shown = { key, what, subject, path, since, by, own };
    if (!task.approval) {
      const from = body ? reading.text(body).text : who;
      return { ...shown, about: aboutOf(reading, task), who: from };
    }
    const { about, asker } = await this.things.of(reading, (await this.approvals.find(task.approval))!);
    const approval = task.askedBy === reading.viewer?.personId ? 'own' : 'sign';
    return { ...shown, about, who: asker, approval };
  }

  /** What the house itself found: the last audit's findings, and what the queues gave up, which comes of nothing until it is sent again. */
  private async house(): Promise<WaitingTask[]> {
    const [[run], failed] = await Promise.all([this.audits.runs(1), this.queues.failed()]);
    const [oldest] = failed;
    return [
      ...(run && run.findings.length > 0
        ? [houseTask('finding', `run:${run.id}`, { since: run.at, n: run.findings.length })]
        : []),
      ...(oldest ? [houseTask('undelivered', 'queues:all', { since: oldest.at, n: failed.length })] : []),
    ];
  }
}

function houseTask(
  what: 'finding' | 'undelivered',
  subject: string,
  { since, n }: { since: Date; n: number },
): WaitingTask {
  const by = new Date(since.getTime() + TASK_DAYS[what] * DAY_MS);
  const task = { what, subject, since, by };
  const none = {
    amount: null,
    note: null,
    code: null,
    title: null,
    body: null,
    who: null,
    approval: null,
    askedBy: null,
  };
  return { ...task, ...none, key: taskKey(task), path: '/audit', own: true, n };
}

/** Which one, and how much, in a line. */
function aboutOf(reading: Reading, task: WaitingTask): string {
  const { say, money, text } = reading;
  const { what, n, amount, note, title, code } = task;
  if (what === 'words') return say('operator.words.many', { n });
  if (what === 'finding') return say('operator.audit.found', { n });
  if (what === 'undelivered') return say('operator.queues.many', { n });
  if (what === 'tranche') return say('operator.tranche-of', { n, project: text(title!).text, sum: money(amount!) });
  const parts = [amount && money(amount), title && text(title).text, note, code && codeOf(reading, what, code)];
  return parts.filter(Boolean).join(' · ');
}

/** Why, in words: a bank's or a card network's code, or what made money go back. */
function codeOf({ say }: Reading, what: string, code: string): string {
  if (what === 'warning') return fraudOf(say, code);
  if (what === 'return') return say(`operator.refund.why.${code}`);
  return reasonOf(say, { reason: code });
}
