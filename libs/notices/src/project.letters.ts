import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeliveryQueries, type RequestId } from '#libs/delivery/src/index.js';
import { civilDate, type VoteId } from '#libs/kernel/src/index.js';
import { formatDate, formatMoment, formatMoney, formatPercent, sayIn, textIn } from '#libs/platform/src/index.js';
import { EndingQueries, PledgesQueries } from '#libs/pledges/src/index.js';
import { ProjectsQueries, RecordQueries } from '#libs/projects/src/index.js';
import { type UpdateId, VoiceQueries } from '#libs/voice/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { AboutProject, type Adds, type Finder, itself, type More, type Reader } from './about-project.service.js';
import { associationFilePath, filePath, votePath } from './letter.paths.js';
import { lastDay, LetterContext } from './letter-context.service.js';

/** Letters about a project to its offices, its association and those who follow it: its file, its campaign, its votes, its news. */
@Injectable()
export class ProjectLetters implements OnModuleInit {
  constructor(
    private readonly about: AboutProject,
    private readonly context: LetterContext,
    private readonly projects: ProjectsQueries,
    private readonly record: RecordQueries,
    private readonly pledges: PledgesQueries,
    private readonly endings: EndingQueries,
    private readonly votes: VotesQueries,
    private readonly delivery: DeliveryQueries,
    private readonly voice: VoiceQueries,
  ) {}

  onModuleInit(): void {
    const ofVote: Finder = async ({ subject }) => (await this.votes.find(subject as VoteId))?.projectId ?? null;
    const ofUpdate: Finder = async ({ subject }) => (await this.voice.find(subject as UpdateId))?.projectId ?? null;
    const on = (kind: string, find: Finder, more: Adds) => this.about.on(kind, find, more);
    for (const kind of ['office-succeeded', 'office-failed']) on(kind, itself, (reader) => this.raised(reader));
    on('review', itself, (reader) => this.review(reader));
    on('objection', itself, (reader) => this.objection(reader));
    on('objections-more', itself, ({ named: { project }, lang }) => project.objectionsUntil && { params: { until: lastDay(lang, project.objectionsUntil) }, path: `${filePath(lang, project.townHallId, project.id)}#objections` }); // prettier-ignore
    on('closing-asked', itself, (reader) => this.closing(reader));
    on('campaign-open', itself, (reader) => this.campaign(reader));
    on('campaign-extended', itself, (reader) => this.extended(reader));
    for (const kind of ['vote-open', 'vote-closing', 'vote-closed', 'vote-void'])
      on(kind, ofVote, (reader) => this.vote(reader));
    on('update', ofUpdate, (reader) => this.update(reader));
    on('update-judged', ofUpdate, (reader) => this.judged(reader));
  }

  private async raised({ lang, named: { project, path } }: Reader): Promise<More | null> {
    const [totals] = await this.pledges.totals([project.id]);
    const scope = sayIn(lang)('letter.scope', await this.context.scope(lang, project.id)).trim();
    return { params: { raised: formatMoney(lang, totals!.raised), donors: totals!.donors, scope }, path };
  }

  private async review({ lang, named: { project }, letter }: Reader): Promise<More> {
    const steps = await this.record.transitions(project.id);
    const cause = letter.occasion!.split(':')[0]!;
    const step = steps.findLast((one) => one.cause === cause);
    // A vote's own note is a key for machines, not somebody's words.
    const reason = step?.by ? (step.reason ?? '') : '';
    const params = {
      cause: cause.replaceAll('-', '_'),
      outcome: sayIn(lang)(`project.cause.${cause}`),
      said: reason ? 'yes' : 'no',
      reason,
    };
    return { params, path: filePath(lang, project.townHallId, project.id) };
  }

