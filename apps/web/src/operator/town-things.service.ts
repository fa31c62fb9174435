import { Injectable } from '@nestjs/common';
import { type BudgetVoteId, BudgetVotesQueries } from '#libs/budgeting/src/index.js';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { BoardQueries, type OptionId, OptionsQueries, type TownNeedId } from '#libs/needs/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { Reading } from '../edge/reading.js';

/** Things of a town in the log: what stands on its board and what it votes on by their titles, itself by its name. */
@Injectable()
export class TownThings {
  constructor(
    private readonly places: PlacesQueries,
    private readonly board: BoardQueries,
    private readonly options: OptionsQueries,
    private readonly votes: BudgetVotesQueries,
  ) {}

  /** What such a thing is called and where it is looked at; null for one of another kind. */
  async find(reading: Reading, kind: string, id: string): Promise<{ words: string; href: string } | null> {
    const titled = (title: Multilingual, href: string) => ({ words: reading.text(title).text, href });
    switch (kind) {
      case 'place': {
        const place = await this.places.byCode(id);
        return place && { words: placeName(reading.lang, place), href: `/t/${place.slug}` };
      }
      case 'town-need': {
        const found = await this.board.find(id as TownNeedId);
        return found && titled(found.need.title, `${await this.boardOf(found.need.placeCode)}/${id}`);
      }
      case 'option': {
        const option = await this.options.find(id as OptionId);
        return option && titled(option.title, await this.boardOf(option.placeCode));
      }
      case 'budget-vote': {
        const vote = await this.votes.find(id as BudgetVoteId);
        return vote && titled(vote.title, `/budget-votes/${id}`);
      }
      default:
        return null;
    }
  }

  private async boardOf(placeCode: string): Promise<string> {
    return `/t/${(await this.places.byCode(placeCode))!.slug}/needs`;
  }
}
