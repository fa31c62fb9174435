import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type InvitationId, InvitationsService, placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { SignInService } from '#libs/identity/src/index.js';
import { Config, formatDate, Handlers, sayIn, textIn } from '#libs/platform/src/index.js';
import { Composers } from './composers.js';
import type { Composed } from './letter.js';
import { fitting } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

/** Letters about people: the way in, and invitations. */
@Injectable()
export class PeopleLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly signIn: SignInService,
    private readonly invitations: InvitationsService,
    private readonly places: PlacesQueries,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.handlers.on('identity.sign-in-asked', 'notices.sign-in', (tx, { data }) =>
      this.letters.order(tx, { kind: 'sign-in', personId: null, subject: String(data.signInId) }),
    );
    this.handlers.on('hometowns.invited', 'notices.invitation', (tx, { data }) =>
      this.letters.order(tx, { kind: 'invitation', personId: null, subject: String(data.invitationId) }),
    );
    this.composers.on('sign-in', ({ subject }) => this.wayIn(subject));
    this.composers.on('invitation', ({ subject }) => this.invitation(subject as InvitationId));
  }

  private async wayIn(signInId: string): Promise<Composed | null> {
    const letter = await this.signIn.letterOf(signInId);
    if (!letter) return null;
    const { email, lang, token, code } = letter;
    const say = sayIn(lang);
    return {
      to: { email, lang },
      subject: say('letter.sign-in.subject'),
      text: [
        say('letter.hello'),
        say('letter.sign-in.text'),
        say('letter.sign-in.code', { code: `${code.slice(0, 4)} ${code.slice(4)}` }),
      ],
      action: { label: say('term.sign_in'), url: `${this.config.publicUrl}/${lang}/sign-in/${token}` },
      after: [say('letter.sign-in.after')],
    };
  }

  private async invitation(id: InvitationId): Promise<Composed | null> {
    const letter = await this.invitations.letterOf(id);
    if (!letter) return null;
    const { email, lang, token, body, role, handOver, expiresAt } = letter;
    const say = sayIn(lang);
    const place = await this.places.byCode(body.placeCode);
    const named = {
      body: textIn(lang, body.name).text,
      place: place ? placeName(lang, place) : '',
      role: say(`role.${role}`, { g: 'other' }),
    };
    return {
      to: { email, lang },
      subject: fitting((words) => say('letter.invitation.subject', words), { body: named.body }),
      text: [say('letter.hello'), say(handOver ? 'letter.invitation.hand-over' : 'letter.invitation.text', named)],
      action: { label: say('letter.invitation.action'), url: `${this.config.publicUrl}/${lang}/invitation/${token}` },
      after: [say('letter.invitation.after', { date: formatDate(lang, expiresAt) })],
    };
  }
}
