import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AssembliesQueries, type Assembly, type AssemblyId, type Item, ruleLines } from '#libs/assemblies/src/index.js';
import { BodiesQueries, MembersQueries, type Role, ROLES } from '#libs/hometowns/src/index.js';
import type { BodyId, PersonId, VoteId } from '#libs/kernel/src/index.js';
import { formatDate, formatMoment, Handlers, type Lang, sayIn, type StoredEvent, textIn, type Tx } from '#libs/platform/src/index.js'; // prettier-ignore
import { VotesQueries } from '#libs/voting/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { assemblyPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

type Step = 'called' | 'called-off' | 'not-held' | 'opened' | 'signed';

// Whom each step of an assembly concerns, and in which states of it there is still something to say.
const STEPS: Readonly<Record<Step, { readonly to: readonly Role[]; readonly states: readonly Assembly['state'][] }>> = {
  called: { to: ROLES.association, states: ['called'] },
  'called-off': { to: ROLES.association, states: ['called-off'] },
  'not-held': { to: ROLES.association, states: ['lapsed'] },
  opened: { to: ROLES.association, states: ['open'] },
  signed: { to: ROLES.association, states: ['closed'] },
};

/**
 * Letters about assemblies: the notice, the opening, what is still to be voted on, the minutes. One for all points of an agenda,
 * not one for each.
 */
@Injectable()
export class AssemblyLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly assemblies: AssembliesQueries,
    private readonly votes: VotesQueries,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
  ) {}

  onModuleInit(): void {
    for (const [step, { to, states }] of Object.entries(STEPS)) {
      this.handlers.on(`assemblies.${step}`, 'notices.assembly', (tx, event) => this.tell(tx, event, `assembly-${step}`, to)); // prettier-ignore
      this.composers.on(`assembly-${step}`, (letter) => this.compose(letter, states));
    }
    this.handlers.on('assemblies.proposed', 'notices.assembly', (tx, event) => this.tell(tx, event, 'assembly-proposed', ROLES.association)); // prettier-ignore
    this.composers.on('assembly-proposed', (letter) => this.compose(letter, ['proposed'], ({ by, items }) => Promise.resolve(by === letter.personId ? [] : items))); // prettier-ignore
    for (const [step, state] of [['withdrawn', 'called-off'], ['lapsed', 'lapsed']] as const) {
      this.handlers.on(`assemblies.${step}`, 'notices.assembly', (tx, event) => this.tellBackers(tx, event, `assembly-${step}`)); // prettier-ignore
      this.composers.on(`assembly-${step}`, (letter) => this.compose(letter, [state]));
    } // prettier-ignore
    this.handlers.on('assemblies.closed', 'notices.assembly', (tx, event) => this.tellSigners(tx, event));
    this.composers.on('assembly-closed', (letter) => this.compose(letter, ['closed']));
    this.handlers.on('voting.closing-soon', 'notices.assembly-closing', (tx, event) => this.remind(tx, event));
    this.composers.on('assembly-closing', (letter) => this.compose(letter, ['open'], (assembly) => this.unanswered(assembly, letter.personId!))); // prettier-ignore
  }

  private async tell(tx: Tx, { data }: StoredEvent, kind: string, to: readonly Role[]): Promise<void> {
    const people = await this.members.officersOf(data.bodyId as BodyId, to, tx);
    await this.letters.order(tx, ...people.map((personId) => ({ kind, personId, subject: String(data.assemblyId) })));
  }

  private async tellSigners(tx: Tx, { data }: StoredEvent): Promise<void> {
    const assembly = await this.assemblies.find(data.assemblyId as AssemblyId);
    const people = assembly ? await this.assemblies.signersOf(assembly) : [];
    await this.letters.order(tx, ...people.map((personId) => ({ kind: 'assembly-closed', personId, subject: assembly!.id }))); // prettier-ignore
  }

  /** Whoever wanted an assembly that does not come about; who has taken it back himself knows. */
  private async tellBackers(tx: Tx, { name, data }: StoredEvent, kind: string): Promise<void> {
    const id = data.assemblyId as AssemblyId;
    const [assembly, backers] = [await this.assemblies.find(id), await this.assemblies.backers(id, tx)];
    const people = backers.filter((one) => name !== 'assemblies.withdrawn' || one !== assembly?.by);
    await this.letters.order(tx, ...people.map((personId) => ({ kind, personId, subject: id })));
  }

  /** Whoever has not voted on a point that closes soon; points that close together make one letter. */
  private async remind(tx: Tx, { data }: StoredEvent): Promise<void> {
    const voteId = data.voteId as VoteId;
    const assembly = data.projectId ? null : await this.assemblies.ofVote(voteId, tx);
    if (!assembly) return;
    const people = await this.votes.electorate(voteId, { silent: true });
    await this.letters.order(tx, ...people.map((personId) => ({ kind: 'assembly-closing', personId, subject: assembly.id }))); // prettier-ignore
  }

  private async compose(
    letter: Letter,
    states: readonly Assembly['state'][],
    points: (assembly: Assembly) => Promise<readonly Item[]> = ({ items }) => Promise.resolve(items),
  ): Promise<Composed | null> {
    const [person, assembly] = await Promise.all([
      this.context.person(letter.personId),
      this.assemblies.find(letter.subject as AssemblyId),
    ]);
    const body = assembly && (await this.bodies.find(assembly.associationId));
    if (!person || !body || !states.includes(assembly.state)) return null;
    const items = await points(assembly);
    // Meanwhile he has voted on all of them.
    if (items.length === 0) return null;
    const { email, lang } = person;
    const params = {
      ...{ body: textIn(lang, body.name).text, number: assembly.number ?? 0, day: formatDate(lang, assembly.opensOn) },
      ...{ agenda: agendaOf(lang, items), why: assembly.why ?? '', closes: await this.closesOf(lang, assembly) },
      rule: assembly.rule ? ruleLines(sayIn(lang), assembly.rule).join('\n') : '',
    };
    const path = assemblyPath(lang, body.id, assembly.id);
    return this.context.composed(letter.kind, { email, lang, params, why: 'office', path });
  }

  /** The points on which a member may still vote and has not. */
  private async unanswered({ items }: Assembly, personId: PersonId): Promise<readonly Item[]> {
    const open: Item[] = [];
    for (const item of items) {
      if (!item.voteId || item.outcome) continue;
      const { onRoll, recusal, voted } = await this.votes.standing(item.voteId, personId);
      if (onRoll && !recusal && !voted) open.push(item);
    }
    return open;
  }

  /** Until when one can vote; nothing while no vote is open. */
  private async closesOf(lang: Lang, { items }: Assembly): Promise<string> {
    const [voteId] = items.flatMap((item) => item.voteId ?? []);
    const vote = voteId && (await this.votes.find(voteId));
    return vote ? formatMoment(lang, vote.closesAt) : '';
  }
}

/** The points one under the other, each with what was decided where that is known. */
function agendaOf(lang: Lang, items: readonly Item[]): string {
  const say = sayIn(lang);
  return items
    .map(({ position, question, outcome }) => {
      const line = `${position}. ${textIn(lang, question).text}`;
      return outcome ? `${line} ${say(`vote.outcome.${outcome}`)}.` : line;
    })
    .join('\n');
}
