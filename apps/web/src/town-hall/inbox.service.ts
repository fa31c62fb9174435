import { Injectable } from '@nestjs/common';
import {
  addDays,
  type BodyId,
  type CivilDate,
  civilDate,
  lastDayOf,
  Money,
  type ProjectId,
} from '#libs/kernel/src/index.js';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { ResultsQueries } from '#libs/budgeting/src/index.js';
import { DEAD, DECIDED, DeliveryQueries, type InvoiceView, UNSPENT_DAYS } from '#libs/delivery/src/index.js';
import { NeedsQueries } from '#libs/funds/src/index.js';
import { BoardQueries, type TownNeed } from '#libs/needs/src/index.js';
import { TwinsQueries } from '#libs/neighbours/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import {
  isAwaited,
  type JointProject,
  PartnersQueries,
  type ProjectCard,
  ProjectFileQueries,
  ProjectsQueries,
  RecordQueries,
} from '#libs/projects/src/index.js';
import { VotesQueries, type VoteView } from '#libs/voting/src/index.js';
import { shownState, stateKey } from '../layout/card.view.js';
import type { Office } from './offices.js';
import type { Task, Wait } from './task.js';

/** The day, and what the town hall has of a project's money without an invoice. */
interface Now {
  readonly today: CivilDate;
  readonly unspent: Money;
}

type Asked = (card: ProjectCard, now: Now) => Promise<Task[]>;

const WORKING = ['funded', 'in-delivery'];
const ELSEWHERE = ['submitted', 'endorsement', 'review', 'campaign', 'collecting'];