  /** Nothing to say once it is answered. */
  private async objection({ lang, named: { project }, letter }: Reader): Promise<More | null> {
    const one = (await this.record.objections(project.id)).find(({ id }) => id === letter.occasion);
    if (!one || one.answer || !project.objectionsUntil) return null;
    const { name, text } = one;
    const params = { signed: name ? 'yes' : 'no', name: name ?? '', text, until: lastDay(lang, project.objectionsUntil) }; // prettier-ignore
    return { params, path: `${filePath(lang, project.townHallId, project.id)}#objections` };
  }

  /** One side has signed to close early; the other is asked while the campaign runs. */
  private async closing({ lang, named: { project }, letter: { occasion } }: Reader): Promise<More | null> {
    const campaign = await this.projects.campaign(project.id);
    if (!campaign || project.state !== 'campaign' || !project.associationId) return null;
    const params = { side: occasion === 'town-hall' ? 'hall' : 'association', until: lastDay(lang, campaign.closesAt) };
    const desk = occasion === 'town-hall' ? associationFilePath(lang, project.associationId, project.id) : filePath(lang, project.townHallId, project.id); // prettier-ignore
    return { params, path: desk };
  }

  private async campaign({ lang, named: { project, path } }: Reader): Promise<More | null> {
    const campaign = await this.projects.campaign(project.id);
    if (!campaign) return null;
    const { minimum, optimum, closesAt } = campaign;
    const sums = { minimum: formatMoney(lang, minimum), optimum: formatMoney(lang, optimum) };
    return { params: { ...sums, until: lastDay(lang, closesAt) }, path };
  }

  /** With the sums on which it was decided. */
  private async extended({ lang, named: { project, path } }: Reader): Promise<More | null> {
    const [campaign, decisions] = [await this.projects.campaign(project.id), await this.endings.decisions(project.id)];
    const decided = decisions.find(({ stage }) => stage === 'extension');
    if (!campaign || !decided?.extension) return null;
    const params = {
      minimum: formatMoney(lang, decided.minimum),
      share: formatPercent(lang, decided.extension.atBp / 100),
      sum: formatMoney(lang, decided.held.plus(decided.promised)),
      until: lastDay(lang, campaign.closesAt),
    };
    return { params, path };
  }

  private async vote({ lang, named: { project }, letter }: Reader): Promise<More | null> {
    const vote = await this.votes.find(letter.subject as VoteId);
    if (!vote) return null;
    const { kind, closesAt, result } = vote;
    const request = kind === 'release' ? await this.delivery.request(vote.subject.split(':')[1] as RequestId) : null;
    const counts = { yes: result?.yes ?? 0, no: result?.no ?? 0, abstain: result?.abstain ?? 0 };
    const params = {
      kind,
      number: request?.number ?? 0,
      sum: request ? formatMoney(lang, request.amount) : '',
      closes: formatMoment(lang, closesAt),
      ...{ outcome: result?.outcome ?? 'open', ended: ['cancelled', 'failed'].includes(project.state) ? 'yes' : 'no' },
      result: sayIn(lang)('vote.result', counts),
    };
    return { params, path: votePath(lang, vote.id) };
  }

  private async update({ lang, named, letter }: Reader): Promise<More | null> {
    const update = await this.voice.find(letter.subject as UpdateId);
    if (!update?.text) return null;
    const params = { office: update.office, text: textIn(lang, update.text).text };
    return { params, path: named.path };
  }

  /** The operator has hidden the office's news, or shows them again; as it stands when the letter is written. */
  private async judged({ lang, named: { project }, letter }: Reader): Promise<More | null> {
    const update = await this.voice.find(letter.subject as UpdateId);
    if (!update) return null;
    const params = { day: formatDate(lang, civilDate(update.at)), hidden: update.hidden === null ? 'no' : 'yes', reason: update.hidden ?? '' }; // prettier-ignore
    const desk = update.office === 'association' && project.associationId ? associationFilePath(lang, project.associationId, project.id) : filePath(lang, project.townHallId, project.id); // prettier-ignore
    return { params, path: desk };
  }
}
