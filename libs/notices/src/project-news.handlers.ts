import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { MembersQueries, OFFICERS, type Role } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { civilDate, type PersonId, type ProjectId, type VoteId } from '#libs/kernel/src/index.js';
import { Clock, Database, Handlers, rowsOf, type StoredEvent, type Tx } from '#libs/platform/src/index.js';
import { CLOSERS } from '#libs/pledges/src/index.js';
import { PartnersQueries, type Project, ProjectsQueries, SENDERS } from '#libs/projects/src/index.js';
import { type UpdateId, VoiceQueries } from '#libs/voice/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { LettersService } from './letters.service.js';
import { GAVE } from './pledge-news.handlers.js';

type Office = 'town-hall' | 'association' | 'operator' | 'followers';

interface Audience {
  readonly kind: string;
  readonly to: readonly Office[];
  /** The project itself when nothing is named. */
  readonly subject?: string;
  readonly occasion?: string;
  /** The letter leads each reader to his own desk. */
  readonly perOffice?: boolean;
  /** Whom of a body it concerns, when not all its officers. */
  readonly roles?: readonly Role[];
}

// Whom each step of a tranche concerns.
const TRANCHE: Readonly<Record<string, readonly Office[]>> = {
  asked: ['association'],
  inspected: ['town-hall'],
  approved: ['town-hall', 'operator'],
  refused: ['town-hall', 'association'],
  rejected: ['town-hall', 'association', 'operator'],
  released: ['town-hall', 'association', 'followers'],
  received: ['town-hall', 'association'],
};
const REMIND_EVERY = 3 * 86_400_000;
// Steps of a project's life of which its town hall is told as an outcome of its own request.
const OUTCOMES = new Set(['endorsed', 'not-endorsed', 'objections-over', 'changes-asked', 'rejected', 'published']);

/** Objections of a day that are sent whole. */
const OBJECTIONS_WHOLE = 5;

