import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DissolutionsQueries, type DissolutionId, type Succession, type SuccessionId, type SuccessionState } from '#libs/dissolutions/src/index.js'; // prettier-ignore
import { BodiesQueries, type Body, MembersQueries, OFFICERS, type Role, ROLES } from '#libs/hometowns/src/index.js';
import type { BodyId, PersonId } from '#libs/kernel/src/index.js';
import { Handlers, type Lang, type StoredEvent, textIn, type Tx } from '#libs/platform/src/index.js';
import {
  HandOversService,
  isToHandOver,
  type ProjectCard,
  ProjectsQueries,
  SENDERS,
} from '#libs/projects/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { associationPagePath, dissolutionPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

const HEAD: readonly Role[] = ['president'];

/** Whom each step of an offer concerns: of the association that ends, and of the one that is asked. */
const STEPS: Readonly<Record<SuccessionState, { readonly ending: readonly Role[]; readonly successor: readonly Role[] }>> = {
  offered: { ending: [], successor: HEAD },
  agreed: { ending: ROLES.association, successor: ROLES.association },
  declined: { ending: HEAD, successor: [] },
  'taken-back': { ending: [], successor: HEAD },
}; // prettier-ignore

/** Letters about the end of an association: what has to be settled, who is asked to go on with its projects, that it has ended. */
@Injectable()
export class DissolutionLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly dissolutions: DissolutionsQueries,
    private readonly handOvers: HandOversService,
    private readonly projects: ProjectsQueries,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
  ) {}

  onModuleInit(): void {
    this.handlers.on('dissolutions.decided', 'notices.dissolution', (tx, event) => this.decided(tx, event));
    this.handlers.on('dissolutions.done', 'notices.dissolution', (tx, event) => this.done(tx, event));
    this.composers.on('dissolution-decided', (letter) => this.composeDecided(letter));
    this.composers.on('dissolution-done', (letter) => this.composeDone(letter));
    for (const state of Object.keys(STEPS) as SuccessionState[]) {
      this.handlers.on(`dissolutions.${state}`, 'notices.succession', (tx, event) => this.tell(tx, event, state));
      this.composers.on(`succession-${state}`, (letter) => this.composeStep(letter, state));
    }
  }

  private async decided(tx: Tx, { data }: StoredEvent): Promise<void> {
    const people = await this.members.officersOf(data.bodyId as BodyId, OFFICERS.association, tx);
    const subject = String(data.dissolutionId);
    await this.letters.order(tx, ...people.map((personId) => ({ kind: 'dissolution-decided', personId, subject })));
  }

  private async tell(tx: Tx, { data }: StoredEvent, state: SuccessionState): Promise<void> {
    const offer = await this.dissolutions.succession(data.successionId as SuccessionId);
    if (!offer) return;
    const { ending, successor } = STEPS[state];
    const people = new Set([
      ...(await this.members.officersOf(offer.associationId, ending, tx)),
      ...(await this.members.officersOf(offer.successorId, successor, tx)),
    ]);
    await this.letters.order(tx, ...[...people].map((personId) => ({ kind: `succession-${state}`, personId, subject: offer.id }))); // prettier-ignore
  }

  /** Whoever was in it, whoever goes on with its projects, and the town halls of these. */
  private async done(tx: Tx, { data }: StoredEvent): Promise<void> {
    const bodyId = data.bodyId as BodyId;
    const people = new Set<PersonId>(await this.members.lastOf(bodyId, tx));
    const add = async (id: BodyId, roles: readonly Role[]) => {
      for (const one of await this.members.officersOf(id, roles, tx)) people.add(one);
    };
    for (const { projectId, toId } of await this.handOvers.from(bodyId)) {
      const project = await this.projects.find(projectId, tx);
      if (project) await add(project.townHallId, SENDERS);
      if (toId) await add(toId, OFFICERS.association);
    }
    const subject = String(data.dissolutionId);
    await this.letters.order(tx, ...[...people].map((personId) => ({ kind: 'dissolution-done', personId, subject })));
  }

  private async composeDecided({ kind, personId, subject }: Letter): Promise<Composed | null> {
    const [person, found] = [await this.context.person(personId), await this.dissolutions.find(subject as DissolutionId)]; // prettier-ignore
    const body = found && (await this.bodies.find(found.associationId));
    if (!person || !body || found.doneAt) return null;
    const { email, lang } = person;
    const open = (await this.projects.ofAssociation(body.id)).filter(isToHandOver);
    const params = { body: textIn(lang, body.name).text, n: open.length, projects: listOf(lang, open) };
    return this.context.composed(kind, { email, lang, params, why: 'office', path: dissolutionPath(lang, body.id) });
  }

  /** What has been answered or taken back meanwhile has a letter of its own. */
  private async composeStep({ kind, personId, subject }: Letter, state: SuccessionState): Promise<Composed | null> {
    const [person, offer] = [await this.context.person(personId), await this.dissolutions.succession(subject as SuccessionId)]; // prettier-ignore
    const bodies = offer && (await this.bodiesOf(offer));
    if (!person || !personId || !bodies || offer.state !== state) return null;
    const { email, lang } = person;
    const [body, successor] = bodies;
    const open = (await this.projects.ofAssociation(body.id)).filter(isToHandOver);
    const params = {
      ...{ body: textIn(lang, body.name).text, successor: textIn(lang, successor.name).text },
      ...{ n: open.length, projects: listOf(lang, open), reason: offer.reason ?? '' },
    };
    const own = (await this.members.rolesOf(personId)).some((one) => one.body.id === successor.id);
    const path = dissolutionPath(lang, own ? successor.id : body.id);
    return this.context.composed(kind, { email, lang, params, why: 'office', path });
  }

  private async composeDone({ kind, personId, subject }: Letter): Promise<Composed | null> {
    const [person, found] = [await this.context.person(personId), await this.dissolutions.find(subject as DissolutionId)]; // prettier-ignore
    const body = found && (await this.bodies.find(found.associationId));
    if (!person || !body) return null;
    const { email, lang } = person;
    const moved = await this.handOvers.from(body.id);
    const to = moved[0]?.toId ? await this.bodies.find(moved[0].toId) : null;
    const successor = to ? textIn(lang, to.name).text : '';
    const where = moved.length === 0 ? 'none' : to ? 'successor' : 'public';
    const params = { body: textIn(lang, body.name).text, n: moved.length, successor, where };
    return this.context.composed(kind, { email, lang, params, path: associationPagePath(lang, body.slug) });
  }

  private async bodiesOf({ associationId, successorId }: Succession): Promise<[Body, Body] | null> {
    const found = await this.bodies.findAll([associationId, successorId]);
    return found.length === 2 ? (found as [Body, Body]) : null;
  }
}

/** Projects by their titles, one under the other. */
function listOf(lang: Lang, cards: readonly ProjectCard[]): string {
  return cards.map(({ title }) => `• ${textIn(lang, title).text}`).join('\n');
}
