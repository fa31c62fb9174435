import fs from 'node:fs';
import { Controller, Get } from '@nestjs/common';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { mapPage, type WovenMap } from './map.view.js';

/** Made by scripts/build-map.mjs. */
const woven = JSON.parse(fs.readFileSync(fromRoot('apps/web/data/map.json'), 'utf8')) as WovenMap;

/** The country as a carpet of districts. */
@Controller()
export class MapPages {
  constructor(
    private readonly places: PlacesQueries,
    private readonly projects: ProjectsQueries,
  ) {}

  @Get('/:lang(^ro|ru|en$)/map')
  @PublicPage()
  async map(@Read() reading: Reading): Promise<Page> {
    const [districts, counted] = await Promise.all([this.places.districts(), this.projects.perDistrict()]);
    // A district is known by the first two digits of its places' codes.
    const counts = new Map(counted.map(({ district, projects }) => [district.slice(0, 2), projects]));
    return mapPage(reading, {
      woven,
      districts: districts.map((place) => ({ place, projects: counts.get(place.code.slice(0, 2)) ?? 0 })),
    });
  }
}
