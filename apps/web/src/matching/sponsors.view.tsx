import type { JSX } from 'preact';
import { type CivilDate, civilDate } from '#libs/kernel/src/index.js';
import type { CallMoney } from '#libs/matching/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Rows } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import { callPath, daysWords, limitWords, projectsWords, ruleWords } from './call-words.js';

/** Sponsors' calls as everybody finds them. */
export interface Sponsors {
  readonly calls: readonly CallMoney[];
  /** Names of their towns by their codes. */
  readonly names: ReadonlyMap<string, string>;
  readonly now: Date;
}

/** Who adds to people's gifts: calls with money left, then those that are over; and how a sponsor comes. */
export function sponsorsPage(reading: Reading, sponsors: Sponsors): Page {
  const { say, href } = reading;
  const today = civilDate(sponsors.now);
  const [adding, over] = [true, false].map((wanted) => sponsors.calls.filter((call) => adds(call, today) === wanted));
  return page({
    title: say('sponsors.title'),
    description: say('sponsors.lead'),
    nav: 'projects',
    body: (
      <div class="wrap narrow-page sect stack loose">
        <header class="stack">
          <h1 class="h-page">{say('sponsors.title')}</h1>
          <p class="lead">{say('sponsors.lead')}</p>
        </header>
        <Part title={say('sponsors.adding')}>
          {adding!.length > 0 ? <Calls calls={adding!} names={sponsors.names} /> : <p class="empty">{say('sponsors.none')}</p>}
        </Part>
        {over!.length > 0 && (
          <Part title={say('sponsors.over')}>
            <Calls calls={over!} names={sponsors.names} />
          </Part>
        )}
        <Part title={say('sponsors.join')}>
          <p>{say('sponsors.join-how')}</p>
          <p class="row">
            <a class="btn" href={href('/about#write')}>
              {say('sponsors.write')}
            </a>
            <a class="btn line" href={href('/who-pays')}>
              {say('who.title')}
            </a>
          </p>
        </Part>
      </div>
    ),
  });
} // prettier-ignore

/** Whether a gift may still draw from it, or will. */
function adds({ closedAt, closesOn, free }: CallMoney, today: CivilDate): boolean {
  return !closedAt && closesOn >= today && free.isPositive();
}

function Calls({ calls, names }: Pick<Sponsors, 'calls' | 'names'>): JSX.Element {
  const reading = useReading();
  const { say, href, money } = reading;
  return (
    <Rows
      rows={calls.map((call) => ({
        title: <a href={href(callPath(call))}>{call.sponsor}</a>,
        line: [ruleWords(reading, call), ...limitWords(reading, call), projectsWords(reading, call, names), daysWords(reading, call)].join(' '),
        end: say('sponsors.sums', { drawn: money(call.drawn), free: money(call.free) }),
      }))}
    />
  );
} // prettier-ignore
