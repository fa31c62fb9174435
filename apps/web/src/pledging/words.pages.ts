import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { FundsQueries } from '#libs/funds/src/index.js';
import { PledgesQueries, PublicWordsService, type WordsId, type WordsToRead } from '#libs/pledges/src/index.js';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { fundTitle } from '../funds/fund.view.js';
import { WordsForm } from './words.requests.js';
import { type Named, wordsPage } from './words.view.js';

/** The operator reads what donors wrote for everybody: what waits, or one gift by its reference. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/words')
export class WordsPages {
  constructor(
    private readonly words: PublicWordsService,
    private readonly pledges: PledgesQueries,
    private readonly projects: ProjectsQueries,
    private readonly funds: FundsQueries,
    private readonly places: PlacesQueries,
  ) {}

  @Get()
  async show(@Read() reading: Reading): Promise<Page> {
    return this.shown(reading, Form.blank());
  }

  @Post()
  judge(@Read() reading: Reading, @FormOf(WordsForm) form: Form<WordsForm>): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ gifts }) => {
        const judged = gifts.map(({ id, hide = null, digest }) => ({ id, hide, digest }));
        await this.words.judge(judged, reading.person());
        return seeOther(reading.href('/operator/words?done=words'));
      },
      (again) => this.shown(reading, again),
    );
  }

  private async shown(reading: Reading, form: Form): Promise<Page> {
    const ref = reading.query.get('ref')?.trim().slice(0, 40) ?? '';
    const id = ref ? await this.idOf(ref) : null;
    const one = id && (await this.words.of(id));
    const list = ref ? (one ? [one] : []) : await this.words.waiting();
    return wordsPage(reading, { ref, form, list: await this.named(reading, list) });
  }

  /** Beside what words stand: a gift to a project, to a fund, or a monthly one; a month has those of its plan. */
  private async idOf(ref: string): Promise<WordsId | null> {
    const pledge = await this.pledges.byRef(ref);
    if (pledge) return pledge.id;
    const gift = await this.funds.giftByRef(ref);
    return gift ? (gift.planId ?? gift.id) : ((await this.funds.byRef(ref.toUpperCase()))?.id ?? null);
  }

  private named(reading: Reading, list: readonly WordsToRead[]): Promise<Named[]> {
    const names = new Map<string, Promise<string>>();
    const of = ({ projectId, placeCode }: WordsToRead) => {
      const key = projectId ?? placeCode!;
      if (!names.has(key))
        names.set(key, projectId ? this.titleOf(reading, projectId) : this.fundOf(reading, placeCode!));
      return names.get(key)!;
    };
    return Promise.all(list.map(async (words) => ({ ...words, beside: await of(words) })));
  }

  private async titleOf(reading: Reading, id: ProjectId): Promise<string> {
    const project = await this.projects.find(id);
    return project ? reading.text(project.title).text : '';
  }

  private async fundOf(reading: Reading, placeCode: string): Promise<string> {
    const place = await this.places.byCode(placeCode);
    return place ? fundTitle(reading, { place }) : '';
  }
}
