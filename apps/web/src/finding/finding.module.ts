import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { Cards } from './cards.js';
import { SharingCardPages } from './cards.pages.js';
import { HistoryPages } from './history.pages.js';
import { MapPages } from './map.pages.js';
import { ProjectListPages } from './projects.pages.js';
import { SearchPages } from './search.pages.js';
import { SitemapPages } from './sitemap.pages.js';

/** Ways to find a project or a place. */
@Module({
  imports: [HometownsModule, PledgesModule, ProjectsModule],
  controllers: [HistoryPages, ProjectListPages, MapPages, SearchPages, SharingCardPages, SitemapPages],
  providers: [Cards],
  exports: [Cards],
})
export class FindingModule {}
