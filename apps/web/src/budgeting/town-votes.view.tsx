import type { JSX } from 'preact';
import type { BudgetVote, Chosen } from '#libs/budgeting/src/index.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { stateWord } from './vote-state.js';

interface Props {
  readonly votes: readonly BudgetVote[];
  readonly chosen: readonly Chosen[];
}

/** What a town has voted on under a budget with what it chose, and what it votes on now. Nothing where it never has. */
export function TownVotes({ votes, chosen }: Props): JSX.Element | null {
  const { say, href, text, money, until } = useReading();
  const won = ({ id }: BudgetVote) => chosen.filter(({ voteId }) => voteId === id).map(({ title }) => text(title).text);
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
                {money(vote.budget)} · {say('budget.until', { closes: until(vote.closesAt!) })}
                {won(vote).length > 0 && <> · {say('budget.chosen', { what: won(vote).join(', ') })}</>}
              </span>
            </span>
            {vote.state === 'open' ? (
              <a
                class="btn"
                href={href(`/budget-votes/${vote.id}`)}
                aria-label={`${say('budget.vote-now')}: ${text(vote.title).text}`}
              >
                {say('budget.vote-now')}
              </a>
            ) : (
              <Tag>{say(stateWord(vote))}</Tag>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
