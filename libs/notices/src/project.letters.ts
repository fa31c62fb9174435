import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeliveryQueries, type RequestId, UNSPENT_DAYS } from '#libs/delivery/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { addDays, type BodyId, civilDate, type PersonId, type ProjectId, type VoteId } from '#libs/kernel/src/index.js';
import { Database, formatDate, formatMoment, formatMoney, formatPercent, type Lang, sayIn, textIn, type WordParams } from '#libs/platform/src/index.js'; // prettier-ignore
import { EndingQueries, PledgesQueries } from '#libs/pledges/src/index.js';
import { PartnersQueries, ProjectsQueries, RecordQueries } from '#libs/projects/src/index.js';
import { type FollowId, FollowsService, type UpdateId, VoiceQueries } from '#libs/voice/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { Composers } from './composers.js';
import type { Composer, Letter } from './letter.js';
import {
  associationFilePath,
  filePath,
  inspectionPath,
  operatorPath,
  worksPath,
  trancheDeskPath,
  unfollowPath,
  votePath,
} from './letter.paths.js';
import { lastDay, LetterContext, type ProjectNamed } from './letter-context.service.js';

type More = { readonly params?: WordParams; readonly path?: string };
interface Reader {
  readonly lang: Lang;
  readonly named: ProjectNamed;
  readonly letter: Letter;
}
type Finder = (letter: Letter) => Promise<ProjectId | null> | ProjectId | null;

const TRANCHE_STEPS = ['asked', 'waits', 'inspected', 'approved', 'refused', 'rejected', 'released', 'received'];
/** Kinds that people get because they follow: each says how to stop it. */
const FOLLOWED = new Set([
  'update',
  'delay',
  'tranche-released',
  'completed',
  'followed-cancelled',
  'campaign-extended',
]);

/** Letters about a project to its offices, its association and those who follow it, each in his own language. */
@Injectable()
export class ProjectLetters implements OnModuleInit {
  constructor(
    private readonly composers: Composers,
    private readonly context: LetterContext,
    private readonly db: Database,
    private readonly projects: ProjectsQueries,
    private readonly partners: PartnersQueries,
    private readonly members: MembersQueries,
    private readonly record: RecordQueries,
    private readonly pledges: PledgesQueries,
    private readonly endings: EndingQueries,
    private readonly votes: VotesQueries,
    private readonly delivery: DeliveryQueries,
    private readonly voice: VoiceQueries,
    private readonly follows: FollowsService,
  ) {}

  onModuleInit(): void {
    const itself: Finder = ({ subject }) => subject as ProjectId;
    const ofVote: Finder = async ({ subject }) => (await this.votes.find(subject as VoteId))?.projectId ?? null;
    const ofRequest: Finder = async ({ subject }) => (await this.delivery.request(subject as RequestId))?.projectId ?? null; // prettier-ignore
    const ofUpdate: Finder = async ({ subject }) => (await this.voice.find(subject as UpdateId))?.projectId ?? null;
    const on = (kind: string, find: Finder, more: (reader: Reader) => Promise<More | null> | More | null) =>
      this.composers.on(kind, this.about(find, more));
    for (const kind of ['office-succeeded', 'office-failed']) on(kind, itself, (reader) => this.raised(reader));
    on('review', itself, (reader) => this.review(reader));
    on('objection', itself, (reader) => this.objection(reader));
    on('objections-more', itself, ({ named: { project }, lang }) => project.objectionsUntil && { params: { until: lastDay(lang, project.objectionsUntil) }, path: `${filePath(lang, project.townHallId, project.id)}#objections` }); // prettier-ignore
    on('closing-asked', itself, (reader) => this.closing(reader));
    on('campaign-open', itself, (reader) => this.campaign(reader));
    on('campaign-extended', itself, (reader) => this.extended(reader));
    for (const kind of ['vote-open', 'vote-closing', 'vote-closed', 'vote-void'])
      on(kind, ofVote, (reader) => this.vote(reader));
    for (const step of TRANCHE_STEPS) on(`tranche-${step}`, ofRequest, (reader) => this.tranche(reader));
    on('update', ofUpdate, (reader) => this.update(reader));
    on('update-judged', ofUpdate, (reader) => this.judged(reader));
    on('delay', itself, (reader) => this.delay(reader));
    on('office-cancelled', itself, (reader) => this.cancelled(reader));
    on('followed-cancelled', itself, (reader) => this.givenUp(reader));
    on('completed', itself, ({ named }) => ({ path: named.path }));
  }

