import type { JSX } from 'preact';
import { stateWord } from '../budgeting/vote-state.js';
import { placeLine } from '../finding/place-line.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Rows } from '../layout/parts.view.js';
import type { MyTown } from './my-towns.js';

/** The towns of a person: their boards, their votes, what he wrote there and what he said of himself. */
export function MyTownRows({ towns }: { towns: readonly MyTown[] }): JSX.Element {
  return (
    <>
      {towns.map((town) => (
        <OneTown town={town} key={town.place.code} />
      ))}
    </>
  );
}

function OneTown({ town: { place, needs, votes } }: { town: MyTown }): JSX.Element {
  const reading = useReading();
  const { say, href, date } = reading;
  const at = `/t/${place.slug}`;
  const wrote = needs.map((need) => ({
    title: (
      <a href={href(`${at}/needs/${need.id}`)}>
        <Written text={need.title} />
      </a>
    ),
    line: say('gifts.proposed', { date: date(need.at) }),
    end: need.hidden !== null && <Tag>{say('needs.hidden')}</Tag>,
  }));
  const voted = votes.map((vote) => ({
    title: (
      <a href={href(`/budget-votes/${vote.id}`)}>
        <Written text={vote.title} />
      </a>
    ),
    line: say('gifts.vote'),
    end: <Tag tone={vote.state === 'open' ? 'now' : undefined}>{say(stateWord(vote))}</Tag>,
  }));
  return (
    <section class="stack">
      <h2>
        <a href={href(at)}>{placeLine(reading, place)}</a>
      </h2>
      <p class="row">
        <a class="btn line" href={href(`${at}/needs`)}>
          {say('needs.block')}
        </a>
        <a class="btn line" href={href(`${at}/join`)}>
          {say('neighbours.mine')}
        </a>
      </p>
      {voted.length + wrote.length > 0 && <Rows rows={[...voted, ...wrote]} />}
    </section>
  );
}
