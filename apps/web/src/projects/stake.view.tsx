import type { JSX } from 'preact';
import { townOrVillage } from '#libs/hometowns/src/index.js';
import { builtSourcesOf, leverageOf, othersOf } from '#libs/projects/src/index.js';
import { useReading } from '../layout/context.js';
import { CliffPart } from '../programmes/cliff.view.js';
import type { Dossier } from './dossier.js';

/** While people may still give or soon will: what is lost below the floor of the programme. */
export function Floor({ dossier }: { dossier: Dossier }): JSX.Element | null {
  const { plan, daysLeft, target } = dossier.face;
  if (!target || (daysLeft === null && plan.project.state !== 'published')) return null;
  // The floor counts people alone: what sponsors have added to their gifts is not theirs.
  const { raised, fromSponsors, promised } = dossier.face.totals;
  return <CliffPart plan={plan} raised={raised.minus(fromSponsors)} promised={promised} target={target} />;
}

/** What one leu from people brings from the others, with the two sums that it is made of. */
export function Draws({ dossier: { face } }: { dossier: Dossier }): JSX.Element | null {
  const { say, number, money } = useReading();
  const sources = builtSourcesOf(face.plan);
  const leverage = leverageOf({ sources });
  if (!leverage) return null;
  const x = number((leverage / 100).toFixed(2).replace(/\.?0+$/, ''));
  const people = sources.find(({ kind }) => kind === 'people')!.amount;
  return (
    <p>
      <strong>{say('project.draws', { kind: townOrVillage(face.place), x })}</strong>{' '}
      {say('project.draws-sum', { others: money(othersOf(face.plan)), people: money(people) })}
    </p>
  );
}
