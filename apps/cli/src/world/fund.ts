import { newId } from '#libs/kernel/src/index.js';
import { GOOD_CARD, payOnPage } from './card-page.client.js';
import type { GiftPlan } from './giving.js';
import type { World } from './world.js';

/** Gives to the fund of a place every month from today on: the form, then the page on which the card is saved. */
export async function giveMonthly(
  world: World,
  placeCode: string,
  {
    email,
    name,
    publicName,
    amount,
    currency,
    lang = 'ro',
  }: Pick<GiftPlan, 'email' | 'name' | 'publicName' | 'amount' | 'currency' | 'lang'>,
): Promise<void> {
  const body = { amount: { amount, currency }, email, lang, publicName };
  const plan = await world.anybody.put<{ payUrl: string }>(`/places/${placeCode}/fund/monthly-gifts/${newId()}`, body);
  await payOnPage(plan.payUrl, GOOD_CARD, { name, email }, world.tally);
}
