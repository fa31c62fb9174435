import { Controller, Get, Param, Post } from '@nestjs/common';
import { type AccountCheck, AccountChecksService } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import type { Page, Redirect } from '../edge/page.js';
import { seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { accountCheckPage } from './account-check.view.js';
import { AccountCheckForm } from './people.requests.js';

/** Where the letter to a town hall's official address leads: an account to confirm or to contest, without signing in. */
@Controller('/:lang(^ro|ru|en$)/account-check/:token')
export class AccountCheckPages {
  constructor(
    private readonly checks: AccountChecksService,
    private readonly persons: PersonsService,
  ) {}

  @Get()
  @Limit({ name: 'account-check', points: 60, seconds: 600 })
  async show(@Read() reading: Reading, @Param('token') token: string): Promise<Page> {
    return this.shown(reading, token, Form.blank());
  }

  @Post()
  @Limit({ name: 'account-check', points: 60, seconds: 600 })
  answer(
    @Read() reading: Reading,
    @Param('token') token: string,
    @FormOf(AccountCheckForm) form: Form<AccountCheckForm>,
  ): Promise<Page | Redirect> {
    const work = async ({ then, reason = '' }: AccountCheckForm) => {
      await this.checks.answer(token, then === 'confirm' ? { confirm: true } : { confirm: false, reason });
      return seeOther(reading.url);
    };
    return form.submit(reading, work, (again) => this.shown(reading, token, again));
  }

  private async shown(reading: Reading, token: string, form: Form): Promise<Page> {
    const check = await this.checks.look(token);
    if (!check) throw refuse('not-found', 'not-found', 'No such letter.');
    return accountCheckPage(reading, { check, names: await this.names(check), form });
  }

  private async names({ account: { enteredBy, confirmedBy } }: AccountCheck): Promise<ReadonlyMap<string, string>> {
    const cards = await this.persons.cards(confirmedBy ? [enteredBy, confirmedBy] : [enteredBy]);
    return new Map(cards.map(({ id, name, email }) => [id, name ? `${name}, ${email}` : email!]));
  }
}
