import { Controller, Get, Param, Post } from '@nestjs/common';
import { isId, type ApprovalId, refuse } from '#libs/kernel/src/index.js';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { AccountChecksService, TreasuryService } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { namesOrAddresses } from '../layout/names.js';
import { accountPage } from './account.view.js';
import { type Office, Offices } from './offices.js';
import { AccountForm, ButtonForm, SecondForm } from './people.requests.js';

const AT = '/:lang(^ro|ru|en$)/town-hall/:body/account';

/** The account to which tranches go: entered by one officer, signed by another. */
@Controller()
export class AccountPages {
  constructor(
    private readonly offices: Offices,
    private readonly treasury: TreasuryService,
    private readonly checks: AccountChecksService,
    private readonly persons: PersonsService,
    private readonly approvals: ApprovalsQueries,
    private readonly decisions: Decisions,
  ) {}

  @Get(AT)
  async show(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return this.page(reading, await this.offices.mustBe(reading, 'town-hall', id), Form.blank());
  }

  @Post(AT)
  async propose(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(AccountForm) form: Form<AccountForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', id);
    const work = async (input: AccountForm) => {
      await this.treasury.propose(office.body.id, input, reading.person());
      return seeOther(reading.url);
    };
    return form.submit(reading, work, (again) => this.page(reading, office, again));
  }

  @Post(`${AT}/approvals/:approval`)
  async second(
    @Read() reading: Reading,
    @Param() where: { body: string; approval: string },
    @FormOf(SecondForm) form: Form<SecondForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', where.body);
    const approval = isId(where.approval) ? await this.approvals.find(where.approval as ApprovalId) : null;
    if (approval?.office !== `town-hall:${office.body.id}`) throw refuse('not-found', 'not-found', 'Not its approval.');
    const work = async ({ then, reason = '' }: SecondForm) => {
      await this.decisions.decide(approval.id, { give: then === 'give', reason }, reading.person());
      return seeOther(reading.href(`/town-hall/${where.body}/account`));
    };
    return form.submit(reading, work, (again) => this.page(reading, office, again));
  }

  /** Has the letter to the official address sent again. */
  @Post(`${AT}/letter`)
  async letter(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(ButtonForm) form: Form<ButtonForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', id);
    const work = async () => {
      await this.checks.sendAgain(office.body.id, reading.person());
      return seeOther(reading.href(`/town-hall/${id}/account?sent=1`));
    };
    return form.submit(reading, work, (again) => this.page(reading, office, again));
  }

  private async page(reading: Reading, office: Office, form: Form): Promise<Page> {
    const { id } = office.body;
    const [active, proposed, history] = await Promise.all([
      this.treasury.active(id),
      this.treasury.proposed(id),
      this.treasury.history(id),
    ]);
    const signers = [active, proposed].flatMap((one) => (one ? [one.enteredBy, one.confirmedBy] : []));
    const names = await namesOrAddresses(this.persons, signers);
    return accountPage(reading, { office, active, proposed, history, names, form });
  }
}
