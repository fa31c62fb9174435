import { Controller, Get, Param, Post } from '@nestjs/common';
import { MembersQueries, SPEAKERS } from '#libs/hometowns/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import {
  BoardLettersService,
  BoardQueries,
  BoardService,
  MergesService,
  type NeedAndSame,
  type OfferId,
  OffersService,
  OptionsQueries,
  seemsPrivate,
  type TownNeed,
  type TownNeedId,
} from '#libs/needs/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, PublicPage, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { RollForm } from '../neighbours/neighbours.requests.js';
import { type TownOf, Towns, withRoll } from '../neighbours/town-of.service.js';
import { boardPage } from './board.view.js';
import { helpPage } from './help.view.js';
import { needPage } from './need.view.js';
import { OfferForm, ProposeForm } from './needs.requests.js';
import { proposePage } from './propose.view.js';

interface OfNeed {
  readonly place: string;
  readonly need: string;
}

/** A town's board. Everything on it can be begun without an account, and joining is a choice in the same form. */
@Controller('/:lang(^ro|ru|en$)/t/:place/needs')
export class NeedsPages {
  constructor(
    private readonly towns: Towns,
    private readonly board: BoardService,
    private readonly queries: BoardQueries,
    private readonly options: OptionsQueries,
    private readonly offers: OffersService,
    private readonly letters: BoardLettersService,
    private readonly members: MembersQueries,
    private readonly merges: MergesService,
  ) {}

  @Get()
  @PublicPage()
  async show(@Read() reading: Reading, @Param('place') slug: string): Promise<Page> {
    const town = await this.towns.at(reading, slug);
    const { code } = town.place;
    const personId = reading.viewer?.personId;
    const [needs, options, days, letters] = await Promise.all([
      this.queries.ofTown(code),
      this.options.ofTown(code),
      this.queries.daysOf(code),
      personId ? this.letters.wants({ placeCode: code, personId }) : null,
    ]);
    const mine = await this.mine(reading, needs);
    return boardPage(reading, { town, needs, options, mine, days, letters });
  }

  @Get('/new')
  async write(@Read() reading: Reading, @Param('place') slug: string): Promise<Page> {
    const town = await this.towns.at(reading, slug);
    return proposePage(reading, { town, form: Form.blank({ part: town.me?.part }) });
  }

  @Post('/new')
  async propose(
    @Read() reading: Reading,
    @Param('place') slug: string,
    @FormOf(ProposeForm) form: Form<ProposeForm>,
  ): Promise<Page | Redirect> {
    const [by, town] = [reading.person(), await this.towns.at(reading, slug)];
    const placeCode = town.place.code;
    const work = async ({ id, title, why, part, roll, sure, open }: ProposeForm) => {
      const alike = sure ? [] : (await this.queries.like(placeCode, title)).filter((need) => need.id !== id);
      const personal = !open && seemsPrivate(`${title}\n${why}`);
      if (alike.length > 0 || personal) return proposePage(reading, { town, form, alike, personal });
      await this.towns.joined(town, { roll }, by);
      await this.board.propose(
        { id, placeCode, lang: reading.lang, title, why, part: part ?? null, open: open === 'yes' },
        by,
      );
      return seeOther(reading.href(`/t/${town.place.slug}/needs/${id}`));
    };
    return withRoll(town, form).submit(reading, work, (again) => proposePage(reading, { town, form: again }));
  }

  @Get('/:need')
  @PublicPage()
  async one(@Read() reading: Reading, @Param() where: OfNeed): Promise<Page> {
    return this.page(reading, await this.at(reading, where), Form.blank());
  }

  @Post('/:need/support')
  async support(
    @Read() reading: Reading,
    @Param() where: OfNeed,
    @FormOf(RollForm) form: Form<RollForm>,
  ): Promise<Page | Redirect> {
    const [by, thing] = [reading.person(), await this.at(reading, where)];
    const work = async ({ roll }: RollForm) => {
      await this.towns.joined(thing.town, { roll }, by);
      await this.board.support(thing.found.need.id, by);
      return this.back(reading, thing);
    };
    return form.submit(reading, work, (again) => this.page(reading, thing, again));
  }

  @Post('/:need/unsupport')
  async unsupport(@Read() reading: Reading, @Param() where: OfNeed): Promise<Redirect> {
    const [by, thing] = [reading.person(), await this.at(reading, where)];
    await this.board.unsupport(thing.found.need.id, by);
    return this.back(reading, thing);
  }

