import { Controller, Get, Param, Post } from '@nestjs/common';
import { GiftMoneyQueries } from '#libs/books/src/index.js';
import { MatchingQueries } from '#libs/matching/src/index.js';
import {
  DeskQueries,
  EndingQueries,
  GiftDisputesQueries,
  GivingService,
  type Pledge,
  PoolsQueries,
  PromisesService,
  PublicWordsService,
  RefundRequestsService,
} from '#libs/pledges/src/index.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, Raw, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { dedicationOf, PublicWordsForm } from './give.requests.js';
import { accessOf, pledgeId, tokenQuery } from './gift.access.js';
import { giftPage, withdrawPage } from './gift.view.js';
import { formOfWords, publicWordsPage } from './public-words.view.js';
import { giftPaths, otherCardPaths, payPath } from './paths.js';
import { ReceiptPapers } from './receipt-papers.service.js';

/** One gift for whoever gave it: by the signed link of its letters, or signed in. For everybody else it does not exist. */
@Controller('/:lang(^ro|ru|en$)/gift/:id')
export class GiftPages {
  constructor(
    private readonly promises: PromisesService,
    private readonly giving: GivingService,
    private readonly faces: ProjectFaces,
    private readonly places: GiftMoneyQueries,
    private readonly publicWords: PublicWordsService,
    private readonly disputes: GiftDisputesQueries,
    private readonly requests: RefundRequestsService,
    private readonly papers: ReceiptPapers,
    private readonly pools: PoolsQueries,
    private readonly calls: MatchingQueries,
    private readonly endings: EndingQueries,
    private readonly desk: DeskQueries,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, Form.blank());
  }

  /** The receipt on paper: for whoever may see the gift. It names the donor, so nobody else gets it. */
  @Get('/receipt.pdf')
  async receipt(@Read() reading: Reading, @Param('id') id: string): Promise<Raw> {
    const pledge = await this.find(reading, id);
    return new Raw('application/pdf', await this.papers.receipt(reading, pledge), {
      'content-disposition': `attachment; filename="plai-${pledge.ref}.pdf"`,
    });
  }

  @Get('/withdraw')
  async confirm(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.confirming(reading, id, Form.blank());
  }

  @Post('/withdraw')
  withdraw(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    const work = async () => {
      await this.promises.withdraw(pledgeId(id), accessOf(reading));
      return seeOther(reading.href(`/gift/${id}${tokenQuery(reading)}`));
    };
    return form.submit(reading, work, (again) => this.confirming(reading, id, again));
  }

  @Get('/words')
  async words(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.wording(reading, id, formOfWords(await this.publicWords.of(pledgeId(id))));
  }

  @Post('/words')
  changeWords(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(PublicWordsForm) form: Form<PublicWordsForm>,
  ): Promise<Page | Redirect> {
    const work = async ({ publicName, dedication }: PublicWordsForm) => {
      await this.publicWords.change(await this.find(reading, id), { publicName, dedication: dedicationOf(dedication) });
      return seeOther(reading.href(`/gift/${id}${tokenQuery(reading)}`));
    };
    return form.submit(reading, work, (again) => this.wording(reading, id, again));
  }

  /** To the page that takes another card: for a promise, for a declined payment, or for one that was never finished. */
  @Post('/card')
  @Limit({ name: 'give', points: 60, seconds: 600 })
  card(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    const work = async () => {
      const pledge = await this.find(reading, id);
      return seeOther(await payPath(reading, () => this.cardUrl(reading, pledge)));
    };
    return form.submit(reading, work, (again) => this.shown(reading, id, again));
  }

  private cardUrl(reading: Reading, pledge: Pledge): Promise<string> {
    const { id, state } = pledge;
    if (state === 'started' || state === 'abandoned') return this.giving.payUrl(pledge, giftPaths(reading.lang));
    const paths = otherCardPaths(reading.lang, tokenQuery(reading));
    if (state === 'declined') return this.promises.repair(id, accessOf(reading), paths);
    return this.promises.replaceCard(id, accessOf(reading), paths);
  }

  private async shown(reading: Reading, id: string, form: Form): Promise<Page> {
    const pledge = await this.find(reading, id);
    const [face, places, words, parts, disputed, request, match, decisions, refunds] = await Promise.all([
      this.faces.of(pledge.projectId),
      this.places.of([pledge.id]),
      this.publicWords.of(pledge.id),
      this.pools.of(pledge),
      this.disputes.isDisputed(pledge.id),
      this.requests.of(pledge.id),
      this.calls.ofGift(pledge.id),
      this.endings.decisions(pledge.projectId),
      this.desk.refundsOf(pledge.id),
    ]);
    const query = tokenQuery(reading);
    const found = { face, words, parts, disputed, request, match, decisions, refunds };
    const view = { ...found, form, places: places.get(pledge.id)!, query };
    return giftPage(reading, pledge, view);
  }

  private async confirming(reading: Reading, id: string, form: Form): Promise<Page> {
    const pledge = await this.find(reading, id);
    return withdrawPage(reading, pledge, { face: await this.faces.of(pledge.projectId), form, query: tokenQuery(reading) }); // prettier-ignore
  }

  private async wording(reading: Reading, id: string, form: Form): Promise<Page> {
    const { ref } = await this.find(reading, id);
    return publicWordsPage(reading, { ref, path: `/gift/${id}`, query: tokenQuery(reading) }, form);
  }

  private find(reading: Reading, id: string): Promise<Pledge> {
    return this.promises.find(pledgeId(id), accessOf(reading));
  }
}
