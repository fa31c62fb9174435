import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { type BankAccount, BankAccountsService, BankService } from '#libs/banking/src/index.js';
import { currencyOf, refuse } from '#libs/kernel/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { accountPage, newAccountPage } from './bank-account.view.js';
import { BankAccountForm, ClosingForm } from './operator.requests.js';
import { SignedThings } from './signed.service.js';

/** The operator's own bank accounts: two of the staff open one, and two close it. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/bank/accounts')
export class BankAccountPages {
  constructor(
    private readonly accounts: BankAccountsService,
    private readonly bank: BankService,
    private readonly things: SignedThings,
  ) {}

  @Get('/new')
  blank(@Read() reading: Reading): Page {
    return newAccountPage(reading, Form.blank());
  }

  @Post('/new')
  open(@Read() reading: Reading, @FormOf(BankAccountForm) form: Form<BankAccountForm>): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ currency, ...account }) => {
        await this.accounts.open({ ...account, currency: currencyOf(currency) }, reading.person());
        return seeOther(reading.href('/operator/bank?done=asked'));
      },
      (again) => newAccountPage(reading, again),
    );
  }

  @Get('/:id')
  show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, Form.blank());
  }

  @Post('/:id')
  close(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(ClosingForm) form: Form<ClosingForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ id: approvalId }) => {
        await this.accounts.askClosing(approvalId, (await this.mustFind(id)).id, reading.person());
        return seeOther(reading.href('/operator/bank?done=asked'));
      },
      (again) => this.shown(reading, id, again),
    );
  }

  private async shown(reading: Reading, id: string, form: Form): Promise<Page> {
    const account = await this.mustFind(id);
    return accountPage(reading, { account, waits: await this.things.waiting(`bank-account:${id}`) }, form);
  }

  private async mustFind(id: string): Promise<BankAccount> {
    const account = (await this.bank.accounts()).find((one) => one.id === id);
    if (!account) throw refuse('not-found', 'not-found', 'No such account.');
    return account;
  }
}
