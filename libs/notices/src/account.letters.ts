import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ApprovalsQueries, thingOf } from '#libs/approvals/src/index.js';
import {
  type AccountCheckId,
  AccountChecksService,
  type AccountLetter,
  BodiesQueries,
  formatIban,
  MembersQueries,
  OFFICERS,
  TreasuryService,
} from '#libs/hometowns/src/index.js';
import { type PersonCard, PersonsService, StaffService } from '#libs/identity/src/index.js';
import type { ApprovalId, BodyId, PersonId } from '#libs/kernel/src/index.js';
import { formatDate, formatMoment, Handlers, type Lang, type StoredEvent, textIn, type Tx, type WordParams } from '#libs/platform/src/index.js'; // prettier-ignore
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { accountCheckPath, accountPath, operatorPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

/** Letters about the account to which a town hall's money goes, and about the address that vouches for it. */
@Injectable()
export class AccountLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly checks: AccountChecksService,
    private readonly treasury: TreasuryService,
    private readonly approvals: ApprovalsQueries,
    private readonly persons: PersonsService,
    private readonly staff: StaffService,
  ) {}

  onModuleInit(): void {
    this.handlers.on('hometowns.account-proposed', 'notices.account', (tx, event) => this.proposed(tx, event));
    this.handlers.on('hometowns.account-signed', 'notices.account-check', (tx, event) => this.signed(tx, event));
    this.handlers.on('hometowns.account-asked', 'notices.account-check', (tx, { data }) =>
      this.ask(tx, String(data.checkId)),
    );
    this.handlers.on('hometowns.account-changed', 'notices.account', (tx, event) =>
      this.toOfficers(tx, 'account-changed', event),
    );
    this.handlers.on('hometowns.account-contested', 'notices.account', (tx, event) => this.contested(tx, event));
    this.handlers.on('hometowns.email-changed', 'notices.email', (tx, event) => this.emailChanged(tx, event));
    this.composers.on('account-check', ({ subject }) => this.check(subject as AccountCheckId));
    for (const kind of ['account-proposed', 'account-signed'])
      this.composers.on(kind, (letter) => this.about(letter, accountPath));
    this.composers.on('account-changed', (letter) => this.about(letter, accountPath));
    this.composers.on('account-contested', (letter) => this.about(letter, accountPath));
    this.composers.on('account-contested-desk', (letter) =>
      this.about(letter, (lang, body) => operatorPath(lang, `/bodies/${body}`)),
    );
    this.composers.on('official-email', (letter) => this.newEmail(letter));
  }

  /** Every officer but the one who has signed by entering it. */
  private async proposed(tx: Tx, { data }: StoredEvent): Promise<void> {
    const account = await this.treasury.proposed(data.bodyId as BodyId, tx);
    const officers = await this.members.officersOf(data.bodyId as BodyId, OFFICERS['town-hall'], tx);
    const others = officers.filter((personId) => personId !== account?.enteredBy);
    const [subject, occasion] = [String(data.bodyId), String(data.accountId)];
    await this.letters.order(tx, ...others.map((personId) => ({ kind: 'account-proposed', personId, subject, occasion }))); // prettier-ignore
  }

  private async signed(tx: Tx, event: StoredEvent): Promise<void> {
    await this.ask(tx, String(event.data.checkId));
    await this.toOfficers(tx, 'account-signed', event);
  }

  private ask(tx: Tx, subject: string): Promise<void> {
    return this.letters.order(tx, { kind: 'account-check', personId: null, subject });
  }

  private async contested(tx: Tx, event: StoredEvent): Promise<void> {
    await this.toOfficers(tx, 'account-contested', event);
    const subject = String(event.data.bodyId);
    const desk = (await this.staff.all()).map((personId) => ({ kind: 'account-contested-desk', personId, subject, occasion: event.id })); // prettier-ignore
    await this.letters.order(tx, ...desk);
  }

  private async toOfficers(tx: Tx, kind: string, { id, data }: StoredEvent): Promise<void> {
    const officers = await this.members.officersOf(data.bodyId as BodyId, OFFICERS['town-hall'], tx);
    const subject = String(data.bodyId);
    await this.letters.order(tx, ...officers.map((personId) => ({ kind, personId, subject, occasion: id })));
  }

  /** The old address and the new one, and everybody who acts for the body. */
  private async emailChanged(tx: Tx, { data }: StoredEvent): Promise<void> {
    const subject = String(data.approvalId);
    const officers = await this.members.officersOf(
      data.bodyId as BodyId,
      [...OFFICERS['town-hall'], 'president', 'treasurer'],
      tx,
    );
    const people: (PersonId | null)[] = [...officers];
    const kind = 'official-email';
    await this.letters.order(
      tx,
      ...(['from', 'to'] as const).map((occasion) => ({ kind, personId: null, subject, occasion })),
      ...people.map((personId) => ({ kind, personId, subject })),
    );
  }

  private async check(id: AccountCheckId): Promise<Composed | null> {
    const letter = await this.checks.letterOf(id);
    if (!letter) return null;
    const { email, lang, token, expiresAt } = letter;
    const params = { ...(await this.words(lang, letter)), until: formatDate(lang, expiresAt) };
    return this.context.composed('account-check', { email, lang, params, path: accountCheckPath(lang, token) });
  }

  /** The body's account that is on its way, else the one in force, as it stands when the letter is written. */
  private async about(
    { kind, personId, subject, occasion }: Letter,
    path: (lang: Lang, body: BodyId) => string,
  ): Promise<Composed | null> {
    const bodyId = subject as BodyId;
    const [person, body] = await Promise.all([this.context.person(personId), this.bodies.find(bodyId)]);
    const account =
      kind === 'account-changed' ? await this.treasury.active(bodyId) : await this.treasury.proposed(bodyId);
    if (!person || !body || !account) return null;
    if (kind === 'account-proposed' && (account.state !== 'proposed' || account.id !== occasion)) return null;
    const { email, lang } = person;
    const params = await this.words(lang, { body, account, email: body.email });
    return this.context.composed(kind, { email, lang, params, why: 'office', path: path(lang, bodyId) });
  }

  private async words(
    lang: Lang,
    { body, account, email }: Pick<AccountLetter, 'account' | 'email'> & { body: Pick<AccountLetter['body'], 'name'> },
  ): Promise<WordParams> {
    const { iban, holder, bank, enteredBy, confirmedBy, enteredAt, confirmedAt, contestReason } = account;
    const cards = await this.persons.cards(confirmedBy ? [enteredBy, confirmedBy] : [enteredBy]);
    const named = (id: PersonId | null) => called(cards.find((card) => card.id === id));
    return {
      body: textIn(lang, body.name).text,
      iban: formatIban(iban),
      holder,
      bank,
      email,
      entered: `${named(enteredBy)}, ${formatMoment(lang, enteredAt)}`,
      signed: confirmedAt ? `${named(confirmedBy)}, ${formatMoment(lang, confirmedAt)}` : '',
      reason: contestReason ?? '',
    };
  }

  private async newEmail({ personId, subject, occasion }: Letter): Promise<Composed | null> {
    const approval = await this.approvals.find(subject as ApprovalId);
    const body = approval && (await this.bodies.find(thingOf(approval)));
    const person = await this.context.person(personId);
    if (!approval || !body) return null;
    const { from, to } = approval.payload as { from: string; to: string };
    const email = person?.email ?? (occasion === 'from' ? from : to);
    const lang = person?.lang ?? body.name.original;
    const params = { body: textIn(lang, body.name).text, from, to };
    return this.context.composed('official-email', { email, lang, params });
  }
}

function called(card: PersonCard | undefined): string {
  return card ? (card.name ? `${card.name} (${card.email})` : card.email!) : '–';
}
