import type { JSX } from 'preact';
import type { OpenVote } from '#libs/budgeting/src/index.js';
import type { PlaceFound } from '#libs/hometowns/src/index.js';
import { placeLine } from '../finding/place-line.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';

/** A vote that goes on, with its town. */
export interface VoteHere extends OpenVote {
  readonly place: PlaceFound;
}

/** That each place has a board where one proposes, the way to one's own, and what towns vote on today, if any does. */
export function Village({ votes }: { votes: readonly VoteHere[] }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="sect">
      <div class="wrap stack">
        <h2>{say('home.village')}</h2>
        <p class="mute narrow-page">{say('home.village-lead')}</p>
        <p>
          <a class="btn line" href={href('/search')}>
            {say('home.village-find')}
          </a>
        </p>
        {votes.length > 0 && <Votes votes={votes} />}
      </div>
    </section>
  );
}

function Votes({ votes }: { votes: readonly VoteHere[] }): JSX.Element {
  const reading = useReading();
  const { say, href, text, money, until } = reading;
  return (
    <>
      <h3>{say('home.voting')}</h3>
      <ul class="tasks">
        {votes.map(({ id, title, place, budget, closesAt }) => (
          <li key={id}>
            <span>
              <a href={href(`/t/${place.slug}`)}>{placeLine(reading, place)}</a>: <Written text={title} />
              <br />
              <span class="small mute">
                {say('home.vote-budget', { budget: money(budget) })} ·{' '}
                {say('budget.until', { closes: until(closesAt) })}
              </span>
            </span>
            <a
              class="btn"
              href={href(`/budget-votes/${id}`)}
              aria-label={`${say('budget.vote-now')}: ${text(title).text}`}
            >
              {say('budget.vote-now')}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
