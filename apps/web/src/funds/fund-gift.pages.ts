import { Controller, Get, Param } from '@nestjs/common';
import { FundAccess, type FundGift, type FundGiftId } from '#libs/funds/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { Read } from '../edge/decorators.js';
import { type Page, Raw } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
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
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const gift = await this.find(reading, id);
    return fundGiftPage(reading, gift, { face: await this.faces.byCode(gift.placeCode), query: tokenQuery(reading) });
  }

  /** The receipt on paper: it names the donor, so nobody else gets it. */
  @Get('/receipt.pdf')
  async receipt(@Read() reading: Reading, @Param('id') id: string): Promise<Raw> {
    const gift = await this.find(reading, id);
    return new Raw('application/pdf', await this.papers.ofFund(reading, gift), {
      'content-disposition': `attachment; filename="plai-${gift.ref}.pdf"`,
    });
  }

  private find(reading: Reading, id: string): Promise<FundGift> {
    if (!isId(id)) throw refuse('not-found', 'fund-gift-unknown', 'No such gift.');
    const token = reading.query.get('token');
    return this.access.gift(id as FundGiftId, token ? { token } : { by: reading.person() });
  }
}

function tokenQuery({ query }: Reading): string {
  const token = query.get('token');
  return token ? `?token=${encodeURIComponent(token)}` : '';
}
