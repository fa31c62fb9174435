import type { JSX } from 'preact';
import type { BudgetVote } from '#libs/budgeting/src/index.js';
import type { PlaceFound } from '#libs/hometowns/src/index.js';
import type { TownOption } from '#libs/needs/src/index.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Note } from '../layout/parts.view.js';

/** Where a project comes from: a vote, the option that it chose, the needs of the board behind it. */
export interface Origin {
  readonly vote: BudgetVote;
  readonly option: TownOption;
  readonly place: PlaceFound;
}

/** What of a file was taken over from the vote, with the way to each. */
export function OriginNote({ origin: { vote, option, place } }: { origin: Origin }): JSX.Element {
  const { say, href, money } = useReading();
  const [need] = option.needs;
  return (
    <Note>
      <p>
        {say('file.from-vote')}{' '}
        <a href={href(`/budget-votes/${vote.id}`)}>
          <Written text={vote.title} />
        </a>
        {need && (
          <>
            {' · '}
            <a href={href(`/t/${place.slug}/needs/${need}`)}>{say('budget.its-need')}</a>
          </>
        )}
      </p>
      <p>{say('file.from-option', { cost: money(option.cost), source: option.source })}</p>
    </Note>
  );
}
