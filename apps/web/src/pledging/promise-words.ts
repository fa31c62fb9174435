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
