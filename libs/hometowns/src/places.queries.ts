import { Injectable } from '@nestjs/common';
import { Database, type Lang } from '#libs/platform/src/index.js';
import { Atlas, type PlaceFound, type PlaceRow, type StoredPlace } from './atlas.js';

/** The country's places. Answered from memory: they change with a migration only. */
@Injectable()
export class PlacesQueries {
  private loading: Promise<Atlas> | undefined;

  constructor(private readonly db: Database) {}

  /** Places by name in any spelling or alphabet, best first; at most 100. */
  async search(text: string, limit = 20): Promise<PlaceFound[]> {
    return (await this.atlas()).search(text, Math.min(limit, 100));
  }

  /** The place with this CUATM code, or null. */
  async byCode(code: string): Promise<PlaceFound | null> {
    return (await this.atlas()).find(code);
  }

  /** The place at this address ("straseni"), or null. */
  async bySlug(slug: string): Promise<PlaceFound | null> {
    return (await this.atlas()).at(slug);
  }

  /** The 37 top-level units, in the classification's order. */
  async districts(): Promise<PlaceRow[]> {
    return (await this.atlas()).places.filter(({ parent }) => parent === null);
  }

  /** Everything below a unit, however deep, by name. */
  async within(parent: string): Promise<PlaceRow[]> {
    return (await this.atlas()).within(parent);
  }

  private atlas(): Promise<Atlas> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  private async load(): Promise<Atlas> {
    return new Atlas(
      await this.db.rows<StoredPlace>(
        `select code, kind, parent, self_governing as "selfGoverning", name_ro as "nameRo", name_ru as "nameRu",
                name_uk as "nameUk", lat, lon, position, slug, search from hometowns.place order by code`,
      ),
    );
  }
}

/** A place's name for a reader: the Russian one where the source has it, else the Romanian. */
export function placeName(lang: Lang, { nameRo, nameRu }: Pick<PlaceRow, 'nameRo' | 'nameRu'>): string {
  return lang === 'ru' && nameRu ? nameRu : nameRo;
}

/** How messages call a place (`{kind, select, town {…} other {…}}`): a town is not called a village. */
export function townOrVillage({ kind }: Pick<PlaceRow, 'kind'>): 'town' | 'village' {
  return kind === 'village' ? 'village' : 'town';
}
