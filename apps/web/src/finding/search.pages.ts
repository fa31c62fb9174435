import { Controller, Get } from '@nestjs/common';
import { BodiesQueries, PlacesQueries } from '#libs/hometowns/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { aliveFirst } from './alive-first.js';
import { Cards } from './cards.js';
import { searchPage } from './search.view.js';

/** One box for places, projects and associations. */
@Controller()
export class SearchPages {
  constructor(
    private readonly places: PlacesQueries,
    private readonly projects: ProjectsQueries,
    private readonly bodies: BodiesQueries,
    private readonly cards: Cards,
  ) {}

  @Get('/:lang(^ro|ru|en$)/search')
  @PublicPage()
  async search(@Read() reading: Reading): Promise<Page> {
    const q = (reading.query.get('q') ?? '').trim().slice(0, 100);
    if (!q)
      return searchPage(reading, { q, places: [], cards: [], bodies: [], districts: await this.places.districts() });
    const [places, projects, bodies] = await Promise.all([
      this.places.search(q, 12),
      this.projects.list({ q }, null, 6),
      this.bodies.search(q, 8),
    ]);
    const alive = [...projects.map(({ place }) => place.code), ...bodies.map(({ placeCode }) => placeCode)];
    const seats = await Promise.all(bodies.map(({ placeCode }) => this.places.byCode(placeCode)));
    const nothing = places.length + projects.length + bodies.length === 0;
    return searchPage(reading, {
      q,
      places: aliveFirst(places, alive),
      bodies: bodies.map((body, index) => ({ body, seat: seats[index]! })),
      cards: await this.cards.views(reading, projects),
      districts: nothing ? await this.places.districts() : [],
    });
  }
}
