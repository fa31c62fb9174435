import { Controller, Get, Param, Post } from '@nestjs/common';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { BoardQueries, type OptionId, OptionsQueries, OptionsService, type TownOption } from '#libs/needs/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { type Office, Offices } from '../town-hall/offices.js';
import { WithdrawForm } from './needs.requests.js';
import { optionDeskPage } from './option-desk.view.js';

interface AtDesk {
  readonly body: string;
  readonly option: string;
}

/** One option with a price at the town hall's desk. */
@Controller('/:lang(^ro|ru|en$)/town-hall/:body/options/:option')
export class OptionDeskPages {
  constructor(
    private readonly offices: Offices,
    private readonly queries: BoardQueries,
    private readonly options: OptionsQueries,
    private readonly pricing: OptionsService,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param() where: AtDesk): Promise<Page> {
    const { office, option } = await this.at(reading, where);
    return this.page(reading, office, option, Form.blank());
  }

  @Post('/withdrawal')
  async withdraw(
    @Read() reading: Reading,
    @Param() where: AtDesk,
    @FormOf(WithdrawForm) form: Form<WithdrawForm>,
  ): Promise<Page | Redirect> {
    const { office, option } = await this.at(reading, where);
    const work = async ({ reason }: WithdrawForm) => {
      await this.pricing.withdraw(option.id, reason, reading.person());
      return seeOther(reading.href(`/town-hall/${where.body}/needs#options`));
    };
    return form.submit(reading, work, (again) => this.page(reading, office, option, again));
  }

  /** An option of this town hall. Throws `not-found` for another town's. */
  private async at(reading: Reading, { body, option: id }: AtDesk): Promise<{ office: Office; option: TownOption }> {
    const office = await this.offices.mustBe(reading, 'town-hall', body);
    const option = isId(id) ? await this.options.find(id as string as OptionId) : null;
    if (option?.placeCode !== office.body.placeCode) throw refuse('not-found', 'not-found', 'No such option here.');
    return { office, option };
  }

  private async page(reading: Reading, office: Office, option: TownOption, form: Form): Promise<Page> {
    const found = await Promise.all(option.needs.map((id) => this.queries.find(id)));
    return optionDeskPage(reading, { office, option, needs: found.map((one) => one!.need) }, form);
  }
}
