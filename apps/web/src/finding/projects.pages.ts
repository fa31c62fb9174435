import { Controller, Get } from '@nestjs/common';
import { isId, type ProjectId } from '#libs/kernel/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Cards } from './cards.js';
import { filtersOf } from './filters.js';
import { projectsPage } from './projects.view.js';

const SHOWN = 12;

/** All published projects, with filters that are a plain GET form. */
@Controller()
export class ProjectListPages {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly places: PlacesQueries,
    private readonly cards: Cards,
  ) {}

  @Get('/:lang(^ro|ru|en$)/projects')
  @PublicPage()
  async list(@Read() reading: Reading): Promise<Page> {
    const districts = await this.places.districts();
    const { filters, objections, ignored } = filtersOf(reading.query, districts);
    const after = reading.query.get('after');
    const [found, counts, asked] = await Promise.all([
      objections === 'only' ? [] : this.projects.list(filters, isId(after) ? (after as ProjectId) : null, SHOWN + 1),
      this.projects.counts(filters),
      objections === 'no' || after ? [] : this.projects.asked(filters),
    ]);
    const shown = found.slice(0, SHOWN);
    return projectsPage(reading, {
      objections,
      asked: await this.cards.views(reading, asked),
      cards: await this.cards.views(reading, shown),
      next: found.length > SHOWN ? shown.at(-1)!.id : null,
      count: Object.values(counts).reduce((sum, n) => sum + n, 0),
      filters,
      ignored,
      districts,
    });
  }
}
