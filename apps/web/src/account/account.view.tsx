import type { JSX } from 'preact';
import { Money, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import type { Pledge } from '#libs/pledges/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Carpet, shownState, stateKey, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts, Rows } from '../layout/parts.view.js';
import { MoneyBand, type MoneyPlaces, placesLine, placesOf, wholeOf } from '../pledging/gift-money.view.js';
import { toneOf } from '../pledging/gift.view.js';
import { capital } from '../projects/capital.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { stateWords } from '../pledging/gift-state.js';
import type { Given } from '../pledging/given.js';
import type { MyFunds } from './fund-rows.js';
import { MyFundRows } from './fund-rows.view.js';
import type { MyTown } from './my-towns.js';
import { MyTownRows } from './my-towns.view.js';
import { yearsOf } from './year.js';

/** What a person's page shows. */
export interface MyAccount {
  readonly gifts: readonly Pledge[];
  readonly funds: MyFunds;
  /** Where the money of each is. */
  readonly places: ReadonlyMap<PledgeId, MoneyPlaces>;
  readonly followed: readonly ProjectId[];
  readonly faces: ReadonlyMap<ProjectId, ProjectFace>;
  /** The towns that he has joined. */
  readonly towns: readonly MyTown[];
  readonly desks: readonly ('town-hall' | 'association' | 'operator')[];
}

/** My gifts: what became of each, with its receipt; and the projects I follow. */
export function accountPage(reading: Reading, mine: MyAccount): Page {
  const { say } = reading;
  return page({ title: say(titleOf(mine)), nav: 'account', index: false, body: <Account mine={mine} /> });
}

/** Whoever has joined a town has more here than gifts. */
function titleOf({ towns }: MyAccount): string {
  return towns.length > 0 ? 'nav.account' : 'gifts.title';
}

function Account({ mine }: { mine: MyAccount }): JSX.Element {
  const { say, href, viewer } = useReading();
  return (
    <div class="wrap narrow-page sect stack loose">
      <div class="stack">
        <h1 class="h-page">{say(titleOf(mine))}</h1>
        <p class="mute">{say('gifts.signed-in', { email: viewer?.email ?? '' })}</p>
        <div class="row">
          {mine.desks.map((desk) => (
            <a class="btn line" href={href(`/${desk}`)} key={desk}>
              {say(`gifts.desk.${desk}`)}
            </a>
          ))}
          <a href={href('/account/settings')}>{say('term.settings')}</a>
          <form method="post" action={href('/sign-out')}>
            <button class="link">{say('term.sign_out')}</button>
          </form>
        </div>
      </div>
      <MyTownRows towns={mine.towns} />
      <Totals mine={mine} />
      {mine.gifts.length + mine.funds.gifts.length + mine.funds.plans.length === 0 ? (
        <NoGifts words={mine.towns.length > 0 ? 'gifts.none-yet' : 'empty.my_gifts'} />
      ) : (
        <>
          {mine.gifts.length > 0 && <Gifts mine={mine} />}
          <MyFundRows funds={mine.funds} />
          <Years gifts={[...mine.gifts, ...mine.funds.gifts]} />
        </>
      )}
      <Followed mine={mine} />
    </div>
  );
}

function NoGifts({ words }: { words: string }): JSX.Element {
  const { say, href } = useReading();
  return (
    <div class="empty stack">
      <p>{say(words)}</p>
      <p>
        <a class="btn" href={href('/projects?state=campaign')}>
          {say('gifts.find')}
        </a>
      </p>
    </div>
  );
}

function Totals({ mine: { gifts, places } }: { mine: MyAccount }): JSX.Element | null {
  const { say, money, number } = useReading();
  const counted = gifts.filter(({ state }) => state === 'counted' || state === 'moved');
  const open = gifts.filter(({ state }) => ['promised', 'charging', 'declined'].includes(state));
  if (counted.length + open.length === 0) return null;
  const sum = (all: readonly Pledge[]) => all.reduce((total, { lei }) => total.plus(lei), Money.lei(0n));
  const arrived = counted.reduce(
    (total, { remainingLei, movedLeiMinor }) => total.plus(remainingLei).plus(Money.lei(movedLeiMinor)),
    Money.lei(0n),
  );
  return (
    <>
      <Facts
        rows={[
          [say('gifts.given'), money(arrived)],
          ...(open.length > 0 ? [[say('gifts.promised'), money(sum(open))] as const] : []),
          [say('gifts.projects'), number(new Set([...counted, ...open].map(({ projectId }) => projectId)).size)],
        ]}
      />
      <Where places={placesOf([...places.values()])} />
    </>
  );
}

/** Where the money of all gifts is. */
function Where({ places }: { places: MoneyPlaces }): JSX.Element | null {
  const reading = useReading();
  const { say, money } = reading;
  const whole = wholeOf(places);
  if (!whole.isPositive()) return null;
  return (
    <section class="stack tight">
      <h2>{say('gift.money.title')}</h2>
      <p>{say('gift.money.all', { sum: money(whole), parts: placesLine(reading, places) })}</p>
      <MoneyBand places={places} />
      <p class="small">
        <a href={reading.href('/how')}>{say('how.title')}</a>
      </p>
    </section>
  );
}

function Gifts({ mine }: { mine: MyAccount }): JSX.Element {
  const reading = useReading();
  const { say, money, date, href, lang } = reading;
  return (
    <section>
      <h2>{say('gifts.list')}</h2>
      <Rows
        rows={mine.gifts.map((gift) => {
          const face = mine.faces.get(gift.projectId)!;
          return {
            picture: <Carpet code={face.place.code} />,
            title: (
              <a href={href(`/gift/${gift.id}`)}>
                {money(gift.gift)}, <Written text={face.plan.project.title} />
              </a>
            ),
            line: (
              <>
                {date(gift.madeAt)}, <span class="uncut">{gift.ref}</span>
                {gift.countedAt && ', '}
                {gift.countedAt && <a href={`/v/${gift.receiptCode}?lang=${lang}`}>{say('gifts.receipt')}</a>}
                <br />
                {placesLine(reading, mine.places.get(gift.id)!)}
              </>
            ),
            end: <Tag tone={toneOf(gift.state)}>{say(stateWords(gift))}</Tag>,
          };
        })}
      />
    </section>
  );
}

function Years({ gifts }: { gifts: readonly Given[] }): JSX.Element | null {
  const { say, href } = useReading();
  const years = yearsOf(gifts);
  if (years.length === 0) return null;
  return (
    <section class="stack tight">
      <h2>{capital(say('term.tax_statement'))}</h2>
      <p class="row">
        {years.map((year) => (
          <a class="btn line" href={href(`/account/years/${year}`)} key={year}>
            {year}
          </a>
        ))}
      </p>
    </section>
  );
}

function Followed({ mine }: { mine: MyAccount }): JSX.Element | null {
  const reading = useReading();
  const { say, href } = reading;
  if (mine.followed.length === 0) return null;
  return (
    <section>
      <h2>{say('gifts.followed')}</h2>
      <Rows
        rows={mine.followed.map((id) => {
          const face = mine.faces.get(id)!;
          const title = reading.text(face.plan.project.title).text;
          return {
            title: (
              <a href={href(face.path)}>
                <Written text={face.plan.project.title} />
              </a>
            ),
            line: `${placeLine(reading, face.place)}, ${say(stateKey(shownState(face.plan.project)))}`,
            end: (
              <form method="post" action={href('/account/unfollow')}>
                <input type="hidden" name="projectId" value={id} />
                <button class="link" aria-label={`${say('follow.stop')}: ${title}`}>
                  {say('follow.stop')}
                </button>
              </form>
            ),
          };
        })}
      />
    </section>
  );
}
