import { Money } from '#libs/kernel/src/index.js';
import type { Reading } from '../edge/reading.js';
import type { ProjectFace } from '../projects/project.faces.js';

/** What we promise to whoever gives, by the campaign's model. "" while the campaign has not been opened. */
export function promiseWords({ say, money, date }: Pick<Reading, 'say' | 'money' | 'date'>, face: ProjectFace): string {
  const { campaign, plan } = face;
  if (!campaign) return '';
  if (campaign.model === 'keep') return say('promise.keep');
  return say('promise.all_or_nothing', {
    target: money(campaign.threshold),
    date: date(plan.campaign.closesOn ?? campaign.closesAt),
  });
}

/** At what sum promises are called a success, and why it is more than the minimum; '' where nothing is promised or no such reserve was set. */
export function bufferWords({ say, money }: Pick<Reading, 'say' | 'money'>, { campaign }: ProjectFace): string {
  if (campaign?.model !== 'all-or-nothing' || campaign.threshold.equals(campaign.minimum)) return '';
  const { threshold, minimum } = campaign;
  return say('promise.buffer', {
    target: money(threshold),
    minimum: money(minimum),
    spare: money(threshold.minus(minimum)),
  });
}

/** How far a campaign is, in one line: "214 350 lei din 315 000 de lei strânși · 312 donatori · mai sunt 23 de zile". */
export function progressWords({ say, moneyShort, money }: Reading, face: ProjectFace): string {
  const { raised, promised, donors, promisers } = face.totals;
  const parts = [
    raised.isPositive() && face.target && say('project.raised-of', { raised: moneyShort(downToLei(raised)), target: money(face.target) }), // prettier-ignore
    promised.isPositive() && say('project.promised-sum', { sum: moneyShort(downToLei(promised)) }),
    donors > 0 && say('unit.donors', { n: donors }),
    promisers > 0 && say('card.promisers', { n: promisers }),
    face.daysLeft !== null && say('card.left', { n: face.daysLeft }),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** A sum that is still missing, in whole lei: never less than it is. */
export function upToLei(sum: Money): Money {
  return Money.lei(((sum.minor + 99n) / 100n) * 100n);
}

/** A sum without its bani, never more than it is: for headlines. Registers show the ban. */
export function downToLei(sum: Money): Money {
  return Money.lei(sum.minor - (sum.minor % 100n));
}

/** What arrives of a gift: in its currency and in whole lei, said once when they are the same. */
export function arrivesWords(
  { money, moneyShort }: Pick<Reading, 'money' | 'moneyShort'>,
  gift: Money,
  lei: Money,
): string {
  return gift.currency === 'MDL' ? money(gift) : `${money(gift)} ≈ ${moneyShort(downToLei(lei))}`;
}
