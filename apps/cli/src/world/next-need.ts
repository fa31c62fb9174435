import { newId } from '#libs/kernel/src/index.js';
import { GOOD_CARD, payOnPage } from './card-page.client.js';
import type { GiftPlan } from './giving.js';
import type { Works } from './works-plan.js';
import type { World } from './world.js';

/** Somebody gives to the fund of a place once; part of it goes to a project there: the town hall asks, the association agrees. */
export async function useFund(
  world: World,
  { id: projectId, town }: Works,
  {
    gift,
    lei,
    reason,
  }: { gift: Pick<GiftPlan, 'email' | 'name' | 'publicName' | 'amount' | 'currency'>; lei: string; reason: string },
): Promise<void> {
  const { email, name, publicName, amount, currency } = gift;
  const path = `/places/${town.cast.placeCode}/fund/gifts/${newId()}`;
  const made = await world.anybody.put<{ payUrl: string }>(path, {
    amount: { amount, currency },
    email,
    lang: 'ro',
    publicName,
  });
  await payOnPage(made.payUrl, GOOD_CARD, { name, email }, world.tally);
  await world.settle();
  const needId = newId();
  await town.mayor.api.put(`/projects/${projectId}/fund-needs/${needId}`, { amount: lei, reason });
  await town.president.api.post(`/approvals/${needId}/decision`, { decision: 'give' });
}
