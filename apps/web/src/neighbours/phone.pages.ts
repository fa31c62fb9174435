import { Controller, Get, Param, Post } from '@nestjs/common';
import { PhonesService } from '#libs/neighbours/src/index.js';
import { FormOf, Limit, type LimitRule, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { NETWORK } from '../edge/network.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { PhoneCodeForm, PhoneForm } from './neighbours.requests.js';
import { phoneCodePage, phonePage } from './phone.view.js';
import { Towns } from './town-of.service.js';

/** Of the codes that the installation pays for in a day (500, where nobody sets it otherwise) one network has a tenth. */
const CODES: LimitRule = { name: 'phone-codes', points: 50, seconds: 86_400, network: NETWORK.customer };

/** Proving a phone number by a code in a text message, on the way to a town. */
@Controller('/:lang(^ro|ru|en$)/t/:place/phone')
export class PhonePages {
  constructor(
    private readonly towns: Towns,
    private readonly phones: PhonesService,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param('place') slug: string): Promise<Page> {
    return this.page(reading, slug, Form.blank());
  }

  /** A code is sent; the page that waits for it follows. */
  @Post()
  @Limit(CODES)
  async ask(
    @Read() reading: Reading,
    @Param('place') slug: string,
    @FormOf(PhoneForm) form: Form<PhoneForm>,
  ): Promise<Page | Redirect> {
    const [by, { place }] = [reading.person(), await this.towns.at(reading, slug)];
    const work = async ({ phone }: PhoneForm) => {
      const waiting = await this.phones.ask(phone, reading.lang, by);
      return phoneCodePage(reading, place.slug, Form.blank({ waiting }));
    };
    return form.submit(reading, work, (again) => this.page(reading, slug, again));
  }

  @Post('/code')
  @Limit({ name: 'phone-tries', points: 30, seconds: 600 })
  async prove(
    @Read() reading: Reading,
    @Param('place') slug: string,
    @FormOf(PhoneCodeForm) form: Form<PhoneCodeForm>,
  ): Promise<Page | Redirect> {
    const [by, { place }] = [reading.person(), await this.towns.at(reading, slug)];
    const work = async ({ waiting, code }: PhoneCodeForm) => {
      await this.phones.prove(waiting, code, by);
      return seeOther(reading.href(`/t/${place.slug}/phone?proven=1`));
    };
    return form.submit(reading, work, (again) => phoneCodePage(reading, place.slug, again));
  }

  private async page(reading: Reading, slug: string, form: Form): Promise<Page> {
    const personId = reading.person();
    const [{ place, me }, phone] = [await this.towns.at(reading, slug), await this.phones.of(personId)];
    return phonePage(reading, { place, phone, joined: me !== null, offered: this.phones.offered }, form);
  }
}
