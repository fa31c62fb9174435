import { Controller, Get, Param, Post } from '@nestjs/common';
import { type PlaceRow, PlacesQueries } from '#libs/hometowns/src/index.js';
import { DraftsService } from '#libs/projects/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { FirstSteps } from './first-steps.service.js';
import { NewProjectForm } from './home.requests.js';
import { desksPage, homePage, newProjectPage } from './home.view.js';
import { Inbox } from './inbox.service.js';
import { type Office, Offices } from './offices.js';

/** The town hall's desk: what waits, its projects, a new one. */
@Controller('/:lang(^ro|ru|en$)/town-hall')
export class HomePages {
  constructor(
    private readonly offices: Offices,
    private readonly inbox: Inbox,
    private readonly firstSteps: FirstSteps,
    private readonly drafts: DraftsService,
    private readonly places: PlacesQueries,
  ) {}

  @Get()
  async choose(@Read() reading: Reading): Promise<Page | Redirect> {
    const mine = await this.offices.of(reading, 'town-hall');
    if (mine.length === 1) return seeOther(reading.href(`/town-hall/${mine[0]!.body.id}`));
    return desksPage(reading, mine);
  }

  @Get('/:body')
  async home(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    const office = await this.offices.mustBe(reading, 'town-hall', id);
    const [first, waiting] = await Promise.all([this.firstSteps.of(office), this.inbox.of(office)]);
    return homePage(reading, { office, first, ...waiting });
  }

  @Get('/:body/new')
  async fresh(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    const office = await this.offices.mustBe(reading, 'town-hall', id);
    const form = Form.blank({ placeCode: office.body.placeCode });
    return newProjectPage(reading, { office, places: await this.placesOf(office), form });
  }

  @Post('/:body/new')
  async begin(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(NewProjectForm) form: Form<NewProjectForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', id);
    const work = async (input: NewProjectForm) => {
      const command = { ...input, townHallId: office.body.id, lang: reading.lang };
      await this.drafts.create(command, reading.person());
      return seeOther(reading.href(`/town-hall/${id}/projects/${input.id}`));
    };
    const places = await this.placesOf(office);
    return form.submit(reading, work, (again) => newProjectPage(reading, { office, places, form: again }));
  }

  /** The town hall's own place and the villages that it governs. */
  private async placesOf({ body }: Office): Promise<PlaceRow[]> {
    const [own, within] = await Promise.all([this.places.byCode(body.placeCode), this.places.within(body.placeCode)]);
    return own ? [own, ...within] : [];
  }
}
