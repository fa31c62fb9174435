import type { JSX } from 'preact';
import type { BudgetVote } from '#libs/budgeting/src/index.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { stateWord } from './vote-state.js';

/** What a town has voted on under a budget, and what it votes on now. Nothing where it never has. */
export function TownVotes({ votes }: { votes: readonly BudgetVote[] }): JSX.Element | null {
  const { say, href, money, moment } = useReading();
  if (votes.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="budget-votes">
      <h2 id="budget-votes">{say('budget.town')}</h2>
      <ul class="tasks">
        {votes.map((vote) => (
          <li key={vote.id}>
            <span>
              <a href={href(`/budget-votes/${vote.id}`)}>
                <Written text={vote.title} />
              </a>
              <br />
              <span class="small mute">
                {money(vote.budget)} · {say('budget.until', { closes: moment(vote.closesAt!) })}
              </span>
            </span>
            <Tag tone={vote.state === 'open' ? 'now' : undefined}>{say(stateWord(vote))}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}
