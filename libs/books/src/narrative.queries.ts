import { Injectable } from '@nestjs/common';
import { checklistOf, DeliveryQueries, type StageReport, WorksQueries } from '#libs/delivery/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { FEW, type ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { type PlanWords, type ProjectPlan, type ProjectState, RecordQueries } from '#libs/projects/src/index.js';
import { VoiceQueries } from '#libs/voice/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { type NarrativeReport, type NarrativeStage, type NarrativeVote, NEWS_MOST } from './narrative.js';
import type { ProjectReport } from './report.js';
import { ReportQueries } from './report.queries.js';
import { END } from './report.sql.js';

/** What was done in a project, for its programme: what was published up to one head, so that anybody can draw it again. */
@Injectable()
export class NarrativeQueries {
  constructor(
    private readonly db: Database,
    private readonly reports: ReportQueries,
    private readonly record: RecordQueries,
    private readonly works: WorksQueries,
    private readonly delivery: DeliveryQueries,
    private readonly votes: VotesQueries,
    private readonly voice: VoiceQueries,
    private readonly bodies: BodiesQueries,
  ) {}

  /**
   * Up to the head with this number, the newest when none is named; null when there is no such head, and up to heads before
   * the campaign opened: until then a plan may still change in more than its words. The plan is the project's. Everything
   * counts by the transaction in which it was said, as the books do: what was still under way then is in no report of that head.
   */
  async of(plan: ProjectPlan, named: number | null = null): Promise<NarrativeReport | null> {
    const report = await this.reports.of(plan, named);
    if (!report || !isTold(plan, report)) return null;
    const { id } = plan.project;
    const [{ end } = { end: '0' }] = await this.db.publicRows<{ end: string }>(END, [report.head.n]);
    const state = await this.record.stateAt(id, end);
    if (!state) return null;
    const [{ names, ...words }, stages, inspections, votes, news, photos] = await Promise.all([
      this.record.wordsAt(plan, end),
      this.works.stages(id, end),
      this.works.inspections(id, end),
      this.votesUntil(id, end),
      this.voice.toldUntil(id, end, NEWS_MOST),
      this.works.photos(id, end),
    ]);
    const { donors } = report.people;
    return {
      ...{ head: report.head, kind: report.kind, state, ...words, works: worksOf(plan, { state, names }) },
      givers: donors > 0 && donors < FEW ? null : donors,
      stages: plan.milestones.map((one) => stageOf({ ...one, name: names.get(one.id) ?? one.name }, stages)),
      ...{ inspections, votes, news: { all: news.all, last: news.last }, photos: photos + news.photos },
      accepted: report.end && { number: report.end.number, date: report.end.date },
    };
  }

  /** The votes about a project that were closed by then, oldest first. */
  private async votesUntil(id: ProjectId, end: string): Promise<NarrativeVote[]> {
    const [votes, requests] = await Promise.all([this.votes.closedBefore(id, end), this.delivery.requests(id)]);
    const bodies = await this.bodies.findAll([...new Set(votes.map(({ associationId }) => associationId))]);
    const names = new Map(bodies.map(({ id: body, name }) => [body, name]));
    const tranches = new Map(requests.flatMap(({ number, votes: own }) => own.map(({ voteId }) => [voteId, number] as const))); // prettier-ignore
    const told = votes.flatMap(({ id: vote, kind, associationId, entitled, rule, result }) => {
      if (!result) return [];
      const { yes, no, abstain, outcome, ground, quorate, closedAt } = result;
      return {
        ...{
          id: vote,
          kind,
          tranche: tranches.get(vote) ?? null,
          associationId,
          association: names.get(associationId)!,
        },
        ...{ entitled, quorum: { quorumNum: rule.quorumNum, quorumDen: rule.quorumDen } },
        ...{ yes, no, abstain, outcome, ground, quorate, closedAt },
      };
    });
    return told.sort((a, b) => a.closedAt.getTime() - b.closedAt.getTime() || (a.id < b.id ? -1 : 1));
  }
}

/** Whether a narrative report can be made beside a report on the money: the campaign had opened. */
export function isTold({ campaign }: Pick<ProjectPlan, 'campaign'>, { head }: Pick<ProjectReport, 'head'>): boolean {
  return campaign.openedAt !== null && campaign.openedAt <= head.at;
}

/** What is built, by its names then; a smaller version counts from the day on which the project had its money. */
function worksOf(plan: ProjectPlan, { state, names }: Pick<PlanWords, 'names'> & { state: ProjectState }): NarrativeReport['works'] {
  const undecided = state === 'campaign' || state === 'collecting';
  const lines = checklistOf(undecided ? { ...plan, campaign: { ...plan.campaign, built: null } } : plan);
  return lines.map(({ id, name, quantity, unit }) => ({ name: names.get(id) ?? name, quantity: quantity!, unit: unit! }));
} // prettier-ignore

function stageOf({ id, name, plannedOn }: ProjectPlan['milestones'][number], all: readonly StageReport[]): NarrativeStage {
  const own = all.filter(({ milestoneId }) => milestoneId === id);
  const delays = own.flatMap(({ kind, on, at, reason }) => (kind === 'delayed' ? [{ on, at, reason: reason! }] : []));
  return { id, name, plannedOn, metOn: own.find(({ kind }) => kind === 'met')?.on ?? null, delays };
} // prettier-ignore
