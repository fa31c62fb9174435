import { Controller, Get, Param, Post } from '@nestjs/common';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import {
  AnswersService,
  BoardQueries,
  MergesService,
  type NeedAndSame,
  OptionsQueries,
  OptionsService,
  type TownNeedId,
} from '#libs/needs/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { type Office, Offices } from '../town-hall/offices.js';
import { needDeskPage, needsDeskPage } from './needs-desk.view.js';
import { AnswerForm, DaysForm, MergeForm, OptionForm } from './needs.requests.js';

interface AtDesk {
  readonly body: string;
  readonly need: string;
}

/** The town hall's desk for its board: answers, prices, what is the same. */
@Controller('/:lang(^ro|ru|en$)/town-hall/:body')
export class NeedsDeskPages {
  constructor(
    private readonly offices: Offices,
    private readonly queries: BoardQueries,
    private readonly options: OptionsQueries,
    private readonly answers: AnswersService,
    private readonly merges: MergesService,
    private readonly pricing: OptionsService,
    private readonly persons: PersonsService,
    private readonly places: PlacesQueries,
  ) {}

  @Get('/needs')
  async show(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return this.desk(reading, await this.offices.mustBe(reading, 'town-hall', id));
  }

  @Post('/needs/days')
  async days(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(DaysForm) form: Form<DaysForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', id);
    const work = async ({ days }: DaysForm) => {
      await this.answers.setDays(office.body.placeCode, Number(days), reading.person());
      return seeOther(reading.href(`/town-hall/${id}/needs`));
    };
    return form.submit(reading, work, (again) => this.desk(reading, office, again));
  }

  @Get('/needs/:need')
  async one(@Read() reading: Reading, @Param() where: AtDesk): Promise<Page> {
    const { office, found } = await this.at(reading, where);
    return this.page(reading, office, found, Form.blank());
  }

  @Post('/needs/:need/answer')
  answer(
    @Read() reading: Reading,
    @Param() where: AtDesk,
    @FormOf(AnswerForm) form: Form<AnswerForm>,
  ): Promise<Page | Redirect> {
    return this.work(reading, where, form, (needId, _, { id, kind, why }) =>
      this.answers.answer({ id, needId, kind, why, lang: reading.lang }, reading.person()),
    );
  }

  @Post('/needs/:need/merge')
  merge(
    @Read() reading: Reading,
    @Param() where: AtDesk,
    @FormOf(MergeForm) form: Form<MergeForm>,
  ): Promise<Page | Redirect> {
    return this.work(reading, where, form, (needId, _, { into }) => this.merges.merge(needId, into, reading.person()));
  }

  @Post('/needs/:need/parting')
  part(@Read() reading: Reading, @Param() where: AtDesk, @FormOf(NothingRequest) form: Form): Promise<Page | Redirect> {
    return this.work(reading, where, form, (needId) => this.merges.undo(needId, reading.person()));
  }

  @Post('/needs/:need/option')
  price(
    @Read() reading: Reading,
    @Param() where: AtDesk,
    @FormOf(OptionForm) form: Form<OptionForm>,
  ): Promise<Page | Redirect> {
    return this.work(reading, where, form, (needId, { body: { placeCode } }, { cost, part, ...option }) => {
      const sum = typedSum(cost, 'MDL', 'cost');
      const priced = { ...option, placeCode, needs: [needId], lang: reading.lang, cost: sum, part: part ?? null };
      return this.pricing.make(priced, reading.person());
    });
  }

  /** Does something with one need of this town hall, then shows it. */
  private async work<Input extends object>(
    reading: Reading,
    where: AtDesk,
    form: Form<Input>,
    act: (need: TownNeedId, office: Office, input: Input) => Promise<void>,
  ): Promise<Page | Redirect> {
    const { office, found } = await this.at(reading, where);
    const work = async (input: Input) => {
      await act(found.need.id, office, input);
      return seeOther(reading.href(`/town-hall/${where.body}/needs/${where.need}`));
    };
    return form.submit(reading, work, (again) => this.page(reading, office, found, again));
  }

  private async at(reading: Reading, { body, need }: AtDesk): Promise<{ office: Office; found: NeedAndSame }> {
    const office = await this.offices.mustBe(reading, 'town-hall', body);
    const found = isId(need) ? await this.queries.find(need as string as TownNeedId) : null;
    if (found?.need.placeCode !== office.body.placeCode) throw refuse('not-found', 'not-found', 'No such need here.');
    return { office, found };
  }

  private async desk(reading: Reading, office: Office, form?: Form): Promise<Page> {
    const { placeCode } = office.body;
    const [place, needs, options, days] = await Promise.all([
      this.places.byCode(placeCode),
      this.queries.ofTown(placeCode),
      this.options.ofTown(placeCode, { state: 'ready' }),
      this.queries.daysOf(placeCode),
    ]);
    return needsDeskPage(
      reading,
      { office, slug: place!.slug, needs, options, days },
      form ?? Form.blank({ days: String(days) }),
    );
  }

  private async page(reading: Reading, office: Office, found: NeedAndSame, form: Form): Promise<Page> {
    const [all, offers] = await Promise.all([
      this.queries.ofTown(office.body.placeCode),
      this.queries.offersFor(found.need.id),
    ]);
    const people = await this.persons.cards(offers.filter(({ contact }) => contact).map(({ by }) => by));
    const others = all.filter(({ id }) => id !== found.need.id);
    return needDeskPage(reading, { office, found, others, offers, people }, form);
  }
}
