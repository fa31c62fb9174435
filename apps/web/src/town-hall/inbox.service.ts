import { Injectable } from '@nestjs/common';
import { type CivilDate, civilDate, type BodyId, type ProjectId } from '#libs/kernel/src/index.js';
import { type Approval, ApprovalsQueries } from '#libs/approvals/src/index.js';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { type ProjectCard, ProjectFileQueries, ProjectsQueries, RecordQueries } from '#libs/projects/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { Office } from './offices.js';

/** Something that waits for this town hall. `by` is the last day, when there is one. */
export interface Task {
  readonly what: 'sign' | 'gaps' | 'send' | 'objection' | 'tranche' | 'late' | 'account' | 'stage';
  readonly project: { readonly id: ProjectId; readonly title: Multilingual } | null;
  /** How many of them, or which one. */
  readonly n: number;
  readonly by: CivilDate | null;
  /** Path below the desk. */
  readonly at: string;
}

type Asked = (card: ProjectCard, today: CivilDate) => Promise<Task[]>;

const WORKING = ['funded', 'in-delivery'];

/** What waits for a town hall, the nearest day first. */
@Injectable()
export class Inbox {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly files: ProjectFileQueries,
    private readonly record: RecordQueries,
    private readonly delivery: DeliveryQueries,
    private readonly approvals: ApprovalsQueries,
    private readonly clock: Clock,
  ) {}

  async of({ body }: Office): Promise<{ tasks: Task[]; cards: ProjectCard[]; waiting: Approval[] }> {
    const [cards, waiting] = await Promise.all([this.projects.ofTownHall(body.id), this.waiting(body.id)]);
    const today = civilDate(await this.clock.now());
    const found = await Promise.all(cards.map((card) => this.forProject(card, today)));
    const signing = waiting.length > 0 ? [{ what: 'sign', project: null, n: waiting.length, by: null, at: '/account' } as const] : []; // prettier-ignore
    const tasks = [...signing, ...found.flat()].sort((a, b) => (a.by ?? '0').localeCompare(b.by ?? '0'));
    return { tasks, cards, waiting };
  }

  /** What waits for a second signature in this town hall. */
  waiting(bodyId: BodyId): Promise<Approval[]> {
    return this.approvals.waiting(`town-hall:${bodyId}`);
  }

  private async forProject(card: ProjectCard, today: CivilDate): Promise<Task[]> {
    const asked: Asked[] = [];
    if (card.state === 'draft') asked.push((one) => this.draft(one));
    if (card.state === 'endorsement' && card.noAssociation) asked.push((one) => this.objections(one));
    if (WORKING.includes(card.state)) asked.push((one, day) => this.works(one, day));
    return (await Promise.all(asked.map((ask) => ask(card, today)))).flat();
  }

  private async draft({ id, title, opensOn }: ProjectCard): Promise<Task[]> {
    const file = await this.files.file(id);
    const n = file?.gaps.length ?? 0;
    const what = n > 0 ? 'gaps' : 'send';
    return [{ what, project: { id, title }, n, by: opensOn, at: `/projects/${id}` }];
  }

  private async objections({ id, title }: ProjectCard): Promise<Task[]> {
    const open = (await this.record.objections(id)).filter(({ answer }) => answer === null);
    const project = await this.projects.find(id);
    const by = project?.objectionsUntil ? civilDate(project.objectionsUntil) : null;
    if (open.length === 0) return [];
    return [{ what: 'objection', project: { id, title }, n: open.length, by, at: `/projects/${id}` }];
  }

  private async works({ id, title }: ProjectCard, today: CivilDate): Promise<Task[]> {
    const [plan, requests] = await Promise.all([this.projects.plan(id), this.delivery.requests(id)]);
    const project = { id, title };
    const at = `/projects/${id}/works`;
    const asked = new Set(requests.filter(({ state }) => !['refused', 'rejected', 'void'].includes(state)).map(({ trancheId }) => trancheId)); // prettier-ignore
    const next = plan!.tranches.find((one) => !asked.has(one.id));
    const milestones = plan!.milestones.filter(({ metOn }) => metOn === null);
    const late = milestones.filter(({ plannedOn }) => plannedOn !== null && plannedOn < today);
    const dayOf = (milestoneId: string | null) => plan!.milestones.find((one) => one.id === milestoneId)?.plannedOn ?? null; // prettier-ignore
    const tasks: Task[] = late.map((one) => ({ what: 'late', project, n: 1, by: one.plannedOn, at }));
    if (next) tasks.push({ what: 'tranche', project, n: next.number, by: dayOf(next.milestoneId), at });
    const soon = milestones.find((one) => !late.includes(one));
    if (soon) tasks.push({ what: 'stage', project, n: 1, by: soon.plannedOn, at });
    if (!next && milestones.length === 0) tasks.push({ what: 'account', project, n: 1, by: null, at: `${at}/final` });
    return tasks;
  }
}