/** What waits for a town hall, the nearest day first. */
@Injectable()
export class Inbox {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly together: PartnersQueries,
    private readonly files: ProjectFileQueries,
    private readonly record: RecordQueries,
    private readonly delivery: DeliveryQueries,
    private readonly votes: VotesQueries,
    private readonly approvals: ApprovalsQueries,
    private readonly needs: NeedsQueries,
    private readonly board: BoardQueries,
    private readonly twins: TwinsQueries,
    private readonly results: ResultsQueries,
    private readonly clock: Clock,
  ) {}

  async of({ body }: Office): Promise<{ tasks: Task[]; cards: ProjectCard[]; waits: Wait[]; joint: JointProject[] }> {
    const [cards, joint, signing, answers, alike, chosen] = await Promise.all([
      this.projects.ofTownHall(body.id),
      this.together.ofTownHall(body.id),
      this.toSign(body.id),
      this.toAnswer(body.placeCode),
      this.toTell(body),
      this.toBegin(body.id),
    ]);
    const today = civilDate(await this.clock.now());
    const unspent = await this.unspent(cards);
    const [found, asked, waits] = await Promise.all([
      Promise.all(cards.map((card) => this.forProject(card, { today, unspent: unspent(card.id) }))),
      this.needs.list({ townHallId: body.id, states: ['waiting'] }),
      Promise.all(cards.map((card) => this.elsewhere(card))),
    ]);
    const tasks = [...toJoin(joint), ...signing, ...answers, ...alike, ...chosen, ...found.flat()].sort((a, b) =>
      (a.by ?? '0').localeCompare(b.by ?? '0'),
    );
    const ofFund = asked.map(({ project, until }): Wait => ({ project, words: 'need.state.waiting', number: null, until, at: '/fund' })); // prettier-ignore
    return { tasks, cards, joint, waits: [...waits.flat(), ...ofFund] };
  }

  /** What waits for a second signature in this town hall. */
  private async toSign(bodyId: BodyId): Promise<Task[]> {
    const waiting = await this.approvals.waiting(`town-hall:${bodyId}`);
    const papers = waiting.filter(({ kind }) => kind === 'town-paper').length;
    const tasks: Task[] = [
      { what: 'sign', project: null, n: waiting.length - papers, by: null, at: '/account' },
      { what: 'papers', project: null, n: papers, by: null, at: '/papers' },
    ];
    return tasks.filter(({ n }) => n > 0);
  }

  /** Needs that the town hall promised to answer, with the first last day; what is late stands apart. */
  private async toAnswer(placeCode: string): Promise<Task[]> {
    const open = await this.board.unanswered(placeCode);
    const of = (what: 'board' | 'board-late', needs: readonly TownNeed[]): Task[] =>
      needs.length > 0 ? [{ what, project: null, n: needs.length, by: needs[0]!.answerBy, at: '/needs' }] : [];
    return [...of('board-late', open.filter(({ late }) => late)), ...of('board', open.filter(({ late }) => !late))]; // prettier-ignore
  }

  /** Neighbours who may be one person, where the town has no association to say so. */
  private async toTell(body: Office['body']): Promise<Task[]> {
    const desk = await this.twins.deskOf(body);
    const n = desk ? await this.twins.waiting(desk.placeCode) : 0;
    return n > 0 ? [{ what: 'twins', project: null, n, by: null, at: '/twins' }] : [];
  }

  /** What votes chose and nobody has begun to write. */
  private async toBegin(bodyId: BodyId): Promise<Task[]> {
    const n = await this.results.unbegun(bodyId);
    return n > 0 ? [{ what: 'winners', project: null, n, by: null, at: '/budget-votes' }] : [];
  }

  private async unspent(cards: readonly ProjectCard[]): Promise<(id: ProjectId) => Money> {
    const found = await this.delivery.unspent(cards.map(({ id }) => id));
    const sums = new Map(found.map(({ projectId, amount }) => [projectId, amount]));
    return (id) => sums.get(id) ?? Money.lei(0n);
  }

  private async forProject(card: ProjectCard, now: Now): Promise<Task[]> {
    const asked: Asked[] = [];
    if (card.state === 'draft') asked.push((one) => this.draft(one));
    if (card.objectionsUntil) asked.push((one) => this.objections(one));
    if (WORKING.includes(card.state)) asked.push((one, at) => this.works(one, at));
    if (card.state === 'cancelled') asked.push((one, at) => this.givenUp(one, at));
    return (await Promise.all(asked.map((ask) => ask(card, now)))).flat();
  }

  private async draft({ id, title, opensOn }: ProjectCard): Promise<Task[]> {
    const file = await this.files.file(id);
    const n = file?.gaps.length ?? 0;
    const what = n > 0 ? 'gaps' : 'send';
    return [{ what, project: { id, title }, n, by: opensOn, at: `/projects/${id}` }];
  }

  private async objections({ id, title, objectionsUntil }: ProjectCard): Promise<Task[]> {
    const open = (await this.record.objections(id)).filter(({ answer }) => answer === null);
    const by = objectionsUntil && lastDayOf(objectionsUntil);
    if (open.length === 0) return [];
    return [{ what: 'objection', project: { id, title }, n: open.length, by, at: `/projects/${id}` }];
  }

  private async works({ id, title }: ProjectCard, { today, unspent }: Now): Promise<Task[]> {
    const [plan, requests, invoices, closing] = await Promise.all([
      this.projects.plan(id),
      this.delivery.requests(id),
      this.delivery.invoices(id),
      this.delivery.closing(id),
    ]);
    if (closing.acceptance) return [];
    const project = { id, title };
    const at = `/projects/${id}/works`;
    const live = requests.filter(({ state }) => !DEAD.includes(state));
    const open = live.some(({ state }) => !DECIDED.includes(state));
    const next = open ? undefined : plan!.tranches.find((one) => !live.some(({ trancheId }) => trancheId === one.id));
    const milestones = plan!.milestones.filter(({ metOn }) => metOn === null);
    const late = milestones.filter(({ plannedOn }) => plannedOn !== null && plannedOn < today);
    const dayOf = (milestoneId: string | null) => plan!.milestones.find((one) => one.id === milestoneId)?.plannedOn ?? null; // prettier-ignore
    const tasks: Task[] = late.map((one) => ({ what: 'late', project, n: 1, by: one.plannedOn, at }));
    // The newest request of a tranche stands first.
    const back = requests.find(({ trancheId }) => trancheId === next?.id)?.state === 'rejected';
    if (next)
      tasks.push({
        what: back ? 'tranche-back' : 'tranche',
        project,
        n: next.number,
        by: back ? null : dayOf(next.milestoneId),
        at,
      });
    const soon = milestones.find((one) => !late.includes(one));
    if (soon) tasks.push({ what: 'stage', project, n: 1, by: soon.plannedOn, at });
    const papers = papersFor(unspent, invoices).map((one) => ({ ...one, project, by: null, at }));
    tasks.push(...papers);
    const arrived = plan!.tranches.length > 0 && live.filter(({ state }) => state === 'received').length === plan!.tranches.length; // prettier-ignore
    if (arrived && milestones.length === 0 && papers.length === 0) {
      tasks.push({ what: closing.account ? 'accept' : 'account', project, n: 1, by: null, at: `${at}/final` });
    }
    return tasks;
  }

  /** What it had received when the project was given up is proven, or sent back. */
  private async givenUp({ id, title, since }: ProjectCard, { unspent }: Now): Promise<Task[]> {
    const by = addDays(civilDate(since), UNSPENT_DAYS);
    const rest = { project: { id, title }, by, at: `/projects/${id}/works` };
    const papers = papersFor(unspent, await this.delivery.invoices(id));
    return papers.map(({ what, n }) => ({ what: what === 'invoice' ? 'unspent' : 'prove-after', n, ...rest }));
  }

  /** Whose turn it is while it is not the town hall's, and until when. */
  private async elsewhere(card: ProjectCard): Promise<Wait[]> {
    const { id, title, state, closesOn, objectionsUntil } = card;
    const project = { id, title };
    const votes = await this.votes.ofProject(id);
    const last = (all: readonly VoteView[]) => all.filter((vote) => vote.state === 'open').map(({ closesAt }) => closesAt).sort((a, b) => b.getTime() - a.getTime())[0] ?? null; // prettier-ignore
    if (ELSEWHERE.includes(state)) {
      const until = objectionsUntil ? lastDayOf(objectionsUntil) : state === 'campaign' ? closesOn : last(votes);
      return [{ project, words: stateKey(shownState(card)), number: null, until, at: `/projects/${id}` }];
    }
    if (!WORKING.includes(state)) return [];
    if ((await this.delivery.closing(id)).acceptance)
      return [{ project, words: 'hall.wait.complete', number: null, until: null, at: `/projects/${id}/works` }];
    const live = (await this.delivery.requests(id)).filter((one) => !DEAD.includes(one.state) && one.state !== 'received'); // prettier-ignore
    return live.map((one) => {
      const until =
        one.state === 'voting' ? last(votes.filter(({ subject }) => subject === `tranche:${one.id}`)) : null;
      const at = `/projects/${id}/works/requests/${one.id}`;
      return { project, words: `tranche.state.${one.state}`, number: one.number, until, at };
    });
  }
}

/** Money that came and has no invoice yet, and invoices without their act. */
function papersFor(
  unspent: Money,
  invoices: readonly InvoiceView[],
): { readonly what: 'invoice' | 'prove'; readonly n: number }[] {
  const unproven = invoices.filter(({ state }) => state === 'entered').length;
  return [
    ...(unspent.isPositive() ? [{ what: 'invoice', n: 1 } as const] : []),
    ...(unproven > 0 ? [{ what: 'prove', n: unproven } as const] : []),
  ];
}

/** Invitations to build with another town, and agreements to a sum that has changed since. */
function toJoin(joint: readonly JointProject[]): Task[] {
  return joint
    .filter(({ partner, draft }) => draft && isAwaited(partner))
    .map(({ partner: { projectId: id }, title }) => ({ what: 'partner', project: { id, title }, n: 1, by: null, at: `/joint/${id}` })); // prettier-ignore
}
