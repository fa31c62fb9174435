import type { JSX } from 'preact';
import type { StatementPage } from '#libs/books/src/index.js';
import { placeName, townOrVillage } from '#libs/hometowns/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { useReading } from '../layout/context.js';
import { Crumbs, Facts } from '../layout/parts.view.js';
import { downToLei } from '../pledging/promise-words.js';
import { StatementLines } from '../projects/statement.view.js';
import type { FundFace } from './fund-faces.js';

/** How a fund is called: "Fondul satului Mihăileni". */
export function fundTitle({ say, lang }: Pick<Reading, 'say' | 'lang'>, { place }: Pick<FundFace, 'place'>): string {
  return say('fund.title', { place: placeName(lang, place), kind: townOrVillage(place) });
}

/** A town's fund. */
export function fundPage(reading: Reading, face: FundFace, statement: StatementPage): Page {
  const { say, href, lang } = reading;
  const { place, hall } = face;
  const title = fundTitle(reading, face);
  const lead = say('fund.lead', { place: placeName(lang, place), kind: townOrVillage(place) });
  const body = (
    <div class="wrap sect stack loose">
      <div class="stack">
        <Crumbs
          links={[
            [href('/map'), say('map.title')],
            [href(`/t/${place.slug}`), placeLine(reading, place)],
          ]}
        />
        <h1 class="h-page">{title}</h1>
        {hall ? <p class="lead">{lead}</p> : <p class="empty">{say('fund.none', { place: placeName(lang, place) })}</p>}
        {hall && (
          <p>
            <a class="btn give" href={href(`${face.path}/give`)}>
              {say('fund.give')}
            </a>
          </p>
        )}
      </div>
      <Figures face={face} />
      <Entries face={face} statement={statement} />
    </div>
  );
  return page({ title, description: lead, nav: 'map', body });
}

function Entries({ face, statement }: { face: FundFace; statement: StatementPage }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack">
      <h2>{say('fund.entries')}</h2>
      {statement.lines.length > 0 && (
        <p>
          <a href={href(`${face.path}/register.csv`)}>{say('register.csv')}</a>
        </p>
      )}
      <StatementLines lines={statement.lines} />
      {statement.next && (
        <p>
          <a href={`${href(face.path)}?after=${statement.next}`}>{say('register.more')}</a>
        </p>
      )}
    </section>
  );
}

function Figures({ face: { totals } }: { face: FundFace }): JSX.Element {
  const { say, money, moneyShort, number } = useReading();
  return (
    <section class="stack tight">
      <h2>{say('fund.figures')}</h2>
      <Facts
        rows={[
          [say('fund.held'), <b key="held">{money(totals.held)}</b>],
          [say('fund.given'), money(totals.given)],
          ...(totals.moved.isPositive() ? [[say('fund.moved'), moneyShort(downToLei(totals.moved))] as const] : []),
          [say('fund.people'), number(totals.givers)],
          [say('fund.monthly'), number(totals.monthly)],
        ]}
      />
    </section>
  );
}
