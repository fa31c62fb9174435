import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BodiesQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import type { BodyId, PersonId, ProjectId, VoteId } from '#libs/kernel/src/index.js';
import { formatDate, Handlers, type Lang, sayIn, type StoredEvent, textIn, type Tx, type WordParams } from '#libs/platform/src/index.js'; // prettier-ignore
import { PartnersQueries, type PartnerState, ProjectsQueries, SENDERS } from '#libs/projects/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { jointPath, partnersPath, townHallPath, votePath } from './letter.paths.js';
import { LetterContext, type ProjectNamed } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

/** Whom each step tells: the town hall that leads it, or the one that is asked. */
const TO = { invited: 'partner', removed: 'partner', agreed: 'lead', declined: 'lead' } as const;

/** Letters between the town halls of a joint project, and what each of its associations has decided. */
@Injectable()
export class PartnerLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly letters: LettersService,
    private readonly composers: Composers,
    private readonly context: LetterContext,
    private readonly projects: ProjectsQueries,
    private readonly partners: PartnersQueries,
    private readonly members: MembersQueries,
    private readonly bodies: BodiesQueries,
    private readonly votes: VotesQueries,
  ) {}

  onModuleInit(): void {
    for (const [step, to] of Object.entries(TO) as [PartnerState, 'lead' | 'partner'][]) {
      this.handlers.on(`projects.partner-${step}`, 'notices.partner', (tx, event) =>
        this.tell(tx, event, { step, to }),
      );
      this.composers.on(`partner-${step}`, (letter) => this.compose(letter, step));
    }
    this.handlers.on('voting.closed', 'notices.partner-vote', (tx, event) => this.voted(tx, event));
    this.composers.on('partner-vote', (letter) => this.composeVote(letter));
  }

  private async tell(tx: Tx, { id, data }: StoredEvent, { step, to }: { step: PartnerState; to: 'lead' | 'partner' }): Promise<void> {
    const project = await this.projects.find(data.projectId as ProjectId, tx);
    if (!project) return;
    const townHall = to === 'lead' ? project.townHallId : (data.townHallId as BodyId);
    const people = await this.members.officersOf(townHall, SENDERS, tx);
    const subject = `${project.id}:${String(data.townHallId)}`;
    await this.letters.order(tx, ...people.map((personId) => ({ kind: `partner-${step}`, personId, subject, occasion: id })));
  } // prettier-ignore

  /** Each town hall of a joint project hears how one of its associations has voted on it. */
  private async voted(tx: Tx, { data }: StoredEvent): Promise<void> {
    const project = data.kind === 'endorsement' ? await this.projects.find(data.projectId as ProjectId, tx) : null;
    const bodies = project && (await this.partners.bodiesOf(project, tx));
    if (!bodies || bodies.townHalls.length === 1) return;
    const told = new Set<PersonId>();
    for (const id of bodies.townHalls) {
      for (const person of await this.members.officersOf(id, SENDERS, tx)) told.add(person);
    }
    const subject = String(data.voteId);
    await this.letters.order(tx, ...[...told].map((personId) => ({ kind: 'partner-vote', personId, subject })));
  }

  private async compose({ kind, personId, subject }: Letter, step: PartnerState): Promise<Composed | null> {
    const [projectId, townHallId] = subject.split(':') as [ProjectId, BodyId];
    const [person, partner] = [await this.context.person(personId), await this.partners.one(projectId, townHallId)];
    const named = person && (await this.context.project(projectId, person.lang));
    // What has been answered or taken back meanwhile has a letter of its own.
    if (!person || !named || partner?.state !== step) return null;
    const { lang } = person;
    const lead = await this.bodies.find(named.project.townHallId);
    const params = {
      project: named.title,
      place: named.place,
      lead: lead ? textIn(lang, lead.name).text : '',
      body: textIn(lang, partner.name).text,
      number: partner.actNumber ?? '',
      date: partner.actDate ? formatDate(lang, partner.actDate) : '',
      reason: partner.reason ?? '',
    };
    return this.context.composed(kind, { ...person, params, why: 'office', path: pathOf(lang, named, { step, townHallId }) });
  } // prettier-ignore

  private async composeVote({ kind, personId, subject }: Letter): Promise<Composed | null> {
    const [person, vote] = [await this.context.person(personId), await this.votes.find(subject as VoteId)];
    const named = person && vote?.projectId && (await this.context.project(vote.projectId, person.lang));
    if (!person || !named || !vote.result) return null;
    const { lang } = person;
    const body = await this.bodies.find(vote.associationId);
    const { outcome, yes, no, abstain } = vote.result;
    const params: WordParams = {
      project: named.title,
      place: named.place,
      body: body ? textIn(lang, body.name).text : '',
      outcome,
      result: sayIn(lang)('vote.result', { yes, no, abstain }),
      n: (await this.partners.awaited(named.project.id)).length,
    };
    return this.context.composed(kind, { ...person, params, why: 'office', path: votePath(lang, vote.id) });
  }
}

function pathOf(lang: Lang, { project }: ProjectNamed, { step, townHallId }: { step: PartnerState; townHallId: BodyId }): string {
  if (step === 'invited') return jointPath(lang, townHallId, project.id);
  if (step === 'removed') return townHallPath(lang, townHallId);
  return partnersPath(lang, project.townHallId, project.id);
} // prettier-ignore
