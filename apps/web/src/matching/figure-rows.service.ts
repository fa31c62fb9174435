import { Injectable } from '@nestjs/common';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import type { TownFigure } from '#libs/matching/src/index.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import type { FigureRow } from './figures.view.js';

/** Says which towns figures are of. */
@Injectable()
export class FigureRows {
  constructor(private readonly places: PlacesQueries) {}

  /** The same in the same order, with the towns by their names. */
  async of(reading: Reading, figures: readonly TownFigure[]): Promise<FigureRow[]> {
    const rows = await Promise.all(
      figures.map(async ({ placeCode, lei }) => {
        const place = await this.places.byCode(placeCode);
        return place ? [{ code: placeCode, place: placeLine(reading, place), path: `/t/${place.slug}`, lei }] : [];
      }),
    );
    return rows.flat();
  }
}
