import { Controller, Get, Param } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { isLang, type Lang } from '#libs/platform/src/index.js';
import { type ProjectCard, ProjectsQueries } from '#libs/projects/src/index.js';
import { plainCard, projectCard, type ProjectCardFace } from '../art/card.js';
import { sceneOf } from '../art/scene-of.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { SHOWN_ELSEWHERE } from '../edge/headers.js';
import { Raw } from '../edge/page.js';
import { Reading } from '../edge/reading.js';
import type { CardView } from '../layout/card.view.js';
import { downToLei } from '../pledging/promise-words.js';
import { Cards } from './cards.js';

const KEPT_MAX = 200;

/** Pictures that chats show beside a link. */
@Controller()
export class SharingCardPages {
  private readonly kept = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly projects: ProjectsQueries,
    private readonly cards: Cards,
  ) {}

  /** "/og/plai-ro.jpg", "/og/7KQ2-ru.jpg?v=60": `v` is there for the caches of chats alone. */
  @Get('/og/:file')
  @PublicPage()
  async card(@Read() reading: Reading, @Param('file') file: string): Promise<Raw> {
    const [, name, lang] = /^(plai|[0-9A-Z]{4})-(ro|ru|en)\.jpg$/.exec(file) ?? [];
    if (!name || !isLang(lang)) throw refuse('not-found', 'not-found', 'No such card.');
    const picture = name === 'plai' ? this.plain(reading, lang) : this.project(new Reading({ ...reading, lang }), name);
    return new Raw('image/jpeg', await picture, { 'cache-control': 'public, max-age=3600', ...SHOWN_ELSEWHERE });
  }

  private plain(reading: Reading, lang: Lang): Promise<Buffer> {
    const { say } = new Reading({ ...reading, lang });
    return this.keep(lang, () => plainCard(say('home.h1'), say('og.line')));
  }

  private async project(reading: Reading, code: string): Promise<Buffer> {
    const card = await this.projects.card(code);
    if (!card) throw refuse('not-found', 'not-found', 'No such card.');
    const [view] = await this.cards.views(reading, [card]);
    const face = faceOf(reading, card, view!);
    return this.keep(JSON.stringify(face), () => projectCard(face));
  }

  /** A card is drawn anew only when something on it has changed. */
  private keep(key: string, draw: () => Promise<Buffer>): Promise<Buffer> {
    const known = this.kept.get(key);
    if (known) return known;
    const made = draw();
    this.kept.set(key, made);
    made.catch(() => this.kept.delete(key));
    if (this.kept.size > KEPT_MAX) this.kept.delete(this.kept.keys().next().value!);
    return made;
  }
}

function faceOf(reading: Reading, card: ProjectCard, { money, place, line }: CardView): ProjectCardFace {
  const { say, moneyShort } = reading;
  const target = money && moneyShort(money.built ?? money.target);
  const promised = money?.promised?.isPositive() === true && !money.held.isPositive();
  const shown = promised ? money.promised : (money?.held ?? null);
  return {
    scene: sceneOf(card.sector),
    code: card.code,
    place: card.illustrative ? `${place} · ${say('term.illustrative')}` : place,
    title: reading.text(card.title).text,
    sum: shown ? moneyShort(downToLei(shown)) : '',
    of: money ? say(money.built ? 'card.held-built' : promised ? 'card.promised-of' : 'card.held-of', { target: target! }) : line, // prettier-ignore
    line: money ? line : '',
    // Held and promised are never added: where something is held, the band shows only that.
    part: money && shown ? Number((shown.minor * 1000n) / money.target.minor) / 1000 : 0,
    promised,
  };
}
