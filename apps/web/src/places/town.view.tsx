import type { JSX } from 'preact';
import { type Body, placeName, type PlaceFound, type PlaceRow, townOrVillage } from '#libs/hometowns/src/index.js';
import type { BudgetVote, Chosen } from '#libs/budgeting/src/index.js';
import type { Money } from '#libs/kernel/src/index.js';
import type { OpenCall } from '#libs/matching/src/index.js';
import type { TownNeed } from '#libs/needs/src/index.js';
import type { ReportedProject } from '#libs/projects/src/index.js';
import { TownVotes } from '../budgeting/town-votes.view.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { ReportedList } from '../finding/reported.view.js';
import { Carpet, type CardView, ProjectCard, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { TownCalls } from '../matching/project-calls.view.js';
import { Crumbs, Door, Facts, Rows } from '../layout/parts.view.js';
import { NeedsBlock } from '../needs/board.view.js';

interface TownView {
  readonly place: PlaceFound;
  readonly hall: Body | null;
  readonly associations: readonly Body[];
  readonly within: readonly PlaceRow[];
  readonly history: readonly ReportedProject[];
  /** Open to objections, not published yet. */
  readonly asked: readonly CardView[];
  readonly cards: readonly CardView[];
  /** Sponsors' calls for its projects. */
  readonly calls: readonly OpenCall[];
  /** What lies in its fund; null where no town hall answers for one. */
  readonly fund: Money | null;
  /** What stands on its board, or on that of the commune to which it belongs; null where no town hall answers. */
  readonly board: { readonly place: PlaceRow; readonly needs: readonly TownNeed[] } | null;
  readonly votes: readonly BudgetVote[];
  /** What its counted votes chose. */
  readonly chosen: readonly Chosen[];
}

/** A locality: its carpet, who answers for it, what is being done. */
export function townPage(reading: Reading, view: TownView): Page {
  const { say, lang } = reading;
  const { place } = view;
  const line = placeLine(reading, place);
  return page({
    title: line,
    description: `${line}. ${say('projects.description')}`,
    nav: 'map',
    body: (
      <div class="wrap stack loose town">
        <Crumbs
          links={[
            [reading.href('/map'), say('map.title')],
            ...[...place.above].reverse().map((up) => [reading.href(`/t/${up.slug}`), placeName(lang, up)] as const),
          ]}
        />
        <header class="town-head">
          <Carpet code={place.code} size={160} />
          <div class="stack tight">
            <p class="mute">{kindLine(reading, place)}</p>
            <h1 class="h-page">{placeName(lang, place)}</h1>
          </div>
        </header>
        <Doing view={view} />
        {view.history.length > 0 && (
          <section>
            <h2>{say('town.history')}</h2>
            <ReportedList projects={view.history} level={3} />
          </section>
        )}
        <TownMoney view={view} />
        <Bodies view={view} />
        {view.within.length > 0 && <Within view={view} />}
        <p class="small mute">{say('town.carpet', { code: place.code })}</p>
      </div>
    ),
  });
}

/** Its projects, its board and its votes; what can be voted on today stands before everything else. */
function Doing({ view }: { view: TownView }): JSX.Element {
  const { place, board } = view;
  const votes = <TownVotes votes={view.votes} chosen={view.chosen} />;
  const today = view.votes.some(({ state }) => state === 'open');
  return (
    <>
      {today && votes}
      <Projects cards={[...view.asked, ...view.cards]} />
      {board && <NeedsBlock town={board.place} needs={board.needs} of={place} />}
      {!today && votes}
    </>
  );
}

/** Who adds to gifts there, and the town's fund. */
function TownMoney({ view }: { view: TownView }): JSX.Element {
  return (
    <>
      <TownCalls calls={view.calls} />
      <FundDoor view={view} />
    </>
  );
}

/** To the town's fund, where there is one. */
function FundDoor({ view: { place, fund } }: { view: TownView }): JSX.Element | null {
  const { say, lang, href, moneyShort } = useReading();
  if (!fund) return null;
  return (
    <Door
      title={say('fund.title', { place: placeName(lang, place), kind: townOrVillage(place) })}
      text={say('fund.town-door', { sum: moneyShort(fund) })}
      href={href(`/t/${place.slug}/fund`)}
      action={say('fund.see')}
    />
  );
}

/** "sat, r-nul Orhei". */
function kindLine({ say, lang }: Reading, place: PlaceFound): string {
  const kind = say(`place.kind.${place.kind}`);
  const top = place.above.at(-1);
  return top ? say('place.in', { place: kind, kind: top.kind, district: placeName(lang, top) }) : kind;
}

function Projects({ cards }: { cards: readonly CardView[] }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack">
      <h2>{say('town.projects')}</h2>
      {cards.length === 0 && <p class="empty">{say('town.no-projects')}</p>}
      <ul class="grid">
        {cards.map((card) => (
          <ProjectCard card={card} key={card.code} />
        ))}
      </ul>
    </section>
  );
}

