import type { JSX } from 'preact';
import { townOrVillage } from '#libs/hometowns/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { builtOf, floorOf, neededFor } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { Band } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts, FoldOut, Note } from '../layout/parts.view.js';
import { Share } from '../layout/share.view.js';
import { placeLine } from '../finding/place-line.js';
import { FromPeople, ProjectCalls } from '../matching/project-calls.view.js';
import { bufferWords, downToLei, promiseWords, upToLei } from '../pledging/promise-words.js';
import { capital } from './capital.js';
import type { Dossier } from './dossier.js';
import { Standing } from './jar-standing.view.js';
import { beyond } from './project.faces.js';

const QUICK = [25, 50, 100] as const;

/** The money of a project: what is held, what is promised (never added), and what can be done about it. */
export function Jar({ dossier }: { dossier: Dossier }): JSX.Element {
  const { face } = dossier;
  const { state } = face.plan.project;
  return (
    <div class="jar stack">
      <Sums dossier={dossier} />
      {dossier.paused && <Paused since={dossier.paused} path={face.path} />}
      {face.daysLeft !== null && <Give dossier={dossier} />}
      {face.daysLeft === null && <Standing dossier={dossier} />}
      {!['failed', 'cancelled', 'endorsement'].includes(state) && <PassOn dossier={dossier} />}
    </div>
  );
}

/** Its payments wait while the books are checked: said where its money is read, with the way to every movement. */
function Paused({ since, path }: { since: Date; path: string }): JSX.Element {
  const { say, href, date } = useReading();
  return (
    <Note>
      {say('project.paused', { since: date(since) })}{' '}
      <a href={href(`${path}/register`)}>{say('project.register-link')}</a>
    </Note>
  );
}

/** What people brought and promised: of a project that has ended, before anything of it went back. */
export function gathered({ face, ending }: Dossier): { readonly raised: Money; readonly promised: Money } {
  return ending ? { raised: ending.came.lei.plus(ending.fromFund), promised: ending.released.lei } : face.totals;
}

function Sums({ dossier }: { dossier: Dossier }): JSX.Element | null {
  const { say, href, moneyShort, money } = useReading();
  const { face, ending } = dossier;
  const { donors, promisers, pooled } = face.totals;
  const { target } = face;
  if (!target || !face.campaign) return null;
  const { raised, promised } = gathered(dossier);
  const { fromFund } = ending ?? face.totals;
  const onlyPromised = promised.isPositive() && !raised.isPositive();
  const days = face.daysLeft;
  return (
    <>
      <p class="num h-page">{moneyShort(downToLei(onlyPromised ? promised : raised))}</p>
      <p class="mute">{say(onlyPromised ? 'card.promised-of' : 'card.held-of', { target: money(target) })}</p>
      <Band held={raised} promised={promised} target={target} big />
      {promised.isPositive() && !onlyPromised && (
        <p class="small mute">{say('card.promised-too', { sum: moneyShort(downToLei(promised)) })}</p>
      )}
      {ending && fromFund.isPositive() && (
        <p class="small mute">
          <a href={href(`/t/${face.place.slug}/fund`)}>{say('project.from-fund', { sum: money(fromFund) })}</a>
        </p>
      )}
      {!ending && <Whose face={face} />}
      <ProjectCalls match={dossier.match} />
      {dossier.cash.isPositive() && <p class="small mute">{say('cash.undeposited', { sum: money(dossier.cash) })}</p>}
      {dossier.messages.isPositive() && (
        <p class="small mute">{say('messages.awaited', { sum: money(dossier.messages) })}</p>
      )}
      {days !== null && <Missing dossier={dossier} />}
      {!ending && <Surplus dossier={dossier} />}
      <dl class="pair">
        {donors > 0 && <Figure figure={donors} words={say('project.donors', { n: donors })} />}
        {pooled > 0 && <Figure figure={pooled} words={say('project.pooled', { n: pooled })} />}
        {promisers > 0 && <Figure figure={promisers} words={say('project.promisers', { n: promisers })} />}
        {days !== null && <Figure figure={days} words={say('project.days', { n: days })} />}
      </dl>
    </>
  );
}

/** Whose the sum raised is, where it is not people's alone: theirs, the fund's, sponsors'. The same three as in the books. */
function Whose({ face: { totals, place } }: { face: Dossier['face'] }): JSX.Element | null {
  const { say, href, money } = useReading();
  const { raised, fromFund, fromSponsors } = totals;
  if (!fromFund.isPositive() && !fromSponsors.isPositive()) return null;
  const people = raised.minus(fromFund).minus(fromSponsors);
  return (
    <p class="small mute">
      {say('project.of-people', { sum: money(people) })}
      {fromFund.isPositive() && (
        <>
          {' · '}
          <a href={href(`/t/${place.slug}/fund`)}>{say('project.of-fund', { sum: money(fromFund) })}</a>
        </>
      )}
      {fromSponsors.isPositive() && ` · ${say('project.of-sponsors', { sum: money(fromSponsors) })}`}
    </p>
  );
}

