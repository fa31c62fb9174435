import type { JSX } from 'preact';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { BallotLine } from '#libs/voting/src/index.js';
import { ScrollTable } from '../books/table.view.js';
import { useReading } from '../layout/context.js';
import { FoldOut } from '../layout/parts.view.js';

interface Counted {
  readonly ballots: readonly BallotLine[];
  readonly reasons: readonly string[];
  /** Names of voters, where the association votes openly. */
  readonly names: ReadonlyMap<PersonId, string>;
}

/** Every ballot that was counted, by its code, and the reasons that were given. */
export function Ballots({ ballots, reasons, names }: Counted): JSX.Element {
  const { say, number } = useReading();
  const ways = ballots.some(({ channel }) => channel === 'paper');
  return (
    <>
      <FoldOut summary={say('votes.ballots', { n: ballots.length })} hint={say('votes.ballots-hint')}>
        <ScrollTable
          caption={say('votes.ballots', { n: ballots.length })}
          head={[say('votes.code'), say('votes.vote'), say('votes.changed'), ...(ways ? [say('budget.channel')] : [])]}
          numbers={[2]}
        >
          {ballots.map(({ receipt, choice, changed, channel, personId }) => (
            <tr key={receipt}>
              <th scope="row">
                <code>{receipt}</code> {personId && names.get(personId)}
              </th>
              <td>{say(`vote.choice.${choice}`)}</td>
              <td class="n">{number(changed)}</td>
              {ways && <td>{say(`budget.channel.${channel}`)}</td>}
            </tr>
          ))}
        </ScrollTable>
      </FoldOut>
      {reasons.length > 0 && <Reasons reasons={reasons} />}
    </>
  ); // prettier-ignore
}

function Reasons({ reasons }: Pick<Counted, 'reasons'>): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack" aria-labelledby="reasons">
      <h2 id="reasons">{say('votes.reasons')}</h2>
      <ul class="bullets">
        {reasons.map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
