import type { JSX } from 'preact';
import type { BudgetLine } from '#libs/projects/src/index.js';
import { useReading } from '../layout/context.js';
import type { Dossier } from './dossier.js';

/** How many units of a line people have given and promised, and the way to give one while the campaign is open. */
export function Units({ line, dossier }: { line: BudgetLine; dossier: Dossier }): JSX.Element | null {
  const { say, number, text, href } = useReading();
  const { face, lineGifts } = dossier;
  const gifts = lineGifts.find(({ id }) => id === line.id);
  if (!gifts || !face.campaign) return null;
  const { held, promised, open } = gifts;
  const takes = face.daysLeft !== null;
  const parts = [
    held > 0 && say('project.units-held', { count: number(held) }),
    promised > 0 && say('project.units-promised', { count: number(promised) }),
    takes && say('project.units-open', { count: number(open) }),
  ].filter(Boolean);
  return (
    <span class="hint">
      {parts.join(' · ')}
      {takes && open > 0 && (
        <>
          {parts.length > 0 && '. '}
          <a href={href(`${face.path}/give?line=${line.id}&units=1`)}>
            {say('project.give-one', { unit: line.unit! })}
            <span class="vh">: {text(line.name).text}</span>
          </a>
        </>
      )}
    </span>
  );
}
