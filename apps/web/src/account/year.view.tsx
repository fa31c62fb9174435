import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Crumbs, Facts } from '../layout/parts.view.js';
import { DeskTable } from '../layout/table.view.js';
import type { Given } from '../pledging/given.js';
import type { YearOfGiving } from './year.js';

/** A gift, and what it was given for: its name, where that is, and the page of the gift without language. */
export interface GivenFor extends Given {
  readonly title: string;
  readonly where: string;
  readonly path: string;
}

/** A year with the projects and funds it was given to. */
export type YearView = YearOfGiving<GivenFor>;

/** The heads of a year's table; on paper there is no room for words beside them. */
export function yearHead({ say }: Reading): string[] {
  return [say('year.on'), say('thanks.project'), say('thanks.sum'), say('year.lei'), say('year.gone')];
}

/** The figures of one gift in a year: what was given, its lei, and the lei that went back, '' when none. */
export function yearFigures({ money }: Reading, { came, cameLei, goneLei }: Given): string[] {
  return [money(came), money(cameLei), goneLei.isPositive() ? money(goneLei) : ''];
}

/** What a year's gifts come to, in lei. */
export function yearSums({ say, money }: Reading, { came, gone }: YearOfGiving): (readonly [string, string])[] {
  if (!gone.isPositive()) return [[say('year.came'), money(came)]];
  return [
    [say('year.came'), money(came)],
    [say('year.gone'), money(gone)],
    [say('year.kept'), money(came.minus(gone))],
  ];
}

/** What a person has given in a year. */
export function yearPage(reading: Reading, view: YearView): Page {
  const { say, href, date } = reading;
  const title = say('year.title', { year: view.year });
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <div class="stack">
        <Crumbs links={[[href('/account'), say('gifts.title')]]} />
        <h1 class="h-page">{title}</h1>
        <p class="mute">{say('year.lead')}</p>
      </div>
      <Facts rows={yearSums(reading, view)} />
      <DeskTable
        title={title}
        head={yearHead(reading)}
        numbers={[2, 3, 4]}
        rows={view.gifts.map((gift) => ({
          key: gift.ref,
          cells: [
            date(gift.countedAt!),
            <>
              <a href={href(gift.path)}>{gift.title}</a>
              <br />
              <span class="small mute">{gift.ref}</span>
            </>,
            ...yearFigures(reading, gift),
          ],
        }))}
      />
      <p>
        <a class="btn line" href={href(`/account/years/${view.year}/statement.pdf`)} download>
          {say('year.paper')}
        </a>
      </p>
    </div>
  );
  return page({ title, nav: 'account', index: false, body });
}
