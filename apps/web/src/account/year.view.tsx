import type { ProjectId } from '#libs/kernel/src/index.js';
import type { Pledge } from '#libs/pledges/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Crumbs, Facts } from '../layout/parts.view.js';
import { DeskTable } from '../layout/table.view.js';
import { Written } from '../layout/card.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import type { YearOfGiving } from './year.js';

/** A year with the projects it was given to. */
export interface YearView extends YearOfGiving {
  readonly faces: ReadonlyMap<ProjectId, ProjectFace>;
}

/** The heads of a year's table; on paper there is no room for words beside them. */
export function yearHead({ say }: Reading): string[] {
  return [say('year.on'), say('thanks.project'), say('thanks.sum'), say('year.lei'), say('year.gone')];
}

/** The figures of one gift in a year: what was given, its lei, and the lei that went back, '' when none. */
export function yearFigures({ money }: Reading, { came, cameLei, goneLei }: Pledge): string[] {
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
          key: gift.id,
          cells: [
            date(gift.countedAt!),
            <>
              <a href={href(`/gift/${gift.id}`)}>
                <Written text={view.faces.get(gift.projectId)!.plan.project.title} />
              </a>
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
