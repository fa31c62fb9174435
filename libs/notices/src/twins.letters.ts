import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MembersQueries, placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { civilDate } from '#libs/kernel/src/index.js';
import { NeighboursQueries, type TwinsFaced, type TwinsId, TwinsQueries } from '#libs/neighbours/src/index.js';
import { Clock, formatMoment, Handlers, type StoredEvent, type Tx } from '#libs/platform/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { joinPath, twinsPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

/** Letters about two neighbours who may be one person: to those who decide, and to the one whom it concerns. */
@Injectable()
export class TwinsLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly clock: Clock,
    private readonly context: LetterContext,
    private readonly twins: TwinsQueries,
    private readonly neighbours: NeighboursQueries,
    private readonly places: PlacesQueries,
    private readonly members: MembersQueries,
  ) {}

  onModuleInit(): void {
    for (const event of ['noticed', 'objected'])
      this.handlers.on(`neighbours.twins-${event}`, 'notices.twins', (tx, happened) => this.ask(tx, happened));
    this.handlers.on('neighbours.twins-forgotten', 'notices.twins', (tx, { data }) => this.remind(tx, data));
    this.composers.on('twins-forgotten', (letter) => this.forgotten(letter));
    this.handlers.on('neighbours.twins-decided', 'notices.twins', (tx, { data }) => this.tell(tx, data));
    this.handlers.on('neighbours.twins-undecided', 'notices.twins-undecided', (tx, { data }) =>
      this.tellAgain(tx, data),
    );
    this.composers.on('twins-open', (letter) => this.asked(letter));
    this.composers.on('twins-same', (letter) => this.told(letter, 'same'));
    this.composers.on('twins-different', (letter) => this.told(letter, 'different'));
    this.composers.on('twins-again', (letter) => this.told(letter, null));
  }

  /** Officers of the town's desk, one letter a day at most: somebody with many addresses floods nobody. */
  private async ask(tx: Tx, { data }: StoredEvent): Promise<void> {
    const pair = await this.twins.find(data.twinsId as TwinsId);
    const desk = pair && (await this.twins.desk(pair.placeCode, tx));
    if (!desk) return;
    const people = await this.members.officersOf(desk.body.id, desk.roles, tx);
    const letter = { kind: 'twins-open', subject: pair.placeCode, occasion: civilDate(await this.clock.now(tx)) };
    await this.letters.order(tx, ...people.map((personId) => ({ ...letter, personId })));
  }

  private async remind(tx: Tx, { twinsId }: StoredEvent['data']): Promise<void> {
    const pair = await this.twins.find(twinsId as TwinsId);
    const desk = pair && (await this.twins.desk(pair.placeCode, tx));
    if (!desk) return;
    const people = await this.members.officersOf(desk.body.id, desk.roles, tx);
    await this.letters.order(
      tx,
      ...people.map((personId) => ({ kind: 'twins-forgotten', personId, subject: pair.id })),
    );
  }

  /** Nothing to say once somebody has said what he thinks, or it is decided anew. */
  private async forgotten({ kind, personId, subject }: Letter): Promise<Composed | null> {
    const [person, pair] = [await this.context.person(personId), await this.twins.find(subject as TwinsId)];
    const desk = pair && (await this.twins.desk(pair.placeCode));
    if (!person || !desk || !pair.open || pair.asked || pair.decision !== 'same' || !pair.answerUntil) return null;
    const { email, lang } = person;
    const place = (await this.places.byCode(pair.placeCode))!;
    const params = { place: placeName(lang, place), until: formatMoment(lang, pair.answerUntil) };
    return this.context.composed(kind, { email, lang, params, path: `${twinsPath(lang, desk.body)}/${pair.id}`, why: 'office' }); // prettier-ignore
  }

  /** Whom it costs his voice, and whom his objection has given it back. */
  private async tell(tx: Tx, { twinsId, approvalId }: StoredEvent['data']): Promise<void> {
    const pair = await this.twins.find(twinsId as TwinsId);
    if (!pair || (pair.decision === 'different' && !pair.objection)) return;
    const { id, decision, later } = pair;
    await this.letters.order(tx, { kind: `twins-${decision!}`, personId: later.personId, subject: id, occasion: String(approvalId) }); // prettier-ignore
  }

  /** Whom nobody answered in time. */
  private async tellAgain(tx: Tx, { twinsId }: StoredEvent['data']): Promise<void> {
    const pair = await this.twins.find(twinsId as TwinsId);
    if (pair) await this.letters.order(tx, { kind: 'twins-again', personId: pair.later.personId, subject: pair.id });
  }

  private async asked({ personId, subject }: Letter): Promise<Composed | null> {
    const [person, desk, n] = [await this.context.person(personId), await this.twins.desk(subject), await this.twins.waiting(subject)]; // prettier-ignore
    const place = await this.places.byCode(subject);
    if (!person || !desk || !place || n === 0) return null;
    const { email, lang } = person;
    const params = { place: placeName(lang, place), n };
    return this.context.composed('twins-open', {
      email,
      lang,
      params,
      path: twinsPath(lang, desk.body),
      why: 'office',
    });
  }

  /** What two have decided, while it stands. */
  private async told({ kind, personId, subject }: Letter, decision: TwinsFaced['decision']): Promise<Composed | null> {
    const [person, pair] = [await this.context.person(personId), await this.twins.find(subject as TwinsId)];
    if (!person || !pair || pair.decision !== decision) return null;
    const { email, lang } = person;
    const place = (await this.places.byCode(pair.placeCode))!;
    const may = pair.objection ? 'no' : 'yes';
    // He may have joined another town meanwhile, and then he is not back in this one.
    const back = (await this.neighbours.of(pair.placeCode, pair.later.personId)) ? 'yes' : 'no';
    const params = { place: placeName(lang, place), reason: pair.reason ?? '', may, back };
    return this.context.composed(kind, { email, lang, params, path: joinPath(lang, place.slug) });
  }
}
