import { Injectable } from '@nestjs/common';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type CheckoutId, CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, sayIn, type Tx } from '#libs/platform/src/index.js';
import type { Paths } from '#libs/pledges/src/index.js';
import type { FundGift } from './fund-gift.entity.js';
import type { Plan } from './plan.entity.js';

const OPEN_MS = 60 * 60_000;

/** Opens hosted payment pages for gifts to a town's fund. */
@Injectable()
export class FundPages {
  constructor(
    private readonly checkouts: CheckoutsService,
    private readonly persons: PersonsService,
    private readonly places: PlacesQueries,
    private readonly clock: Clock,
  ) {}

  /** The page on which a gift is paid at once. It works for an hour. */
  toPay(tx: Tx, gift: FundGift, page: { id: CheckoutId; paths: Paths }): Promise<void> {
    return this.open(tx, gift, { ...page, mode: 'pay', words: 'fund.checkout' });
  }

  /** The page on which a plan's card is saved. It works for an hour. */
  toSave(tx: Tx, plan: Plan, page: { id: CheckoutId; paths: Paths }): Promise<void> {
    return this.open(tx, plan, { ...page, mode: 'save-card', words: 'fund.checkout-monthly' });
  }

  private async open(
    tx: Tx,
    thing: FundGift | Plan,
    { id, mode, paths, words }: { id: CheckoutId; mode: 'pay' | 'save-card'; paths: Paths; words: string },
  ): Promise<void> {
    const { lang, ref, owner, gift, cover } = thing;
    const [card] = await this.persons.cards([thing.personId], tx);
    const place = await this.places.byCode(thing.placeCode);
    const path = (text: string) => text.replaceAll('{ref}', ref).replaceAll('{id}', thing.id);
    await this.checkouts.open(tx, {
      ...{ id, owner, mode, gift, feeCover: cover, email: card!.email!, lang },
      description: sayIn(lang)(words, { place: placeName(lang, place!), ref }),
      successPath: path(paths.success),
      cancelPath: path(paths.cancel),
      expiresAt: new Date((await this.clock.now(tx)).getTime() + OPEN_MS),
    });
  }
}
