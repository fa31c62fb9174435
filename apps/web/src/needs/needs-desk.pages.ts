import { Controller, Get, Param, Post } from '@nestjs/common';
import { AnswersService, MergesService, OptionsService } from '#libs/needs/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import type { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { type AtDesk, NeedsDesk } from './needs-desk.service.js';
import { AnswerForm, DaysForm, MergeForm, OptionForm } from './needs.requests.js';

/** A town's board at its officers' desks: what is the same; and, at the town hall's, answers and prices. */
@Controller('/:lang(^ro|ru|en$)/:office(^association|town-hall$)/:body/needs')
export class NeedsDeskPages {
  constructor(
    private readonly desk: NeedsDesk,
    private readonly merges: MergesService,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param() where: Omit<AtDesk, 'need'>): Promise<Page> {
    return this.desk.list(reading, await this.desk.office(reading, where));
  }

  @Get('/:need')
  one(@Read() reading: Reading, @Param() where: AtDesk): Promise<Page> {
    return this.desk.show(reading, where);
  }

  @Post('/:need/merge')
  merge(
    @Read() reading: Reading,
    @Param() where: AtDesk,
    @FormOf(MergeForm) form: Form<MergeForm>,
  ): Promise<Page | Redirect> {
    return this.desk.work(reading, where, form, (needId, _, { into }) => this.merges.merge(needId, into, reading.person())); // prettier-ignore
  }

  @Post('/:need/parting')
  part(@Read() reading: Reading, @Param() where: AtDesk, @FormOf(NothingRequest) form: Form): Promise<Page | Redirect> {
    return this.desk.work(reading, where, form, (needId) => this.merges.undo(needId, reading.person()));
  }
}

/** What the town hall alone does: answers, what it would cost, in how many days it answers. */
@Controller('/:lang(^ro|ru|en$)/town-hall/:body/needs')
export class NeedsHallPages {
  constructor(
    private readonly desk: NeedsDesk,
    private readonly answers: AnswersService,
    private readonly pricing: OptionsService,
  ) {}

  @Post('/days')
  async days(
    @Read() reading: Reading,
    @Param('body') body: string,
    @FormOf(DaysForm) form: Form<DaysForm>,
  ): Promise<Page | Redirect> {
    const office = await this.desk.office(reading, { office: 'town-hall', body });
    const work = async ({ days }: DaysForm) => {
      await this.answers.setDays(office.body.placeCode, Number(days), reading.person());
      return seeOther(reading.href(`/town-hall/${body}/needs`));
    };
    return form.submit(reading, work, (again) => this.desk.list(reading, office, again));
  }

  @Post('/:need/answer')
  answer(
    @Read() reading: Reading,
    @Param() where: Omit<AtDesk, 'office'>,
    @FormOf(AnswerForm) form: Form<AnswerForm>,
  ): Promise<Page | Redirect> {
    return this.desk.work(reading, { ...where, office: 'town-hall' }, form, (needId, _, { id, kind, why }) =>
      this.answers.answer({ id, needId, kind, why, lang: reading.lang }, reading.person()),
    );
  }

  @Post('/:need/option')
  price(
    @Read() reading: Reading,
    @Param() where: Omit<AtDesk, 'office'>,
    @FormOf(OptionForm) form: Form<OptionForm>,
  ): Promise<Page | Redirect> {
    return this.desk.work(
      reading,
      { ...where, office: 'town-hall' },
      form,
      (needId, { body: { placeCode } }, typed) => {
        const { cost, part, also = [], ...option } = typed;
        const needs = [needId, ...also.filter((id) => id !== needId)];
        const priced = { ...option, placeCode, needs, lang: reading.lang, cost: typedSum(cost, 'MDL', 'cost') };
        return this.pricing.make({ ...priced, part: part ?? null }, reading.person());
      },
    );
  }
}