  private about(find: Finder, more: (reader: Reader) => Promise<More | null> | More | null): Composer {
    return async (letter) => {
      const person = await this.context.person(letter.personId);
      const projectId = await find(letter);
      const named = person && projectId && (await this.context.project(projectId, person.lang));
      const added = named && (await more({ lang: person.lang, named, letter }));
      if (!person || !named || !added) return null;
      const { email, lang } = person;
      const params = { project: named.title, place: named.place, ...added.params };
      const unfollow = FOLLOWED.has(letter.kind) ? await this.unfollowPath(person.id, named.project.id, lang) : null;
      return this.context.composed(letter.kind, { email, lang, params, why: 'office', unfollow, ...(added.path && { path: added.path }) }); // prettier-ignore
    };
  }

  /** The way to stop these letters, for those who get them because they follow. */
  private async unfollowPath(personId: PersonId, projectId: ProjectId, lang: Lang): Promise<string | null> {
    const [follow] = await this.db.rows<{ id: FollowId }>(
      'select id from voice.follow where project_id = $1 and person_id = $2 and until is null',
      [projectId, personId],
    );
    return follow ? unfollowPath(lang, this.follows.tokenOf(follow.id)) : null;
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

  /** It was given up; what the town hall had received is to be proven or sent back. */
  private async cancelled({ lang, named: { project, path }, letter }: Reader): Promise<More | null> {
    const [[unspent], steps] = await Promise.all([
      this.delivery.unspent([project.id]),
      this.record.transitions(project.id),
    ]);
    const step = steps.findLast(({ to }) => to === 'cancelled');
    if (!step) return null;
    const hall = letter.occasion!.startsWith('town-hall');
    const params = {
      reason: step.reason ?? '–',
      money: unspent ? (hall ? 'hall' : 'unspent') : step.from === 'published' ? 'none' : 'rest',
      sum: unspent ? formatMoney(lang, unspent.amount) : '',
      until: formatDate(lang, addDays(civilDate(step.at), UNSPENT_DAYS)),
    };
    return { params, path: unspent && hall ? worksPath(lang, project.townHallId, project.id) : path };
  }

  /** Who only followed it has nothing to do: what happened, why, and what becomes of the money. */
  private async givenUp({ named: { project, path } }: Reader): Promise<More | null> {
    const step = (await this.record.transitions(project.id)).findLast(({ to }) => to === 'cancelled');
    if (!step) return null;
    return { params: { reason: step.reason ?? '–', money: step.from === 'published' ? 'none' : 'rest' }, path };
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

  private async tranche({ lang, named, letter }: Reader): Promise<More | null> {
    const request = await this.delivery.request(letter.subject as RequestId);
    if (!request) return null;
    const steps = await this.delivery.steps(request.id);
    const last = steps.at(-1);
    const said = last?.reason && /-(refused|rejected)$/.test(letter.kind) ? 'yes' : 'no';
    const sum = formatMoney(lang, request.amount);
    const params = {
      number: request.number,
      sum,
      said,
      reason: last?.reason ?? '',
      // What had arrived was not refused: it came back.
      back: steps.at(-2)?.state === 'received' ? 'yes' : 'no',
      office: letter.occasion!.split(':')[0]!,
      late: request.overdue ? 'yes' : 'no',
    };
    return {
      params,
      path: pathFor(letter, lang, { ...named, associationId: await this.ownAssociation(letter, named) }),
    };
  }

  /** Of the associations of a joint project the one in which the reader is. */
  private async ownAssociation({ personId }: Letter, { project }: ProjectNamed): Promise<BodyId | null> {
    const { associations } = await this.partners.bodiesOf(project);
    const mine = personId ? await this.members.rolesOf(personId) : [];
    return associations.find((id) => mine.some(({ body }) => body.id === id)) ?? null;
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

  private async delay({ lang, named, letter }: Reader): Promise<More | null> {
    const plan = await this.projects.plan(named.project.id);
    const milestoneId = letter.occasion!.split(':')[0];
    const stage = plan?.milestones.find(({ id }) => id === milestoneId);
    if (!stage?.expectedOn || !stage.plannedOn || !stage.delayReason) return null;
    const words = {
      stage: textIn(lang, stage.name).text,
      planned: formatDate(lang, stage.plannedOn),
      reason: textIn(lang, stage.delayReason).text.replaceAll(/\s+/g, ' '),
      newDate: formatDate(lang, stage.expectedOn),
    };
    return { params: { delay: sayIn(lang)('delay.letter', words) }, path: named.path };
  }
}

/** Whoever gets a letter about a tranche is led to it on his own desk; everybody else to the project. */
function pathFor(
  { occasion, subject }: Letter,
  lang: Lang,
  { project, path, associationId }: ProjectNamed & { associationId: BodyId | null },
): string {
  const office = occasion!.split(':')[0];
  if (office === 'town-hall') return trancheDeskPath(lang, project.townHallId, project.id, subject);
  if (office === 'association') return associationId ? inspectionPath(lang, associationId, subject) : path;
  return office === 'operator' ? operatorPath(lang) : path;
}