function Hall({ hall }: { hall: Body }): JSX.Element {
  const { say, date } = useReading();
  return (
    <>
      {hall.about && (
        <p>
          <Written text={hall.about} />
        </p>
      )}
      <Facts
        rows={[
          [say('town.hall'), <Written text={hall.name} key="name" />],
          [
            'E-mail',
            <a href={`mailto:${hall.email}`} key="mail">
              {hall.email}
            </a>,
          ],
          ...(hall.verifiedAt ? [[say('association.since'), date(hall.verifiedAt)] as const] : []),
        ]}
      />
    </>
  );
}

function Bodies({ view: { place, hall, associations, asked } }: { view: TownView }): JSX.Element {
  const { say, href } = useReading();
  const rows = associations.map((body) => ({
    picture: <Carpet code={body.placeCode} />,
    title: (
      <a href={href(`/a/${body.slug}`)}>
        <Written text={body.name} />
      </a>
    ),
    line: body.form ? say(`body.form.${body.form}`) : '',
  }));
  return (
    <div class="pair-wide">
      <section class="stack">
        <h2>{say('town.hall')}</h2>
        {hall ? <Hall hall={hall} /> : <NotHere place={place} />}
      </section>
      <section class="stack">
        <h2>{say('town.associations')}</h2>
        {rows.length > 0 ? <Rows rows={rows} /> : <NoAssociation asked={asked} />}
      </section>
    </div>
  );
}

/** Who is asked in place of an association, and about what now. */
function NoAssociation({ asked }: Pick<TownView, 'asked'>): JSX.Element {
  const { say } = useReading();
  return (
    <div class="empty stack">
      <p>{say('town.no-association')}</p>
      {asked.map(({ href, title, line, code }) => (
        <p key={code}>
          <a href={`${href}#objections`}>
            <Written text={title} />
          </a>
          , {line}
        </p>
      ))}
    </div>
  );
}

function NotHere({ place }: { place: PlaceFound }): JSX.Element {
  const { say, lang, absolute, href } = useReading();
  const letter = say('town.invite-letter', {
    place: placeName(lang, place),
    url: absolute(href('/apply?kind=town-hall')),
  });
  const mail = `mailto:?subject=${encodeURIComponent(say('town.invite-subject'))}&body=${encodeURIComponent(letter)}`;
  return (
    <div class="empty stack">
      <p>{say('empty.town')}</p>
      <p>
        <a class="btn line" href={mail}>
          {say('town.invite')}
        </a>
      </p>
    </div>
  );
}

function Within({ view: { place, within } }: { view: TownView }): JSX.Element {
  const { say, lang, href } = useReading();
  return (
    <section class="stack">
      <h2>{say('town.within', { place: placeName(lang, place) })}</h2>
      <ul class="districts">
        {within.map((each) => (
          <li key={each.code}>
            <a href={href(`/t/${each.slug}`)}>{placeName(lang, each)}</a>
            <span class="small mute">{say(`place.kind.${each.kind}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
