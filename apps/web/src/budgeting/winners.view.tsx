import type { JSX } from 'preact';
import type { BudgetVoteId, Winner } from '#libs/budgeting/src/index.js';
import { type BodyId, newId } from '#libs/kernel/src/index.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';

interface Props {
  readonly hall: BodyId;
  readonly vote: BudgetVoteId;
  readonly winners: readonly Winner[];
}

/** What a vote chose, at the town hall's desk: its project, or the button that begins one. */
export function Winners({ hall, vote, winners }: Props): JSX.Element {
  const { say, href, text } = useReading();
  const at = href(`/town-hall/${hall}`);
  return (
    <ul class="stack">
      {winners.map(({ code, title, projectId }) => (
        <li key={code}>
          <span>
            <Written text={title} /> <Tag tone="ok">{say('budget.won')}</Tag>
          </span>{' '}
          {projectId ? (
            <a href={`${at}/projects/${projectId}`}>{say('budget.its-project')}</a>
          ) : (
            <form method="post" action={`${at}/budget-votes/${vote}/winners/${code}`}>
              <input type="hidden" name="id" value={newId()} />
              <button class="btn line" aria-label={`${say('budget.begin-project')}: ${text(title).text}`}>
                {say('budget.begin-project')}
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
}
