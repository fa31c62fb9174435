import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { BoardLettersService } from '#libs/needs/src/index.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Towns } from '../neighbours/town-of.service.js';
import { lettersStoppedPage, stopLettersPage } from './board-letters.view.js';
import { BoardLettersForm } from './needs.requests.js';

/** Letters about a board: stopped by their link without signing in, stopped and begun again by whoever is signed in. */
@Controller('/:lang(^ro|ru|en$)')
export class BoardLettersPages {
  constructor(
    private readonly letters: BoardLettersService,
    private readonly places: PlacesQueries,
    private readonly towns: Towns,
  ) {}

  @Get('/board-letters/:token')
  ask(@Read() reading: Reading): Page {
    return stopLettersPage(reading);
  }

  // The body is not read: mail programs send "List-Unsubscribe=One-Click", our button sends nothing.
  @Post('/board-letters/:token')
  @HttpCode(200)
  @Limit({ name: 'board-letters', points: 60, seconds: 600 })
  async stop(@Read() reading: Reading, @Param('token') token: string): Promise<Page> {
    const { placeCode } = await this.letters.stop(token);
    return lettersStoppedPage(reading, (await this.places.byCode(placeCode))!);
  }

  @Post('/t/:place/needs/letters')
  async choose(
    @Read() reading: Reading,
    @Param('place') slug: string,
    @FormOf(BoardLettersForm) form: Form<BoardLettersForm>,
  ): Promise<Page | Redirect> {
    const [personId, { place }] = [reading.person(), await this.towns.at(reading, slug)];
    const work = async ({ wanted }: BoardLettersForm) => {
      await this.letters.choose({ placeCode: place.code, personId }, wanted === 'yes');
      return seeOther(reading.href(`/t/${place.slug}/needs#letters`));
    };
    return form.submit(reading, work, () => stopLettersPage(reading));
  }
}
