import { Injectable } from '@nestjs/common';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { type TaskCount, TasksQueries, type WaitingTask } from '#libs/books/src/index.js';
import type { Reading } from '../edge/reading.js';
import { fraudOf, reasonOf } from './disputes.view.js';
import { SignedThings } from './signed.service.js';
import type { Task } from './task.js';

/** Which of what waits, and how many of them. */
export interface TasksWanted {
  readonly what?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Everything that waits for the operator, in the words of the reader. */
@Injectable()
export class QueueService {
  constructor(
    private readonly tasks: TasksQueries,
    private readonly approvals: ApprovalsQueries,
    private readonly things: SignedThings,
  ) {}

  /** A page of the one queue: the nearest deadline before the others, then the oldest. */
  async page(reading: Reading, wanted: TasksWanted): Promise<Task[]> {
    const waiting = await this.tasks.waiting(wanted);
    return Promise.all(waiting.map((task) => this.worded(reading, task)));
  }

  /** How much waits of each kind, the most urgent kind first, and how many second signatures the reader may give. */
  async counts(reading: Reading): Promise<{ kinds: TaskCount[]; mine: number }> {
    const [kinds, mine] = await Promise.all([this.tasks.counts(), this.tasks.toSign(reading.person())]);
    return { kinds, mine };
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
}

/** Which one, and how much, in a line. */
function aboutOf(reading: Reading, task: WaitingTask): string {
  const { say, date, money, text } = reading;
  const { what, n, since, amount, note, title, code } = task;
  if (what === 'words') return say('operator.words.many', { n });
  if (what === 'answers-late') return say('operator.answers-late', { n });
  if (what === 'finding') return say('operator.audit.found', { n });
  if (what === 'undelivered') return say('operator.queues.many', { n });
  if (what === 'rates') return say(`operator.rates.of.${code}`, { date: date(since) });
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
