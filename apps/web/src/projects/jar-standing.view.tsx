import type { JSX } from 'preact';
import type { Ending, PeopleAndLei } from '#libs/pledges/src/index.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';
import { capital } from './capital.js';
import type { Dossier } from './dossier.js';

/** What there is to say of the money of a project that takes no gifts, and what can be done about it. */
export function Standing({ dossier }: { dossier: Dossier }): JSX.Element {
  const { say, href, date, moneyShort, money } = useReading();
  const { face, waterfall, ending } = dossier;
  const { project, campaign } = face.plan;
  const people = waterfall.rows[0]!;
  const places = ['held', 'released', 'spent', 'proven'] as const;
  // Of a project that was given up, what had left for the town hall stays, beside what came back.
  const left = ending !== null && [people.released!, people.spent!, people.proven!].some((sum) => sum.isPositive());
  const moved = left || ['funded', 'in-delivery', 'completed'].includes(project.state);
  return (
    <>
      <p>
        {say(`project.state-line.${left ? 'stopped' : project.state}`, {
          date: campaign.opensOn ? date(campaign.opensOn) : '–',
          target: face.target ? money(face.target) : '–',
        })}
      </p>
      {dossier.stopped && <p>{say('project.stopped-why', { reason: dossier.stopped })}</p>}
      {moved && (
        <Facts rows={places.map((place) => [capital(say(`term.leu.${place}`)), moneyShort(people[place]!)] as const)} />
      )}
      {ending && <Returned ending={ending} left={left} />}
      {!ending && <Ways dossier={dossier} />}
      {ending && (
        <p>
          <a href={href(`${face.path}/register`)}>{say('project.register-link')}</a>
        </p>
      )}
    </>
  );
}

/** What anybody can do about a project that takes no gifts. */
function Ways({ dossier: { face } }: { dossier: Dossier }): JSX.Element {
  const { say, href } = useReading();
  const { takesObjections } = face.plan.project;
  return (
    <>
      {takesObjections && (
        <p>
          <a class="btn wide" href={href(`${face.path}/object`)}>
            {say('project.object')}
          </a>
        </p>
      )}
      <p>
        <a class={takesObjections ? 'btn line wide' : 'btn wide'} href={href(`${face.path}/follow`)}>
          {say('follow.start')}
        </a>
      </p>
    </>
  );
}

/**
 * Of those whose money had come, how many have it back, or what came back beside what is left; and the promises that nobody
 * was charged for.
 */
function Returned({ ending, left }: { ending: Ending; left: boolean }): JSX.Element {
  const { say, moneyShort } = useReading();
  const { released, came, returned, moved, fromFund, toFund } = ending;
  const row = (key: string, part: PeopleAndLei) =>
    [
      say(`project.ending.${key}`),
      <>
        {say('project.ending.people', { n: part.people })}
        <br />
        {moneyShort(part.lei)}
      </>,
    ] as const;
  const back = [
    say('project.ending.returned'),
    <>
      {say('project.ending.of', { done: String(returned.people), n: came.people - moved.people })}
      <br />
      {say('project.ending.sum-of', { done: moneyShort(returned.lei), all: moneyShort(came.lei.minus(moved.lei)) })}
    </>,
  ] as const;
  const sums = { done: moneyShort(toFund), all: moneyShort(fromFund) };
  const fund = [say('project.ending.fund'), say('project.ending.sum-of', sums)] as const;
  const rows = [
    ...(released.people > 0 ? [row('released', released)] : []),
    ...(left ? [row('returned', returned)] : came.people > 0 ? [back] : []),
    ...(moved.people > 0 ? [row('moved', moved)] : []),
    ...(fromFund.isPositive() ? [fund] : []),
  ];
  return rows.length > 0 ? <Facts rows={rows} /> : <p class="mute">{say('project.ending.nobody')}</p>;
}
