import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries } from '#libs/approvals/src/index.js';
import { AuditQueries } from '#libs/audit/src/index.js';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { AccountChecksService, BodiesQueries, formatIban } from '#libs/hometowns/src/index.js';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { Queues } from '#libs/platform/src/index.js';
import { PublicWordsService } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { MoneyTasks } from './money-tasks.service.js';
import { SignedThings } from './signed.service.js';
import { type Task, taskKey } from './task.js';

/** Everything that waits for the operator, gathered from the rooms that own it. */
@Injectable()
export class QueueService {
  constructor(
    private readonly approvals: ApprovalsQueries,
    private readonly things: SignedThings,
    private readonly bodies: BodiesQueries,
    private readonly checks: AccountChecksService,
    private readonly projects: ProjectsQueries,
    private readonly delivery: DeliveryQueries,
    private readonly audits: AuditQueries,
    private readonly words: PublicWordsService,
    private readonly money: MoneyTasks,
    private readonly queues: Queues,
  ) {}

  /** The one queue in the reader's words: what has a deadline first, the nearest before the others, then the oldest. */
  async of(reading: Reading): Promise<Task[]> {
    const signing = await this.approvals.waiting('operator');
    const asked = new Set(signing.map(({ subject }) => subject));
    const found = await Promise.all([
      ...signing.map((approval) => this.signature(reading, approval)),
      this.applications(reading),
      this.contested(reading),
      this.reviews(reading),
      this.tranches(reading),
      this.completions(reading),
      this.money.of(reading),
      this.unread(reading),
      this.findings(reading),
      this.undelivered(reading),
    ]);
    return found
      .flat()
      .filter((task) => task.approval || !asked.has(task.subject))
      .sort((a, b) => (taskKey(a) < taskKey(b) ? -1 : 1));
  }

  private async signature(reading: Reading, approval: Approval): Promise<Task> {
    const { id, kind, subject, askedBy, askedAt } = approval;
    const { about, asker } = await this.things.of(reading, approval);
    const own = askedBy === reading.viewer?.personId;
    return { what: kind, subject, path: `/approvals/${id}`, about, who: asker, since: askedAt, by: null, approval: own ? 'own' : 'sign' }; // prettier-ignore
  }

  private async applications(reading: Reading): Promise<Task[]> {
    const applied = await this.bodies.listApplied();
    const names = await this.things.names(applied.map(({ appliedBy }) => appliedBy));
    return applied.map(({ id, name, appliedBy, appliedAt }) => ({
      what: 'application',
      subject: `body:${id}`,
      path: `/applications/${id}`,
      about: reading.text(name).text,
      who: names.get(appliedBy) ?? null,
      since: appliedAt,
      by: null,
    }));
  }

  /** Accounts that the town hall's own official address does not confirm. */
  private async contested(reading: Reading): Promise<Task[]> {
    const accounts = await this.checks.contested();
    return Promise.all(
      accounts.map(async ({ id, bodyId, iban, answeredAt, contestReason }) => {
        const body = await this.bodies.find(bodyId);
        const who = body && reading.text(body.name).text;
        const about = `${formatIban(iban)} · ${contestReason}`;
        return { what: 'account-contested', subject: `account:${id}`, path: `/bodies/${bodyId}`, about, who, since: answeredAt!, by: null }; // prettier-ignore
      }),
    );
  }

  private async reviews(reading: Reading): Promise<Task[]> {
    const cards = await this.projects.reviewQueue();
    return Promise.all(
      cards.map(async ({ id, title, code, townHallId, since }) => {
        const townHall = await this.bodies.find(townHallId);
        const who = townHall && reading.text(townHall.name).text;
        const about = `${reading.text(title).text} · ${code}`;
        return { what: 'review', subject: `project:${id}`, path: `/reviews/${id}`, about, who, since, by: null };
      }),
    );
  }

  private async tranches(reading: Reading): Promise<Task[]> {
    const requests = await this.delivery.inStates(['approved']);
    return Promise.all(
      requests.map(async ({ id, projectId, number, amount, since }) => {
        const { project, townHall } = await this.ofProject(reading, projectId);
        const about = reading.say('operator.tranche-of', { n: number, project, sum: reading.money(amount) });
        return { what: 'tranche', subject: `tranche:${id}`, path: `/tranches/${id}`, about, who: townHall, since, by: null }; // prettier-ignore
      }),
    );
  }

  private async completions(reading: Reading): Promise<Task[]> {
    const accepted = await this.delivery.accepted();
    return Promise.all(
      accepted.map(async ({ projectId, at }) => {
        const { project, townHall } = await this.ofProject(reading, projectId);
        return { what: 'completion', subject: `project:${projectId}`, path: `/projects/${projectId}`, about: project, who: townHall, since: at, by: null }; // prettier-ignore
      }),
    );
  }

  /** Words of donors that the public reads only after the operator. */
  private async unread({ say }: Reading): Promise<Task[]> {
    const words = await this.words.waiting({ limit: 500 });
    if (words.length === 0) return [];
    const about = say('operator.words.many', { n: words.length });
    return [{ what: 'words', subject: 'words:all', path: '/words', about, who: null, since: words[0]!.at, by: null }];
  }

  private async findings({ say }: Reading): Promise<Task[]> {
    const [run] = await this.audits.runs(1);
    if (!run || run.findings.length === 0) return [];
    const about = say('operator.audit.found', { n: run.findings.length });
    return [{ what: 'finding', subject: `run:${run.id}`, path: '/audit', about, who: null, since: run.at, by: null }];
  }

  /** What the queues gave up: letters, bookings and the like that never come unless they are sent again. */
  private async undelivered({ say }: Reading): Promise<Task[]> {
    const failed = await this.queues.failed();
    if (failed.length === 0) return [];
    const about = say('operator.queues.many', { n: failed.length });
    return [{ what: 'undelivered', subject: 'queues:all', path: '/audit', about, who: null, since: failed[0]!.at, by: null }]; // prettier-ignore
  }

  private async ofProject(reading: Reading, id: ProjectId): Promise<{ project: string; townHall: string | null }> {
    const project = await this.projects.find(id);
    const townHall = project && (await this.bodies.find(project.townHallId));
    return {
      project: project ? reading.text(project.title).text : id,
      townHall: townHall && reading.text(townHall.name).text,
    };
  }
}
