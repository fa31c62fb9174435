import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import type { BodyId, PersonId } from '#libs/kernel/src/index.js';
import { Handlers, type Lang, sayIn, textIn, type Tx } from '#libs/platform/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { associationPath, operatorPath, townHallPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

/** Letters about a town hall's or an association's place on Plai. */
@Injectable()
export class BodyLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly bodies: BodiesQueries,
    private readonly staff: StaffService,
  ) {}

  onModuleInit(): void {
    this.handlers.on('hometowns.applied', 'notices.applied', (tx, { data }) => this.applied(tx, data.bodyId as BodyId));
    for (const what of ['verified', 'refused'] as const) {
      this.handlers.on(`hometowns.${what}`, `notices.${what}`, (tx, { id, data }) =>
        this.decided(tx, `application-${what}`, { bodyId: data.bodyId as BodyId, eventId: id }),
      );
    }
    this.composers.on('application-received', (letter) => this.compose(letter, null));
    this.composers.on('application-waiting', (letter) =>
      this.compose(letter, (lang) => operatorPath(lang, `/applications/${letter.subject}`)),
    );
    this.composers.on('application-verified', (letter) => this.compose(letter, 'desk'));
    this.composers.on('application-refused', (letter) => this.compose(letter, null));
  }

  private async applied(tx: Tx, bodyId: BodyId): Promise<void> {
    const body = await this.bodies.find(bodyId, tx);
    if (!body) return;
    const desk = (await this.staff.all()).map((personId) => order('application-waiting', bodyId, personId));
    await this.letters.order(tx, order('application-received', bodyId, body.appliedBy), ...desk);
  }

  private async decided(tx: Tx, kind: string, { bodyId, eventId }: { bodyId: BodyId; eventId: string }): Promise<void> {
    const body = await this.bodies.find(bodyId, tx);
    if (body) await this.letters.order(tx, { ...order(kind, bodyId, body.appliedBy), occasion: eventId });
  }

  private async compose(
    { kind, personId, subject }: Letter,
    to: ((lang: Lang) => string) | 'desk' | null,
  ): Promise<Composed | null> {
    const person = await this.context.person(personId);
    const body = await this.bodies.find(subject as BodyId);
    if (!person || !body) return null;
    const { email, lang } = person;
    const desk = body.kind === 'town-hall' ? townHallPath : associationPath;
    const params = { body: textIn(lang, body.name).text, kind: sayIn(lang)(`body.kind.${body.kind}`), reason: body.stateReason ?? '' }; // prettier-ignore
    const path = to === 'desk' ? desk(lang, body.id) : to?.(lang);
    return this.context.composed(kind, { email, lang, params, ...(path && { path }) });
  }
}

function order(
  kind: string,
  subject: string,
  personId: PersonId,
): { kind: string; subject: string; personId: PersonId } {
  return { kind, subject, personId };
}
