import type { JSX } from 'preact';
import { placeName, type PlaceRow } from '#libs/hometowns/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';

/** The grid of stitches as scripts/build-map.mjs writes it. */
export interface WovenMap {
  readonly columns: number;
  readonly rows: number;
  readonly districts: readonly { readonly code: string; readonly path: string }[];
}

interface MapView {
  readonly woven: WovenMap;
  readonly districts: readonly { readonly place: PlaceRow; readonly projects: number }[];
}

/** The map and the list that says the same. */
export function mapPage(reading: Reading, view: MapView): Page {
  const { say } = reading;
  return page({
    title: say('map.title'),
    description: say('map.lead'),
    nav: 'map',
    body: (
      <div class="wrap sect stack loose">
        <header class="stack">
          <h1 class="h-page">{say('map.title')}</h1>
          <p class="lead narrow">{say('map.lead')}</p>
        </header>
        <div class="map-and-list">
          <Woven view={view} />
          <Districts view={view} />
        </div>
        <p class="small mute">{say('map.source')}</p>
      </div>
    ),
  });
}

function Woven({ view: { woven, districts } }: { view: MapView }): JSX.Element {
  const { say, lang, href } = useReading();
  const byCode = new Map(districts.map((each) => [each.place.code, each]));
  return (
    <svg
      class="map"
      viewBox={`0 0 ${woven.columns} ${woven.rows}`}
      shape-rendering="crispEdges"
      role="group"
      aria-label={say('map.label')}
    >
      <defs>
        <pattern id="weft" width="4" height="4" patternUnits="userSpaceOnUse">
          <path class="weft" d="M0 0h1v1h-1zM1 1h1v1h-1zM2 2h1v1h-1zM3 3h1v1h-1zM3 1h1v1h-1zM1 3h1v1h-1z" />
        </pattern>
      </defs>
      {woven.districts.map(({ code, path }) => {
        const found = byCode.get(code);
        if (!found) return null;
        const name = `${placeName(lang, found.place)}: ${countOf(say, found.projects)}`;
        // The list below leads to the same places: the drawing need not be walked through by keyboard.
        return (
          <a
            class={found.projects > 0 ? 'has' : undefined}
            href={districtHref(href, found)}
            tabindex={-1}
            aria-label={name}
            key={code}
          >
            <title>{name}</title>
            <path d={path} />
          </a>
        );
      })}
      <rect class="weave" width={woven.columns} height={woven.rows} fill="url(#weft)" />
    </svg>
  );
}

function Districts({ view: { districts } }: { view: MapView }): JSX.Element {
  const { say, lang, href } = useReading();
  const named = districts.map((each) => ({ ...each, name: placeName(lang, each.place) }));
  return (
    <section class="stack">
      <h2>{say('map.list')}</h2>
      <ul class="districts">
        {named
          .sort((a, b) => a.name.localeCompare(b.name, lang))
          .map((each) => (
            <li key={each.place.code}>
              <a href={districtHref(href, each)}>{each.name}</a>
              <span class="small mute">{countOf(say, each.projects)}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}

function countOf(say: Reading['say'], projects: number): string {
  return projects > 0 ? say('projects.count', { n: projects }) : say('map.none');
}

/** A district with projects leads to them, one without to its places. */
function districtHref(href: Reading['href'], { place, projects }: MapView['districts'][number]): string {
  return projects > 0 ? href(`/projects?district=${place.code}`) : href(`/t/${place.slug}`);
}