/** Who is written to when a project, its votes or its tranches come a step further. */
@Injectable()
export class ProjectNews implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly letters: LettersService,
    private readonly projects: ProjectsQueries,
    private readonly partners: PartnersQueries,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
    private readonly votes: VotesQueries,
    private readonly voice: VoiceQueries,
    private readonly delivery: DeliveryQueries,
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.on('projects.moved', 'notices.review', (tx, event) => this.moved(tx, event));
    this.handlers.on('pledges.campaign-succeeded', 'notices.office', (tx, event) => this.toOffices(tx, event, { kind: 'office-succeeded', to: ['town-hall', 'association'] })); // prettier-ignore
    this.handlers.on('pledges.campaign-failed', 'notices.office', (tx, event) => this.toOffices(tx, event, { kind: 'office-failed', to: ['town-hall', 'association'] })); // prettier-ignore
    this.handlers.on('pledges.campaign-extended', 'notices.extended', (tx, event) => this.extended(tx, event));
    this.handlers.on('projects.objected', 'notices.objection', (tx, event) => this.objected(tx, event));
    this.handlers.on('pledges.closing-asked', 'notices.closing', (tx, event) => this.closingAsked(tx, event));
    this.handlers.on('voting.opened', 'notices.vote', (tx, event) => this.toRoll(tx, event, 'vote-open'));
    this.handlers.on('voting.closing-soon', 'notices.vote', (tx, event) => this.toRoll(tx, event, 'vote-closing'));
    this.handlers.on('voting.closed', 'notices.vote', (tx, event) => this.toRoll(tx, event, 'vote-closed'));
    this.handlers.on('voting.voided', 'notices.vote', (tx, event) => this.toRoll(tx, event, 'vote-void'));
    for (const [step, to] of Object.entries(TRANCHE)) {
      const name = step === 'asked' ? 'delivery.tranche-asked' : `delivery.${step}`;
      this.handlers.on(
        name,
        'notices.tranche',
        (tx, event) =>
        this.toOffices(tx, event, { kind: `tranche-${step}`, to, subject: String(event.data.requestId), perOffice: true }), // prettier-ignore
      );
    }
    this.handlers.every(3600, 'notices.inspection', () => this.remind());
    this.handlers.on('voice.updated', 'notices.update', (tx, event) => this.toOffices(tx, event, { kind: 'update', to: ['followers'], subject: String(event.data.updateId) })); // prettier-ignore
    this.handlers.on('voice.update-judged', 'notices.update', (tx, event) => this.judged(tx, event));
    this.handlers.on('delivery.milestone-delayed', 'notices.delay', (tx, event) => this.toOffices(tx, event, { kind: 'delay', to: ['association', 'followers'], occasion: `${String(event.data.milestoneId)}:${event.id}` })); // prettier-ignore
    this.handlers.on('delivery.cancelled', 'notices.cancelled-office', (tx, event) => this.toOffices(tx, event, { kind: 'office-cancelled', to: ['town-hall', 'association'], perOffice: true })); // prettier-ignore
    this.handlers.on('delivery.cancelled', 'notices.cancelled-follower', (tx, event) => this.cancelled(tx, event));
    this.handlers.on('delivery.completed', 'notices.completed', (tx, event) => this.completed(tx, event));
  }

  /** Reminds an association's officers of what still waits to be inspected, every three days. */
  async remind(): Promise<void> {
    const now = (await this.clock.now()).getTime();
    for (const { id, projectId, askedAt } of await this.delivery.inStates(['asked'])) {
      const n = Math.floor((now - askedAt.getTime()) / REMIND_EVERY);
      const event = { id: `waits-${n}`, data: { projectId } };
      if (n > 0) await this.db.transaction((tx) => this.toOffices(tx, event, { kind: 'tranche-waits', to: ['association'], subject: id, perOffice: true })); // prettier-ignore
    }
  }

  private async moved(tx: Tx, event: StoredEvent): Promise<void> {
    const cause = String(event.data.cause);
    if (OUTCOMES.has(cause))
      await this.toOffices(tx, event, { kind: 'review', to: ['town-hall'], occasion: `${cause}:${event.id}` });
    if (cause === 'opened')
      await this.toOffices(tx, event, { kind: 'campaign-open', to: ['town-hall', 'association'] });
  }

  /** The first five of a day come whole; that there are more one letter says, however many accounts somebody has. */
  private async objected(tx: Tx, event: StoredEvent): Promise<void> {
    const id = String(event.data.objectionId);
    const [{ n }] = (await rowsOf<{ n: number }>(
      tx,
      `select count(*)::int as n from projects.objection o join projects.objection own on own.id = $1 and own.project_id = o.project_id
        where (o.at, o.id) <= (own.at, own.id) and o.at > own.at - interval '1 day'`,
      [id],
    )) as [{ n: number }];
    const more = { kind: 'objections-more', occasion: civilDate(await this.clock.now(tx)) };
    const letter = n > OBJECTIONS_WHOLE ? more : { kind: 'objection', occasion: id };
    await this.toOffices(tx, event, { ...letter, to: ['town-hall'], roles: SENDERS });
  }

  /** The other side, of whom only some may sign. */
  private async closingAsked(tx: Tx, event: StoredEvent): Promise<void> {
    const other = event.data.side === 'town-hall' ? 'association' : 'town-hall';
    await this.toOffices(tx, event, { kind: 'closing-asked', to: [other], roles: CLOSERS[other], occasion: String(event.data.side) }); // prettier-ignore
  }

  /** The office that published the news, each time that they are judged. */
  private async judged(tx: Tx, event: StoredEvent): Promise<void> {
    const updateId = String(event.data.updateId);
    const update = await this.voice.find(updateId as UpdateId);
    if (update) await this.toOffices(tx, event, { kind: 'update-judged', to: [update.office], subject: updateId, occasion: event.id }); // prettier-ignore
  }

  /** Those who may vote about a project; what an association decides about itself its assembly tells. */
  private async toRoll(tx: Tx, { data }: StoredEvent, kind: string): Promise<void> {
    if (!data.projectId) return;
    const voteId = String(data.voteId);
    const people = await this.votes.electorate(voteId as VoteId, { silent: kind === 'vote-closing' });
    await this.letters.order(tx, ...people.map((personId) => ({ kind, personId, subject: voteId })));
  }

  /** One letter a person, in the first of the offices that he has. */
  private async toOffices(
    tx: Tx,
    { id, data }: Pick<StoredEvent, 'id' | 'data'>,
    { kind, to, subject, occasion = '', perOffice = false, roles }: Audience,
  ): Promise<void> {
    const project = await this.projects.find(data.projectId as ProjectId, tx);
    if (!project) return;
    const told = new Map<PersonId, string>();
    for (const office of to) {
      const [people, as] = await this.people(tx, project, { office, roles });
      for (const personId of people) if (!told.has(personId)) told.set(personId, as);
    }
    const letters = [...told].map(([personId, office]) => ({
      ...{ kind, personId, subject: subject ?? project.id, occasion: perOffice ? `${office}:${id}` : occasion },
    }));
    await this.letters.order(tx, ...letters);
  }

  /** It goes on once: everybody who gave or promised, who follows it and whose office it is hears the new day, once each. */
  private async extended(tx: Tx, event: StoredEvent): Promise<void> {
    const subject = String(event.data.projectId);
    const donors = await rowsOf<{ personId: PersonId }>(
      tx,
      `select distinct person_id as "personId" from pledges.pledge where project_id = $1 and ${GAVE} and state <> 'lapsed' order by 1`,
      [subject],
    );
    await this.toOffices(tx, event, { kind: 'campaign-extended', to: ['town-hall', 'association', 'followers'] });
    await this.letters.order(tx, ...donors.map(({ personId }) => ({ kind: 'campaign-extended', personId, subject })));
  }

  /** The work is done: everybody whose money is in it, and everybody who follows it, once each. */
  private async completed(tx: Tx, event: StoredEvent): Promise<void> {
    const subject = String(event.data.projectId);
    const donors = await rowsOf<{ personId: PersonId }>(
      tx,
      `select distinct person_id as "personId" from pledges.pledge where project_id = $1 and state = 'counted' order by 1`,
      [subject],
    );
    await this.toOffices(tx, event, { kind: 'completed', to: ['followers', 'town-hall', 'association'] });
    await this.letters.order(tx, ...donors.map(({ personId }) => ({ kind: 'completed', personId, subject })));
  }

  /**
   * It was given up: who only follows it is told so once; who gave hears what becomes of his money, and its offices what they
   * are to do.
   */
  private async cancelled(tx: Tx, event: StoredEvent): Promise<void> {
    const project = await this.projects.find(event.data.projectId as ProjectId, tx);
    if (!project) return;
    const gave = await rowsOf<{ personId: PersonId }>(
      tx,
      `select distinct person_id as "personId" from pledges.pledge where project_id = $1 and ${GAVE}`,
      [project.id],
    );
    const hall = await this.people(tx, project, { office: 'town-hall', roles: undefined });
    const association = await this.people(tx, project, { office: 'association', roles: undefined });
    const others = new Set([...gave.map(({ personId }) => personId), ...hall[0], ...association[0]]);
    const [followers] = await this.people(tx, project, { office: 'followers', roles: undefined });
    const silent = followers.filter((personId) => !others.has(personId));
    await this.letters.order(tx, ...silent.map((personId) => ({ kind: 'followed-cancelled', personId, subject: project.id }))); // prettier-ignore
  }

  /** The people of an office and as whom they are written to. */
  private async people(
    tx: Tx,
    project: Project,
    { office, roles }: { office: Office; roles: readonly Role[] | undefined },
  ): Promise<[PersonId[], Office]> {
    const { id, townHallId } = project;
    if (office === 'town-hall')
      return [await this.members.officersOf(townHallId, roles ?? OFFICERS['town-hall'], tx), office];
    if (office === 'followers') return [(await this.voice.followersOf(id)).map(({ personId }) => personId), office];
    // Where no association answers for a project, the operator does its part; of a joint project each of them is told.
    const { associations } = await this.partners.bodiesOf(project, tx);
    if (office === 'operator' || associations.length === 0) return [await this.staff.all(), 'operator'];
    const officers = roles ?? OFFICERS.association;
    const people = await Promise.all(associations.map((one) => this.members.officersOf(one, officers, tx)));
    return [[...new Set(people.flat())], office];
  }
}
