import { Controller, Get, Param, Post } from '@nestjs/common';
import { BudgetVotesQueries } from '#libs/budgeting/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import {
  NeighboursQueries,
  NeighboursService,
  NeighbourVouchesService,
  PhonesService,
  TwinsQueries,
  TwinsService,
} from '#libs/neighbours/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { JoinForm, ObjectTwinsForm, VouchForm } from './neighbours.requests.js';
import { joinPage, vouchedPage, vouchPage } from './neighbours.view.js';
import { type TownOf, Towns } from './town-of.service.js';

/** Joining a town, leaving it, and vouching for who has joined. */
@Controller('/:lang(^ro|ru|en$)')
export class NeighboursPages {
  constructor(
    private readonly towns: Towns,
    private readonly neighbours: NeighboursService,
    private readonly queries: NeighboursQueries,
    private readonly vouches: NeighbourVouchesService,
    private readonly places: PlacesQueries,
    private readonly phones: PhonesService,
    private readonly twins: TwinsQueries,
    private readonly deciding: TwinsService,
    private readonly votes: BudgetVotesQueries,
  ) {}

  @Get('/t/:place/join')
  async show(@Read() reading: Reading, @Param('place') slug: string): Promise<Page> {
    const town = await this.towns.at(reading, slug);
    return this.page(reading, town, Form.blank({ roll: town.me?.roll, part: town.me?.part }));
  }

  @Post('/t/:place/join')
  async join(
    @Read() reading: Reading,
    @Param('place') slug: string,
    @FormOf(JoinForm) form: Form<JoinForm>,
  ): Promise<Page | Redirect> {
    const [by, town] = [reading.person(), await this.towns.at(reading, slug)];
    const work = async ({ roll, part }: JoinForm) => {
      await this.neighbours.join({ placeCode: town.place.code, roll, part: part ?? null }, by);
      return seeOther(reading.href(`/t/${town.place.slug}/join?saved=1`));
    };
    return form.submit(reading, work, (again) => this.page(reading, town, again));
  }

  @Post('/t/:place/leave')
  async leave(@Read() reading: Reading, @Param('place') slug: string): Promise<Redirect> {
    const { place } = await this.towns.at(reading, slug);
    await this.neighbours.leave(place.code, reading.person());
    return seeOther(reading.href(`/t/${place.slug}`));
  }

  /** Whoever was found to be another neighbour says why he is not. */
  @Post('/t/:place/objection')
  async object(
    @Read() reading: Reading,
    @Param('place') slug: string,
    @FormOf(ObjectTwinsForm) form: Form<ObjectTwinsForm>,
  ): Promise<Page | Redirect> {
    const [by, town] = [reading.person(), await this.towns.at(reading, slug)];
    const work = async ({ words }: ObjectTwinsForm) => {
      const pair = await this.twins.closing(town.place.code, by);
      if (!pair) throw refuse('not-found', 'not-found', 'Nobody’s twin here.');
      await this.deciding.object(pair.id, words, by);
      return seeOther(reading.href(`/t/${town.place.slug}/join`));
    };
    return form.submit(reading, work, (again) => this.page(reading, town, again));
  }

  @Get('/neighbour/:token')
  async asked(@Read() reading: Reading, @Param('token') token: string): Promise<Page> {
    return this.vouching(reading, token, Form.blank());
  }

  @Post('/neighbour/:token')
  async vouch(
    @Read() reading: Reading,
    @Param('token') token: string,
    @FormOf(VouchForm) form: Form<VouchForm>,
  ): Promise<Page | Redirect> {
    const by = reading.person();
    const work = async ({ name }: VouchForm) => {
      await this.vouches.vouch(token, name, by);
      return vouchedPage(reading);
    };
    return form.submit(reading, work, (again) => this.vouching(reading, token, again));
  }

  private async vouching(reading: Reading, token: string, form: Form): Promise<Page> {
    const asker = await this.vouches.asker(token);
    const place = await this.places.byCode(asker.placeCode);
    const own = asker.personId === reading.viewer?.personId;
    return vouchPage(reading, { town: placeLine(reading, place!), asker, own }, form);
  }

  private async page(reading: Reading, town: TownOf, form: Form): Promise<Page> {
    const sizes = await this.queries.rollSizes(town.place.code);
    const vouchPath = town.me && reading.href(`/neighbour/${this.vouches.tokenOf(town.me.id)}`);
    const twin = reading.viewer ? await this.twins.closing(town.place.code, reading.viewer.personId) : null;
    const open = town.me && (await this.votes.ofTown(town.place.code)).find(({ state }) => state === 'open');
    return joinPage(reading, town, { form, sizes, vouchPath, phones: this.phones.offered, twin, openVote: open?.id ?? null }); // prettier-ignore
  }
}
