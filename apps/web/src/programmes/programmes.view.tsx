import type { JSX } from 'preact';
import type { CivilDate } from '#libs/kernel/src/index.js';
import { conditionWords, type Edition, isOpen } from '#libs/programmes/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';

/** Every programme's editions: their rules in words, their papers, and where it is written. */
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
        {editions.map((edition) => (
          <OneEdition edition={edition} open={isOpen(edition, today)} key={edition.id} />
        ))}
      </div>
    ),
  });
}

function OneEdition({ edition, open }: { edition: Edition; open: boolean }): JSX.Element {
  const { say, lang } = useReading();
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
      <EditionFacts edition={edition} />
    </section>
  );
}

/** Who leads, when it is open, which papers it wants, and where its rules are written. */
export function EditionFacts({ edition }: { edition: Edition }): JSX.Element {
  const { say, date } = useReading();
  const { opensOn, closesOn, papers, reports } = edition;
  return (
      <Facts
        rows={[
          ...(edition.lead ? [[say('programmes.lead-party'), say(`programme.party.${edition.lead}`)] as const] : []),
          ...(opensOn || closesOn
            ? [[say('programmes.window'), [opensOn, closesOn].map((day) => (day ? date(day) : '…')).join(' – ')] as const]
            : []),
          ...(papers.length > 0
            ? [[say('programmes.papers'), papers.map((paper) => say(`programme.paper.${paper}`)).join(' · ')] as const]
            : []),
          ...(reports.length > 0
            ? [[say('programmes.reports'), reports.map((report) => say(`programme.report.${report}`)).join(' · ')] as const]
            : []),
          [say('programmes.source'), <Source edition={edition} />],
        ]}
      />
  ); // prettier-ignore
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
