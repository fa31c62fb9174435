import type { Money } from '#libs/kernel/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Crumbs, Facts } from '../layout/parts.view.js';
import { DeskTable } from '../layout/table.view.js';
import type { Given } from '../pledging/given.js';
import type { YearOfGiving, YearSum } from './year.js';

/** A gift, and what it was given for: its name, where that is, and the page of the gift without language. */
export interface GivenFor extends Given {
  readonly title: string;
  readonly where: string;
  readonly path: string;
}

/** A year with the projects and funds it was given to. */
export type YearView = YearOfGiving<GivenFor>;

/** Whether lei say anything beside the donor's own money. */
function abroad({ own }: Pick<YearOfGiving, 'own'>): boolean {
  return own.some(({ came }) => came.currency !== 'MDL');
}

/** The heads of a year's table; on paper there is no room for words beside them. */
export function yearHead({ say }: Reading, view: YearOfGiving): string[] {
  const head = [say('year.on'), say('thanks.project'), say('thanks.sum'), say('year.gone')];
  return abroad(view) ? [...head, say('year.lei')] : head;
}

/** The figures of one gift in a year: what was given, what of it went back, '' when nothing, and what then stays in lei. */
export function yearFigures({ money }: Reading, view: YearOfGiving, gift: Given): string[] {
  const { came, gone, cameLei, goneLei } = gift;
  const figures = [money(came), gone.isPositive() ? money(gone) : ''];
  return abroad(view) ? [...figures, money(cameLei.minus(goneLei))] : figures;
}

/** What a year's gifts come to in the donor's own money, and in lei where it is another. */
export function yearSums({ say, money }: Reading, { own, lei }: YearOfGiving): (readonly [string, string])[] {
  const sum = (part: (sum: YearSum) => Money) => {
    const sums = own.map(part).filter((one) => one.isPositive());
    const words = sums.map((one) => money(one)).join(' + ') || money(part(lei));
    return sums.every(({ currency }) => currency === 'MDL')
      ? words
      : say('year.sum', { own: words, lei: money(part(lei)) });
  };
  const came = [say('year.came'), sum((one) => one.came)] as const;
  if (!lei.gone.isPositive()) return [came];
  return [
    came,
    [say('year.gone'), sum((one) => one.gone)],
    [say('year.kept'), sum(({ came: all, gone }) => all.minus(gone))],
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
        head={yearHead(reading, view)}
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
            ...yearFigures(reading, view, gift),
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