/** What people still have to bring: for the work to begin, by the shorter way where smaller versions are agreed, and for all of it. */
function Missing({ dossier: { face, staying, match } }: { dossier: Dossier }): JSX.Element | null {
  const { say, money } = useReading();
  const { campaign, target, totals } = face;
  if (!campaign || !target) return null;
  // What sponsors keep for promises counts as these do.
  const brought = totals.raised.plus(totals.promised).plus(match.reserved);
  const alone = floorOf(face.plan).minus(totals.raised.minus(totals.fromSponsors)).minus(totals.promised);
  const left = (goal: Money, of = brought) => (of.compare(goal) < 0 ? upToLei(goal.minus(of)) : null);
  const all = left(target);
  const small = left(campaign.threshold, staying ?? brought);
  const start = campaign.model === 'keep' || !small ? null : all && all.compare(small) < 0 ? all : small;
  const key = start && !(all && start.equals(all)) ? 'start' : all ? 'all' : 'none';
  const missing = start ?? all ?? Money.lei(0n);
  return (
    <>
      <p>
        <strong>{say(`project.missing-${key}`, { sum: money(missing), all: all ? money(all) : '' })}</strong>
      </p>
      <FromPeople missing={missing} alone={alone.isPositive() ? alone : Money.lei(0n)} match={match} />
    </>
  );
}

/** What came beyond all that is needed, apart. */
function Surplus({ dossier }: { dossier: Dossier }): JSX.Element | null {
  const { say, moneyShort } = useReading();
  const { face } = dossier;
  const small = beyondVersion(dossier);
  const more = small ?? beyond(face);
  if (!more?.isPositive()) return null;
  const params = { sum: moneyShort(downToLei(more)), kind: townOrVillage(face.place) };
  return <p class="small mute">{say(small ? 'project.surplus-version' : 'project.surplus', params)}</p>;
}

/** The same of the smaller version that is built; null where the whole is, or nothing yet. */
function beyondVersion({ face }: Dossier): Money | null {
  const tier = builtOf(face.plan);
  return tier ? face.totals.raised.minus(neededFor(face.plan, tier)) : null;
}

function Figure({ figure, words }: { figure: number; words: string }): JSX.Element {
  const { number } = useReading();
  return (
    <div>
      <dt>{words}</dt>
      <dd>{number(figure)}</dd>
    </div>
  );
}

function Give({ dossier }: { dossier: Dossier }): JSX.Element {
  const reading = useReading();
  const { say, href, money, date } = reading;
  const { face } = dossier;
  const give = href(`${face.path}/give`);
  const { campaign } = face;
  const spare = campaign?.model === 'all-or-nothing' ? campaign.threshold.minus(campaign.minimum) : Money.lei(0n);
  return (
    <>
      <nav class="quick" aria-label={say('project.choose')}>
        {QUICK.map((sum) => (
          <a class="btn line" href={`${give}?sum=${sum}&currency=EUR`} key={sum}>
            {say('project.euro', { sum })}
          </a>
        ))}
        <a class="btn line" href={give}>
          {say('project.other')}
        </a>
      </nav>
      <a class="btn give wide" href={give}>
        {say('give.button')}
      </a>
      <p class="small mute">
        {promiseWords(reading, face)} {bufferWords(reading, face)}
      </p>
      <ByMessage dossier={dossier} />
      {campaign && (
        <Facts
          rows={[
            [capital(say('term.minimum')), money(campaign.minimum)],
            ...(spare.isPositive() ? [[say('project.spare'), money(spare)] as const] : []),
            [say('project.closes'), date(face.plan.campaign.closesOn ?? campaign.closesAt)],
            ...extension(reading, dossier),
          ]}
        />
      )}
    </>
  );
}

/** Whether it may go on beyond its last day, or did: the rule as it was written before it began. */
function extension({ say, percent, date }: Reading, { face }: Dossier): (readonly [string, string])[] {
  const { extendAtBp, extendDays, extendedFrom } = face.plan.campaign;
  if (!extendAtBp || !extendDays) return [];
  const words = extendedFrom
    ? say('project.extended-from', { date: date(extendedFrom) })
    : say('project.extension-rule', { share: percent(extendAtBp / 100), days: extendDays });
  return [[say('project.extension'), words]];
}

/** Where the project's code may be sent, and what becomes of the money: said before anybody sends it. */
function ByMessage({ dossier: { face, numbers } }: { dossier: Dossier }): JSX.Element {
  const { say, money } = useReading();
  const kind = townOrVillage(face.place);
  return (
    <>
      {numbers.map(({ number, lei }) => (
        <FoldOut summary={say('messages.send', { code: face.plan.project.code, number })} key={number}>
          <p class="small">{say('messages.send-rule', { sum: money(lei), kind })}</p>
        </FoldOut>
      ))}
    </>
  );
}

function PassOn({ dossier }: { dossier: Dossier }): JSX.Element {
  const reading = useReading();
  const { say, href, text } = reading;
  const { face } = dossier;
  const url = reading.absolute(href(face.path));
  const words = { project: text(face.plan.project.title).text, place: placeLine(reading, face.place), url };
  return (
    <div>
      <p class="small mute">{say('project.share')}</p>
      <Share url={url} text={say('project.share-text', words)} />
      <p class="small">
        <a href={href(`${face.path}/register`)}>{say('project.register-link')}</a>
        {face.daysLeft !== null && (
          <>
            {' · '}
            <a href={href(`${face.path}/follow`)}>{say('follow.start')}</a>
          </>
        )}
      </p>
    </div>
  );
}
