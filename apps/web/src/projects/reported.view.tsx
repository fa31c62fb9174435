import type { ComponentChildren, JSX } from 'preact';
import type { Money } from '#libs/kernel/src/index.js';
import { type PlaceFound, placeName } from '#libs/hometowns/src/index.js';
import type { ReportedProject } from '#libs/projects/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Crumbs, Facts } from '../layout/parts.view.js';
import { capital } from './capital.js';

function Sum({ sum }: { sum: Money | null }): JSX.Element {
  const { say, moneyRound } = useReading();
  return sum ? <strong>{moneyRound(sum)}</strong> : <span class="mute">{say('term.unknown_value')}</span>;
}

/** One of them: every figure as its source gives it; what no source says is "not published". */
export function reportedPage(reading: Reading, reported: ReportedProject, places: readonly PlaceFound[]): Page {
  const { text } = reading;
  const title = `${reported.towns}: ${text(reported.purpose).text}`;
  return page({ title, nav: 'projects', body: <Reported reported={reported} places={places} /> });
}

function Reported({ reported, places }: { reported: ReportedProject; places: readonly PlaceFound[] }): JSX.Element {
  const reading = useReading();
  const { say, href, lang } = reading;
  const { parts, note } = reported;
  return (
    <div class="wrap narrow-page sect stack loose">
      <div class="stack">
        <Crumbs
          links={[
            [href('/history'), say('foot.history')],
            ...places.map((place) => [href(`/t/${place.slug}`), placeName(lang, place)] as const),
          ]}
        />{' '}
        {/* prettier-ignore */}
        <p>
          <Tag>{say('term.as_reported')}</Tag>
        </p>
        <h1 class="h-page">
          <Written text={reported.purpose} />
        </h1>
        <p class="lead">
          {reported.towns}, {reported.district}
        </p>
      </div>
      <Facts rows={figures(reading, reported)} />
      <section class="stack tight">
        <h2>{capital(say('term.funding_plan'))}</h2>
        {parts.length === 0 ? <p>{say('term.unknown_value')}</p> : <Parts reported={reported} />}
      </section>
      {note && (
        <p>
          <Written text={note} />
        </p>
      )}
      <Sources sources={reported.sources} />
    </div>
  );
}

function figures({ say, number }: Reading, reported: ReportedProject): (readonly [string, ComponentChildren])[] {
  const { total, planned, target, raised, donors } = reported;
  return [
    [say('reported.when'), reported.when],
    [say('reported.total'), <Sum sum={total} />],
    ...(planned ? [[say('reported.planned'), <Sum sum={planned} />] as const] : []),
    ...(target ? [[say('reported.target'), <Sum sum={target} />] as const] : []),
    [say('reported.raised'), <Sum sum={raised} />],
    [say('reported.donors'), donors === null ? say('term.unknown_value') : number(donors)],
  ];
}

function Sources({ sources }: { sources: readonly string[] }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack tight">
      <h2>{say('reported.sources')}</h2>
      <ul class="docs">
        {sources.map((source) => (
          <li key={source}>
            <a href={source} rel="noopener nofollow">
              {new URL(source).hostname}
            </a>
          </li>
        ))}
      </ul>
      <p class="small mute">{say('reported.note')}</p>
    </section>
  );
}

function Parts({ reported }: { reported: ReportedProject }): JSX.Element {
  const { say, moneyRound } = useReading();
  return (
    <Facts
      rows={reported.parts.map(({ who, qualifier, people, amount }) => [
        say(`reported.who.${who}`),
        `${qualifier ? `${say(`reported.qualifier.${qualifier}`)} ` : ''}${moneyRound(amount)}${people ? `, ${say('reported.people', { n: people })}` : ''}`,
      ])}
    />
  );
}
