import { Injectable } from '@nestjs/common';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { DomainError, refuseFields, typedMoney } from '#libs/kernel/src/index.js';
import type { EnterFigures, FiguresId, TownFigure } from '#libs/matching/src/index.js';
import { typedSum } from '../edge/typed-sum.js';
import { dayOf } from './call-entry.service.js';
import type { FiguresRequest } from './matching.requests.js';

/** Reads figures as they were typed or pasted out of a table: a line for each town, its name in addresses or its code, and lei. */
@Injectable()
export class FiguresEntry {
  constructor(private readonly places: PlacesQueries) {}

  /** Throws fields: `date`, what sums throw, and `figures-line` with the line that is no town and sum. */
  async read(id: FiguresId, { name, source, publishedOn, country, places }: FiguresRequest): Promise<EnterFigures> {
    const lines = places.split(/\r?\n/).map((text, index) => ({ text: text.trim(), line: index + 1 }));
    const towns = await Promise.all(lines.filter(({ text }) => text !== '').map((one) => this.figureIn(one)));
    const mean = country?.trim() ? typedSum(country, 'MDL', 'country') : null;
    return { id, name, source, publishedOn: dayOf(publishedOn, 'publishedOn'), country: mean, towns };
  }

  private async figureIn({ text, line }: { text: string; line: number }): Promise<TownFigure> {
    const [town = '', sum = '', ...more] = text.split(/[;\t]/).map((cell) => cell.trim());
    const place = (await this.places.byCode(town)) ?? (await this.places.bySlug(town.toLowerCase()));
    try {
      if (place && more.length === 0) return { placeCode: place.code, lei: typedMoney(sum, 'MDL') };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
    throw refuseFields({ pointer: '/places', code: 'figures-line', params: { line } });
  }
}
