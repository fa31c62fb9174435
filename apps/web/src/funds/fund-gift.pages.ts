import { Controller, Get, Param, Post } from '@nestjs/common';
import { FundMoneyQueries } from '#libs/books/src/index.js';
import { FundAccess, type FundGift, type FundGiftId } from '#libs/funds/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { GiftDisputesQueries, PublicWordsService } from '#libs/pledges/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import type { Form } from '../edge/form.js';
import { type Page, Raw, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { accessOf, tokenQuery } from '../pledging/gift.access.js';
import { dedicationOf, PublicWordsForm } from '../pledging/give.requests.js';
import { formOfWords, publicWordsPage } from '../pledging/public-words.view.js';
import { ReceiptPapers } from '../pledging/receipt-papers.service.js';
import { FundFaces } from './fund-faces.js';
import { fundGiftPage } from './fund-gift.view.js';

/** One gift to a fund for whoever gave it: by the link of its letters, or signed in. */
@Controller('/:lang(^ro|ru|en$)/fund-gift/:id')
export class FundGiftPages {
  constructor(
    private readonly access: FundAccess,
    private readonly faces: FundFaces,
    private readonly papers: ReceiptPapers,
    private readonly money: FundMoneyQueries,
    private readonly disputes: GiftDisputesQueries,
    private readonly publicWords: PublicWordsService,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const gift = await this.find(reading, id);
    const [face, places, words, disputed] = await Promise.all([
      this.faces.byCode(gift.placeCode),
      this.money.of(gift.id),
      this.publicWords.of(gift.planId ?? gift.id),
      this.disputes.isDisputed(gift.id),
    ]);
    return fundGiftPage(reading, gift, { face, places, words, disputed, query: tokenQuery(reading) });
  }

  /** The receipt on paper: it names the donor, so nobody else gets it. */
  @Get('/receipt.pdf')
  async receipt(@Read() reading: Reading, @Param('id') id: string): Promise<Raw> {
    const gift = await this.find(reading, id);
    return new Raw('application/pdf', await this.papers.ofFund(reading, gift), {
      'content-disposition': `attachment; filename="plai-${gift.ref}.pdf"`,
    });
  }

  /** What stands beside it in public; of a month beside all of its plan. */
  @Get('/words')
  async words(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const { planId, id: giftId } = await this.find(reading, id);
    return this.wording(reading, id, formOfWords(await this.publicWords.of(planId ?? giftId)));
  }

  @Post('/words')
  changeWords(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(PublicWordsForm) form: Form<PublicWordsForm>,
  ): Promise<Page | Redirect> {
    const work = async ({ publicName, dedication }: PublicWordsForm) => {
      const { planId, id: giftId, personId } = await this.find(reading, id);
      const said = { publicName, dedication: dedicationOf(dedication) };
      await this.publicWords.change({ id: planId ?? giftId, personId }, said);
      return seeOther(reading.href(`/fund-gift/${id}${tokenQuery(reading)}`));
    };
    return form.submit(reading, work, (again) => this.wording(reading, id, again));
  }

  private async wording(reading: Reading, id: string, form: Form): Promise<Page> {
    const { ref } = await this.find(reading, id);
    return publicWordsPage(reading, { ref, path: `/fund-gift/${id}`, query: tokenQuery(reading) }, form);
  }

  private find(reading: Reading, id: string): Promise<FundGift> {
    if (!isId(id)) throw refuse('not-found', 'fund-gift-unknown', 'No such gift.');
    return this.access.gift(id as FundGiftId, accessOf(reading));
  }
}
