import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BodiesQueries, placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { addDays, type CivilDate } from '#libs/kernel/src/index.js';
import { BoardLettersService, type BoardNews, BoardNewsQueries, BoardQueries, HidingQueries, REMIND, type TownNeed, type TownNeedId } from '#libs/needs/src/index.js'; // prettier-ignore
import { Config, formatDate, formatMoney, Handlers, type Lang, sayIn, textIn } from '#libs/platform/src/index.js';
import { BoardDailyService } from './board-daily.service.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { boardLettersPath, boardPath, needPath, townHallPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

const LOOK_SECONDS = 300;

/**
 * Letters about a town's board: what became of a need, to who proposed or supports it; that it was hidden, to who wrote it; what
 * is to be answered, to the town hall.
 */
@Injectable()
export class BoardLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly daily: BoardDailyService,
    private readonly context: LetterContext,
    private readonly news: BoardNewsQueries,
    private readonly board: BoardQueries,
    private readonly written: HidingQueries,
    private readonly letters: LettersService,
    private readonly wanted: BoardLettersService,
    private readonly places: PlacesQueries,
    private readonly bodies: BodiesQueries,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.handlers.every(LOOK_SECONDS, 'notices.board', () => this.daily.orderDue());
    this.handlers.on('needs.judged', 'notices.need-judged', async (tx, { id, data }) => {
      const subject = String(data.needId);
      const personId = (await this.written.find(subject as TownNeedId))?.by;
      if (personId) await this.letters.order(tx, { kind: 'need-judged', personId, subject, occasion: String(id) });
    });
    this.composers.on('need-judged', (letter) => this.judged(letter));
    this.composers.on('board-news', (letter) => this.told(letter));
    this.composers.on('board-due', (letter) => this.reminded(letter));
  }

  private async told({ personId, subject }: Letter): Promise<Composed | null> {
    const [placeCode, day] = subject.split(':') as [string, CivilDate];
    const person = await this.context.person(personId);
    const place = await this.places.byCode(placeCode);
    if (!person || !place) return null;
    const reader = { placeCode, personId: person.id };
    const news = (await this.wanted.wants(reader)) ? await this.news.of(reader, day) : [];
    if (news.length === 0) return null;
    const { email, lang } = person;
    const lines = news.map((one) => lineOf(lang, one)).join('\n');
    const params = { place: placeName(lang, place), day: formatDate(lang, day), n: news.length, news: lines };
    const stop = boardLettersPath(lang, await this.wanted.tokenOf(reader));
    const also = { key: 'letter.board-news.stop', path: stop };
    const about = [...new Set(news.map(({ needId }) => needId))];
    const path = about.length === 1 ? needPath(lang, place.slug, about[0]!) : boardPath(lang, place.slug);
    const letter = this.context.composed('board-news', { email, lang, params, path, also });
    return { ...letter, unsubscribe: this.config.publicUrl + stop };
  }

  private async judged({ personId, subject }: Letter): Promise<Composed | null> {
    const [person, need] = await Promise.all([this.context.person(personId), this.written.find(subject as TownNeedId)]);
    const place = need && (await this.places.byCode(need.placeCode));
    if (!person || !place) return null;
    const { email, lang } = person;
    const params = {
      ...{ place: placeName(lang, place), need: textIn(lang, need.title).text },
      ...{ hidden: need.hidden === null ? 'no' : 'yes', reason: need.hidden ?? '' },
    };
    return this.context.composed('need-judged', { email, lang, params, path: needPath(lang, place.slug, need.id) });
  }

  /** What has been answered by now is not asked for. */
  private async reminded({ personId, subject }: Letter): Promise<Composed | null> {
    const [placeCode, day] = subject.split(':') as [string, CivilDate];
    const person = await this.context.person(personId);
    const hall = await this.bodies.townHallOf(placeCode);
    const due = await this.board.unanswered(placeCode, addDays(day, REMIND.before));
    if (!person || !hall || due.length === 0) return null;
    const { email, lang } = person;
    const n = due.filter((need) => need.late).length;
    const late = n > 0 ? String(n) : 'none';
    const params = { body: textIn(lang, hall.name).text, n: due.length, late, needs: due.map((need) => dueLine(lang, need)).join('\n') }; // prettier-ignore
    const path = `${townHallPath(lang, hall.id)}/needs`;
    return this.context.composed('board-due', { email, lang, params, path, why: 'office' });
  }
}

function lineOf(lang: Lang, { kind, title, words, cost }: BoardNews): string {
  // Each is one line: whatever somebody has written makes no paragraph that looks like ours.
  const said = words ? textIn(lang, words).text.replaceAll(/\s+/g, ' ') : '';
  const params = { need: textIn(lang, title).text, words: said, cost: cost ? formatMoney(lang, cost) : '' };
  // An option is often named like its need.
  const same = kind === 'priced' && params.words === params.need;
  return sayIn(lang)(`letter.board-news.${kind}${same ? '-same' : ''}`, params);
}

function dueLine(lang: Lang, { title, answerBy, late }: TownNeed): string {
  const params = { need: textIn(lang, title).text, date: formatDate(lang, answerBy!) };
  return sayIn(lang)(late ? 'letter.board-due.late' : 'letter.board-due.soon', params);
}
