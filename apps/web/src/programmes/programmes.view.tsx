import type { JSX } from 'preact';
import type { CivilDate } from '#libs/kernel/src/index.js';
import { conditionWords, type Edition, isOpen } from '#libs/programmes/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts, FoldOut } from '../layout/parts.view.js';

type Rows = Parameters<typeof Facts>[0]['rows'];

/** Every programme: the rules of what is open or newest in words, and folded away its papers and what is over. */
export function programmesPage(reading: Reading, editions: readonly Edition[], today: CivilDate): Page {
  const { say } = reading;
  return page({
    title: say('programmes.title'),
    description: say('programmes.lead'),
    nav: 'how',
    body: (
      <div class="wrap sect stack loose">
        <header class="stack">
          <h1 class="h-page">{say('programmes.title')}</h1>
          <p class="lead narrow">{say('programmes.lead')}</p>
        </header>
        {byProgramme(editions).map((own) => (
          <OneProgramme editions={own} today={today} key={own[0]!.programme} />
        ))}
      </div>
    ),
  });
}

/** Editions that stand one after another, those of a programme together. */
function byProgramme(editions: readonly Edition[]): Edition[][] {
  const programmes = [...new Set(editions.map(({ programme }) => programme))];
  return programmes.map((name) => editions.filter(({ programme }) => programme === name));
}

function OneProgramme({ editions, today }: { editions: readonly Edition[]; today: CivilDate }): JSX.Element {
  const { say } = useReading();
  const shown = editions.filter((edition, index) => index === 0 || isOpen(edition, today));
  const over = editions.filter((edition) => !shown.includes(edition));
  return (
    <div class="stack">
      {shown.map((edition) => (
        <OneEdition edition={edition} open={isOpen(edition, today)} key={edition.id} />
      ))}
      {over.length > 0 && (
        <FoldOut summary={say('programmes.older', { years: over.map(({ year }) => String(year)).join(', ') })}>
          {over.map((edition) => (
            <OneEdition edition={edition} open={false} key={edition.id} />
          ))}
        </FoldOut>
      )}
    </div>
  );
}

function OneEdition({ edition, open }: { edition: Edition; open: boolean }): JSX.Element {
  const reading = useReading();
  const { say, lang } = reading;
  const { papers, reports } = edition;
  const state = edition.example ? 'example' : open ? 'open' : 'retired';
  return (
    <section class="stack" id={edition.id}>
      <div>
        <Tag tone={open ? 'ok' : undefined}>{say(`programmes.${state}`)}</Tag>
        <h2>
          <Written text={edition.title} />
        </h2>
      </div>
      <ul class="bullets">
        {edition.conditions.map((condition, index) => (
          <li key={index}>{conditionWords(lang, condition)}</li>
        ))}
      </ul>
      <Facts rows={callRows(reading, edition)} />
      {papers.length + reports.length > 0 && (
        <FoldOut summary={say('programmes.wants', { n: papers.length + reports.length })}>
          <Facts rows={wantedRows(reading, edition)} />
        </FoldOut>
      )}
    </section>
  );
}

/** Who leads, when it is open, where its rules are written, and which papers and reports it wants. */
export function EditionFacts({ edition }: { edition: Edition }): JSX.Element {
  const reading = useReading();
  return <Facts rows={[...callRows(reading, edition), ...wantedRows(reading, edition)]} />;
}

/** Who leads, when it is open, where its rules are written. */
function callRows({ say, date }: Reading, edition: Edition): Rows {
  const { lead, opensOn, closesOn } = edition;
  return [
    ...(lead ? [[say('programmes.lead-party'), say(`programme.party.${lead}`)] as const] : []),
    ...(opensOn || closesOn
      ? [[say('programmes.window'), [opensOn, closesOn].map((day) => (day ? date(day) : '…')).join(' – ')] as const]
      : []),
    [say('programmes.source'), <Source edition={edition} />],
  ];
}

/** The papers of its file, and its reports. */
function wantedRows({ say }: Reading, { papers, reports }: Edition): Rows {
  const listed = (kind: 'paper' | 'report', all: readonly string[]) => all.map((one) => say(`programme.${kind}.${one}`)).join(' · '); // prettier-ignore
  return [
    ...(papers.length > 0 ? [[say('programmes.papers'), listed('paper', papers)] as const] : []),
    ...(reports.length > 0 ? [[say('programmes.reports'), listed('report', reports)] as const] : []),
  ];
}

/** Where the rules are written, and when that was published. */
function Source({ edition: { source } }: { edition: Edition }): JSX.Element {
  const on = source.on.split('-').reverse().join('.');
  const words = source.title.includes(on) ? source.title : `${source.title}, ${on}`;
  return source.url ? (
    <a href={source.url} rel="noopener">
      {words}
    </a>
  ) : (
    <>{words}</>
  );
}
