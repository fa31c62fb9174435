import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ruleLines } from '#libs/assemblies/src/index.js';
import {
  BodiesQueries,
  type Body,
  type JoinRequestId,
  type MembershipId,
  MembersQueries,
  OFFICERS,
  OrganisationQueries,
  type Role,
  ROLES,
  type TermId,
} from '#libs/hometowns/src/index.js';
import type { BodyId, PersonId } from '#libs/kernel/src/index.js';
import { formatDate, Handlers, sayIn, type StoredEvent, textIn, type Tx } from '#libs/platform/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { associationPath, joinsPath, organisationPath, rulePath, townHallPath } from './letter.paths.js';
import { LetterContext, type Reachable } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

/** Without so many officers a request could not be decided by them alone. */
const VOUCHES_NEEDED = 2;

interface About {
  readonly letter: Letter;
  readonly person: Reachable;
  readonly body: Body;
}

/** Letters about who belongs to a town hall or an association: somebody asks, comes in, goes, or hands the lead over. */
@Injectable()
export class MemberLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly organisation: OrganisationQueries,
  ) {}

  onModuleInit(): void {
    this.handlers.on('hometowns.join-asked', 'notices.join', (tx, event) => this.asked(tx, event));
    this.handlers.on('hometowns.join-declined', 'notices.join', (tx, event) => this.declined(tx, event));
    this.handlers.on('hometowns.join-contested', 'notices.join', (tx, event) => this.contested(tx, event));
    this.handlers.on('hometowns.joined', 'notices.member', (tx, event) => this.joined(tx, event));
    this.handlers.on('hometowns.left', 'notices.member', (tx, event) => this.left(tx, event));
    this.handlers.on('hometowns.term-ending', 'notices.term', (tx, event) => this.ending(tx, event));
    this.handlers.on('hometowns.rule-set', 'notices.rule', (tx, event) => this.ruleSet(tx, event));
    this.composers.on('rule-set', (letter) => this.compose(letter, (about) => this.rule(about)));
    this.composers.on('office-elected', (letter) => this.compose(letter, (about) => this.elected(about)));
    this.composers.on('term-ending', (letter) => this.compose(letter, (about) => this.term(about)));
    this.composers.on('join-asked', (letter) => this.compose(letter, (about) => this.request(about)));
    this.composers.on('join-contested', (letter) => this.compose(letter, (about) => this.request(about)));
    for (const kind of ['join-declined', 'membership-ended', 'membership-contested', 'office-ended', 'head-gone'])
      this.composers.on(kind, (letter) => this.compose(letter, (about) => this.role(about)));
    for (const kind of ['founder-joined', 'member-joined', 'head-new', 'head-returned'])
      this.composers.on(kind, (letter) => this.compose(letter, (about) => this.role(about, { desk: true })));
  }

  /** The officers, who know their people; where they are too few to decide, every member. */
  private async asked(tx: Tx, { data }: StoredEvent): Promise<void> {
    const bodyId = data.bodyId as BodyId;
    const officers = await this.members.officersOf(bodyId, OFFICERS.association, tx);
    const people =
      officers.length >= VOUCHES_NEEDED
        ? officers
        : await this.members.officersOf(bodyId, [...OFFICERS.association, 'member'], tx);
    const occasion = String(data.requestId);
    await this.letters.order(tx, ...people.map((personId) => ({ kind: 'join-asked', personId, subject: bodyId, occasion }))); // prettier-ignore
  }

  /** Every member and the newcomer himself: two others are asked for their word. */
  private async contested(tx: Tx, { data }: StoredEvent): Promise<void> {
    const bodyId = data.bodyId as BodyId;
    const asker = await this.members.asker(data.requestId as JoinRequestId);
    const people = await this.members.officersOf(bodyId, [...OFFICERS.association, 'member'], tx);
    const occasion = String(data.requestId);
    await this.letters.order(tx, ...people.map((personId) => ({ kind: 'join-contested', personId, subject: bodyId, occasion }))); // prettier-ignore
    if (asker) await this.tell(tx, 'membership-contested', { ...asker, role: 'member' }, data);
  }

  private async declined(tx: Tx, { data }: StoredEvent): Promise<void> {
    const asker = await this.members.asker(data.requestId as JoinRequestId);
    if (asker) await this.tell(tx, 'join-declined', { ...asker, role: 'member' }, data);
  }

  /** Whoever was vouched for, named as founder, elected or took the lead. Invited officers have just said yes themselves. */
  private async joined(tx: Tx, { data }: StoredEvent): Promise<void> {
    const one = await this.members.record(data.membershipId as MembershipId, tx);
    if (one?.via === 'founder') await this.tell(tx, 'founder-joined', one, data);
    if (one?.via === 'vouched') await this.tell(tx, 'member-joined', one, data);
    if (one?.via === 'hand-over') await this.tell(tx, 'head-new', one, data);
    if (one?.via === 'elected') await this.tell(tx, 'office-elected', one, data);
    if (one?.via === 'returned') await this.tell(tx, 'head-returned', one, data);
  }

  /** Whoever was let go or has handed the lead over; nobody is told of what he did himself. */
  private async left(tx: Tx, { data }: StoredEvent): Promise<void> {
    const one = await this.members.record(data.membershipId as MembershipId, tx);
    if (!one || one.endedBy === one.personId) return;
    const head = one.role === ROLES['town-hall'][0] || one.role === ROLES.association[0];
    const kind = one.role === 'member' ? 'membership-ended' : 'office-ended';
    await this.tell(tx, head ? 'head-gone' : kind, one, data);
  }

  private async ruleSet(tx: Tx, { data }: StoredEvent): Promise<void> {
    const [subject, occasion] = [data.bodyId as BodyId, String(data.ruleId)];
    const people = await this.members.officersOf(subject, ROLES.association, tx);
    await this.letters.order(tx, ...people.map((personId) => ({ kind: 'rule-set', personId, subject, occasion })));
  }

  /** Whose term it is, and the president, who calls the members to elect anew. */
  private async ending(tx: Tx, { data }: StoredEvent): Promise<void> {
    const [bodyId, occasion] = [data.bodyId as BodyId, String(data.termId)];
    const term = await this.organisation.ending(data.termId as TermId);
    if (!term) return;
    const people = new Set([term.personId, ...(await this.members.officersOf(bodyId, [ROLES.association[0]], tx))]);
    await this.letters.order(tx, ...[...people].map((personId) => ({ kind: 'term-ending', personId, subject: bodyId, occasion }))); // prettier-ignore
  }

  /** One letter about one role; the role is kept in the occasion, beside what tells letters apart. */
  private tell(
    tx: Tx,
    kind: string,
    { personId, role }: { personId: PersonId; role: Role },
    data: StoredEvent['data'],
  ): Promise<void> {
    const occasion = `${role}:${String(data.membershipId ?? data.requestId)}`;
    return this.letters.order(tx, { kind, personId, subject: String(data.bodyId), occasion });
  }

  private async compose(letter: Letter, words: (about: About) => Promise<Composed | null>): Promise<Composed | null> {
    const person = await this.context.person(letter.personId);
    const body = await this.bodies.find(letter.subject as BodyId);
    return person && body ? words({ letter, person, body }) : null;
  }

  /** Nothing to say once the request is decided. */
  private async request({ letter, person: { email, lang }, body }: About): Promise<Composed | null> {
    const asker = await this.members.asker(letter.occasion as JoinRequestId);
    const who = asker?.state === 'waiting' ? await this.context.person(asker.personId) : null;
    if (!who) return null;
    const params = { body: textIn(lang, body.name).text, who: who.name ?? who.email };
    return this.context.composed(letter.kind, { email, lang, params, why: 'office', path: joinsPath(lang, body.id) });
  }

  /** Nothing to say once the office has another holder. */
  private async term({ letter, person: { email, lang, gender }, body }: About): Promise<Composed | null> {
    const term = await this.organisation.ending(letter.occasion as TermId);
    if (!term) return null;
    const own = term.personId === letter.personId ? 'yes' : 'no';
    const role = sayIn(lang)(`role.${term.role}`, { g: own === 'yes' ? (gender ?? 'other') : 'other' });
    const params = { body: textIn(lang, body.name).text, role, date: formatDate(lang, term.until), own };
    return this.context.composed(letter.kind, { email, lang, params, why: 'office', path: organisationPath(lang, body.id) });
  } // prettier-ignore

  private async rule({ letter, person: { email, lang }, body }: About): Promise<Composed> {
    const rule = ruleLines(sayIn(lang), await this.bodies.voteRuleOf(body.id)).join('\n');
    const params = { body: textIn(lang, body.name).text, rule };
    return this.context.composed(letter.kind, { email, lang, params, why: 'office', path: rulePath(lang, body.id) });
  }

  /** Nothing to say once the office has another holder. */
  private async elected({ letter, person: { email, lang, gender }, body }: About): Promise<Composed | null> {
    const membershipId = letter.occasion!.split(':')[1];
    const office = (await this.organisation.offices(body.id)).find((one) => one.membershipId === membershipId);
    if (!office?.until) return null;
    const head = office.role === ROLES.association[0] ? 'yes' : 'no';
    const role = sayIn(lang)(`role.${office.role}`, { g: gender ?? 'other' });
    const params = { body: textIn(lang, body.name).text, role, until: formatDate(lang, office.until), head };
    return this.context.composed(letter.kind, { email, lang, params, why: 'office', path: associationPath(lang, body.id) });
  } // prettier-ignore

  private async role({ letter, person, body }: About, { desk = false } = {}): Promise<Composed | null> {
    const { email, lang, gender } = person;
    const role = sayIn(lang)(`role.${letter.occasion!.split(':')[0]!}`, { g: gender ?? 'other' });
    const params = { body: textIn(lang, body.name).text, role };
    const to = body.kind === 'town-hall' ? townHallPath : associationPath;
    return Promise.resolve(this.context.composed(letter.kind, { email, lang, params, ...(desk && { path: to(lang, body.id) }) })); // prettier-ignore
  }
}
