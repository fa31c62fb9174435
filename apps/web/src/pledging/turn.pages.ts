import { Controller, Get, Param } from '@nestjs/common';
import { DomainError, isId, refuse } from '#libs/kernel/src/index.js';
import { type Checkout, type CheckoutId, CheckoutsService } from '#libs/payments/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import { type Page, Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { turnPage } from './turn.view.js';

/** Where somebody waits for his payment page while very many are wanted at once. */
@Controller('/:lang(^ro|ru|en$)/pay')
export class TurnPages {
  constructor(private readonly checkouts: CheckoutsService) {}

  /** Goes on to the payment page when its turn has come; to where the payment came from when it is over. */
  @Get('/:id')
  @Limit({ name: 'turn', points: 300, seconds: 600 })
  async wait(@Read() reading: Reading, @Param('id') id: string): Promise<Page | Redirect> {
    const checkout = await this.find(id);
    try {
      return seeOther(await this.checkouts.urlOf(checkout.id));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code === 'checkout-over') return seeOther(checkout.cancelPath);
      if (error.code !== 'checkout-waits') throw error;
      return turnPage(reading, checkout, Number(error.params.seconds));
    }
  }

  private async find(id: string): Promise<Checkout> {
    const checkout = isId(id) ? await this.checkouts.find(id as CheckoutId) : null;
    if (!checkout) throw refuse('not-found', 'not-found', 'No such checkout.');
    return checkout;
  }
}
