import type { JSX } from 'preact';
import type { CampaignDecision } from '#libs/pledges/src/index.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import type { Dossier } from './dossier.js';

/** How the campaign was decided: at each moment the sums that were read, and what follows from them by its rules. */
export function Decided({ dossier: { face, decisions } }: { dossier: Dossier }): JSX.Element | null {
  const reading = useReading();
  const { say } = reading;
  if (decisions.length === 0) return null;
  return (
    <section class="stack">
      <h2>{say('project.decided.title')}</h2>
      {decisions.map((decision) => (
        <p key={decision.stage}>
          {sumsOf(reading, decision)} <strong>{outcomeOf(reading, decision, face.plan)}</strong>
        </p>
      ))}
      <p class="small mute">{say('project.decided.by')}</p>
    </section>
  );
}

/** What was held and promised, and what of it might stay for less than the whole. */
function sumsOf({ say, money, date }: Reading, { at, held, promised, staying, minimum, tiers }: CampaignDecision): string {
  const sums = { date: date(at), held: money(held), promised: money(promised), minimum: money(minimum) };
  const all = say(promised.isPositive() ? 'project.decided.sums' : 'project.decided.sums-held', sums);
  const stay = staying.held.plus(staying.promised);
  const apart = tiers.length > 0 && !stay.equals(held.plus(promised));
  return apart ? `${all} ${say('project.decided.staying', { sum: money(stay) })}` : all;
} // prettier-ignore

function outcomeOf(
  { say, money, text, percent }: Reading,
  { decision, tierId, extension }: CampaignDecision,
  plan: Dossier['face']['plan'],
): string {
  const tier = plan.tiers.find(({ id }) => id === tierId);
  const params = {
    ...(tier && { version: text(tier.name).text, sum: money(tier.amount) }),
    share: percent((extension?.atBp ?? 0) / 100),
  };
  return say(`project.decided.${decision}${tier ? '-tier' : ''}`, params);
}
