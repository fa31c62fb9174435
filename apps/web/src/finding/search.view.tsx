import type { JSX } from 'preact';
import { type Body, placeName, type PlaceFound, type PlaceRow } from '#libs/hometowns/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Carpet, type CardView, ProjectCard, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Rows } from '../layout/parts.view.js';
import { placeLine } from './place-line.js';

/** What was found for a word; `districts` to go on from where nothing was. */
export interface SearchView {
  readonly q: string;
  readonly places: readonly PlaceFound[];
  readonly cards: readonly CardView[];
  /** Town halls and associations, each with the place where it sits. */
  readonly bodies: readonly { readonly body: Body; readonly seat: PlaceFound }[];
  readonly districts: readonly PlaceRow[];
}

/** The search page, with or without a question. */
export function searchPage(reading: Reading, view: SearchView): Page {
  const { say } = reading;
  const { q, places, cards, bodies, districts } = view;
  const nothing = q !== '' && places.length + cards.length + bodies.length === 0;
  return page({
    title: q ? `${say('search.title')}: ${q}` : say('search.title'),
    index: q === '',
    body: (
      <div class="wrap sect stack loose">
        <h1 class="h-page">{say('search.title')}</h1>
        <SearchBox q={q} />
        {nothing && <p class="empty">{say('search.none', { q })}</p>}
        {places.length > 0 && <Places places={places} />}
        {cards.length > 0 && (
          <section class="stack">
            <h2>{say('search.projects')}</h2>
            <ul class="grid">
              {cards.map((card) => (
                <ProjectCard card={card} key={card.code} />
              ))}
            </ul>
          </section>
        )}
        {bodies.length > 0 && <Bodies bodies={bodies} />}
        {districts.length > 0 && <Districts districts={districts} />}
      </div>
    ),
  });
}

/** The box that finds a village. */
export function SearchBox({ q = '' }: { q?: string }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form class="find" role="search" action={href('/search')}>
      <label for="q">
        {say('search.label')}
        <span class="hint">{say('search.hint')}</span>
      </label>
      <input class="in" id="q" name="q" type="search" autocomplete="off" value={q} />
      <button class="btn">{say('term.search')}</button>
    </form>
  );
}

function Places({ places }: { places: readonly PlaceFound[] }): JSX.Element {
  const reading = useReading();
  const rows = places.map((place) => ({
    picture: <Carpet code={place.code} />,
    title: <a href={reading.href(`/t/${place.slug}`)}>{placeLine(reading, place)}</a>,
    line: reading.say(`place.kind.${place.kind}`),
  }));
  return (
    <section>
      <h2>{reading.say('search.places')}</h2>
      <Rows rows={rows} />
    </section>
  );
}

function Bodies({ bodies }: Pick<SearchView, 'bodies'>): JSX.Element {
  const reading = useReading();
  const { say, href } = reading;
  const rows = bodies.map(({ body, seat }) => ({
    picture: <Carpet code={body.placeCode} />,
    title: (
      <a href={href(body.kind === 'association' ? `/a/${body.slug}` : `/t/${seat.slug}`)}>
        <Written text={body.name} />
      </a>
    ),
    line: `${say(`body.kind.${body.kind}`)} · ${placeLine(reading, seat)}`,
  }));
  return (
    <section>
      <h2>{say('search.associations')}</h2>
      <Rows rows={rows} />
    </section>
  );
}

function Districts({ districts }: { districts: readonly PlaceRow[] }): JSX.Element {
  const { say, lang, href } = useReading();
  return (
    <section class="stack">
      <h2>{say('map.list')}</h2>
      <ul class="districts">
        {districts.map((place) => (
          <li key={place.code}>
            <a href={href(`/t/${place.slug}`)}>{placeName(lang, place)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