  /** Whoever wrote it takes it back. */
  @Post('/:need/withdrawal')
  async withdraw(
    @Read() reading: Reading,
    @Param() where: OfNeed,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const [by, thing] = [reading.person(), await this.at(reading, where)];
    const work = async () => {
      await this.board.withdraw(thing.found.need.id, by);
      return this.back(reading, thing);
    };
    return form.submit(reading, work, (again) => this.page(reading, thing, again));
  }

  /** Whoever proposed it says once that it is another one after all. */
  @Post('/:need/part')
  async part(@Read() reading: Reading, @Param() where: OfNeed): Promise<Redirect> {
    const [by, thing] = [reading.person(), await this.at(reading, where)];
    await this.merges.undo(thing.found.need.id, by);
    return this.back(reading, thing);
  }

  @Get('/:need/offers')
  async help(@Read() reading: Reading, @Param() where: OfNeed): Promise<Page> {
    return helpPage(reading, await this.at(reading, where), { form: Form.blank() });
  }

  @Post('/:need/offers')
  async offer(
    @Read() reading: Reading,
    @Param() where: OfNeed,
    @FormOf(OfferForm) form: Form<OfferForm>,
  ): Promise<Page | Redirect> {
    const [by, thing] = [reading.person(), await this.at(reading, where)];
    const work = async ({ id, kind, words, hours, amount, contact, roll, open }: OfferForm) => {
      if (!open && seemsPrivate(words)) return helpPage(reading, thing, { form, personal: true });
      const size = {
        hours: hours ? Number(hours) : null,
        amountMinor: amount ? typedSum(amount, 'MDL').minor : null,
      };
      await this.towns.joined(thing.town, { roll }, by);
      const help = { id, kind, words, ...size, lang: reading.lang, contact: contact === 'yes', open: open === 'yes' };
      await this.offers.offer({ ...help, needId: thing.found.need.id }, by);
      return this.back(reading, thing, '#offers');
    };
    return withRoll(thing.town, form).submit(reading, work, (again) => helpPage(reading, thing, { form: again }));
  }

  @Post('/:need/offers/:offer/withdrawal')
  async takeBack(@Read() reading: Reading, @Param() where: OfNeed & { readonly offer: string }): Promise<Redirect> {
    const [by, thing] = [reading.person(), await this.at(reading, where)];
    if (!isId(where.offer)) throw refuse('not-found', 'not-found', 'No such offer.');
    await this.offers.withdraw(where.offer as string as OfferId, by);
    return this.back(reading, thing, '#offers');
  }

  private back(reading: Reading, { town, found }: { town: TownOf; found: NeedAndSame }, to = ''): Redirect {
    return seeOther(reading.href(`/t/${town.place.slug}/needs/${found.need.id}${to}`));
  }

  /** A need of this town. Throws `not-found` for another town's. */
  private async at(reading: Reading, { place, need }: OfNeed): Promise<{ town: TownOf; found: NeedAndSame }> {
    const town = await this.towns.at(reading, place);
    const found = isId(need) ? await this.queries.find(need as string as TownNeedId) : null;
    if (found?.need.placeCode !== town.place.code) throw refuse('not-found', 'not-found', 'No such need here.');
    return { town, found };
  }

  private async page(
    reading: Reading,
    { town, found }: { town: TownOf; found: NeedAndSame },
    form: Form,
  ): Promise<Page> {
    const { id } = found.need;
    const who = reading.viewer?.personId;
    const [offers, options, mine, takesBack, parts, desk] = await Promise.all([
      this.queries.offersFor(id),
      this.options.ofNeed(id),
      this.mine(reading, [found.need]),
      who ? this.queries.takesBack(id, who) : false,
      who ? this.queries.mayPart(id, who) : false,
      this.deskOf(reading, town),
    ]);
    return needPage(reading, { town, found, offers, options, mine: mine.has(id), takesBack, parts, desk }, form);
  }

  /** The reader's desk at this town's hall, where he answers; null for everybody else. */
  private async deskOf({ viewer }: Reading, { hall }: TownOf): Promise<string | null> {
    const roles = viewer && hall ? await this.members.rolesOf(viewer.personId) : [];
    const answers = roles.some(({ body, role }) => body.id === hall?.id && SPEAKERS['town-hall'].includes(role));
    return answers ? `/town-hall/${hall!.id}/needs` : null;
  }

  private async mine({ viewer }: Reading, needs: readonly TownNeed[]): Promise<ReadonlySet<TownNeedId>> {
    if (!viewer) return new Set();
    return this.queries.supportedBy(viewer.personId, needs.map(({ id }) => id)); // prettier-ignore
  }
}
