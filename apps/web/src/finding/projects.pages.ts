import { Controller, Get } from '@nestjs/common';
import { type ProjectId } from '#libs/kernel/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { listById, type Page } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
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
    const after = (idIn(reading.query) ?? null) as ProjectId | null;
    const [found, counts, asked] = await Promise.all([
      objections === 'only' ? [] : this.projects.list(filters, after, SHOWN + 1),
      this.projects.counts(filters),
      objections === 'no' || after ? [] : this.projects.asked(filters),
    ]);
    const { items, next } = listById(found, SHOWN);
    return projectsPage(reading, {
      objections,
      asked: await this.cards.views(reading, asked),
      cards: await this.cards.views(reading, items),
      next,
      count: Object.values(counts).reduce((sum, n) => sum + n, 0),
      filters,
      ignored,
      districts,
    });
  }
}
