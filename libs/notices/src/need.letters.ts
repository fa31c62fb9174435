import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Need, type NeedId, NeedsQueries, type NeedState } from '#libs/funds/src/index.js';
import { MembersQueries, OFFICERS, placeName, PlacesQueries, townOrVillage } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { CLOSERS } from '#libs/pledges/src/index.js';
import { formatDate, formatMoney, Handlers, textIn, type Tx } from '#libs/platform/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { associationPath, operatorPath, townHallPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

type Reader = 'town-hall' | 'answerer';
type Step = 'asked' | Exclude<NeedState, 'waiting'>;

// Whom each step concerns, and whether it still stands when the letter is written.
const STEPS: Readonly<Record<Step, { readonly to: readonly Reader[]; readonly state: NeedState }>> = {
  asked: { to: ['answerer'], state: 'waiting' },
  used: { to: ['town-hall', 'answerer'], state: 'used' },
  refused: { to: ['town-hall'], state: 'refused' },
  withdrawn: { to: ['answerer'], state: 'withdrawn' },
  lapsed: { to: ['town-hall', 'answerer'], state: 'lapsed' },
};

/** Letters about what a town hall asks of its town's fund: to its officers, and to those who answer. */
@Injectable()
export class NeedLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly needs: NeedsQueries,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
    private readonly places: PlacesQueries,
  ) {}

  onModuleInit(): void {
    for (const [step, { to, state }] of Object.entries(STEPS)) {
      this.handlers.on(`funds.need-${step}`, 'notices.need', (tx, { data }) => this.tell(tx, data.needId as NeedId, `need-${step}`, to)); // prettier-ignore
      this.composers.on(`need-${step}`, (letter) => this.compose(letter, state));
    }
  }

  /** One letter a person, in the first of the offices that he has. */
  private async tell(tx: Tx, id: NeedId, kind: string, to: readonly Reader[]): Promise<void> {
    const need = await this.needs.find(id);
    if (!need) return;
    const told = new Map<PersonId, Reader>();
    for (const reader of to)
      for (const person of await this.readers(tx, need, reader)) if (!told.has(person)) told.set(person, reader);
    await this.letters.order(tx, ...[...told].map(([personId, reader]) => ({ kind, personId, subject: id, occasion: reader }))); // prettier-ignore
  }

  private readers(tx: Tx, { townHallId, associationId }: Need, reader: Reader): Promise<PersonId[]> {
    if (reader === 'town-hall') return this.members.officersOf(townHallId, OFFICERS['town-hall'], tx);
    return associationId ? this.members.officersOf(associationId, CLOSERS.association, tx) : this.staff.all();
  }

  private async compose({ kind, personId, subject, occasion }: Letter, state: NeedState): Promise<Composed | null> {
    const [person, need] = [await this.context.person(personId), await this.needs.find(subject as NeedId)];
    if (!person || need?.state !== state) return null;
    const { email, lang } = person;
    const place = (await this.places.byCode(need.placeCode))!;
    const params = {
      ...{ place: placeName(lang, place), kind: townOrVillage(place), project: textIn(lang, need.project.title).text },
      ...{ sum: formatMoney(lang, need.amount), until: formatDate(lang, need.until), reason: need.reason, answer: need.answer ?? '' }, // prettier-ignore
    };
    const { townHallId, associationId } = need;
    const desk = associationId ? `${associationPath(lang, associationId)}/fund` : operatorPath(lang, '/funds');
    const path = occasion === 'town-hall' ? `${townHallPath(lang, townHallId)}/fund` : desk;
    return this.context.composed(kind, { email, lang, why: 'office', params, path });
  }
}
