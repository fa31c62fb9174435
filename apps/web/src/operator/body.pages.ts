import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { DissolutionsQueries } from '#libs/dissolutions/src/index.js';
import { AccountChecksService, ApplicationsService, type Body, BodiesQueries, OfficialEmailService, TreasuryService } from '#libs/hometowns/src/index.js'; // prettier-ignore
import { type BodyId, isId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listById, type Page, type Redirect, seeOther } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { bodiesPage } from './bodies.view.js';
import { bodyPage } from './body.view.js';
import { EmailForm, SuspensionForm, ReasonForm } from './operator.requests.js';
import { SignedThings } from './signed.service.js';

const AT = '/bodies/:id';
const SHOWN = 50;

/** A verified body as the operator has to do with it: its official address, its contested account, its suspension. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator')
export class BodyPages {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly applications: ApplicationsService,
    private readonly emails: OfficialEmailService,
    private readonly checks: AccountChecksService,
    private readonly treasury: TreasuryService,
    private readonly dissolutions: DissolutionsQueries,
    private readonly things: SignedThings,
  ) {}

  @Get('/bodies')
  async list(@Read() reading: Reading): Promise<Page> {
    const after = idIn(reading.query) as BodyId | undefined;
    const { items, next } = listById(await this.bodies.list({ ...(after && { after }), limit: SHOWN + 1 }), SHOWN);
    return bodiesPage(reading, items, next);
  }

  @Get(AT)
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, Form.blank());
  }

  /** Asks a second operator for another official address. */
  @Post(`${AT}/email`)
  email(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(EmailForm) form: Form<EmailForm>,
  ): Promise<Page | Redirect> {
    const work = async ({ email }: EmailForm) => {
      const body = await this.mustFind(id);
      await this.emails.ask(body.id, email, reading.person());
      return seeOther(reading.href('/operator?done=asked'));
    };
    return form.submit(reading, work, (again) => this.shown(reading, id, again));
  }

  /** Says what came of a contested account: it stays out of force. */
  @Post(`${AT}/settlement`)
  settle(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(ReasonForm) form: Form<ReasonForm>,
  ): Promise<Page | Redirect> {
    const work = async ({ reason }: ReasonForm) => {
      const body = await this.mustFind(id);
      const account = await this.treasury.proposed(body.id);
      if (!account) throw refuse('conflict', 'account-state', 'No account of this town hall is contested.');
      await this.checks.settle(account.id, reason, reading.person());
      return seeOther(reading.href('/operator?done=answered'));
    };
    return form.submit(reading, work, (again) => this.shown(reading, id, again));
  }

  /** Stops the body: nobody acts for it until two have verified it again. */
  @Post(`${AT}/suspension`)
  suspend(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(SuspensionForm) form: Form<SuspensionForm>,
  ): Promise<Page | Redirect> {
    const work = async ({ why }: SuspensionForm) => {
      const body = await this.mustFind(id);
      if (!why.trim()) throw refuseFields({ pointer: '/why', code: 'approval-reason' });
      await this.applications.suspend(body.id, why, reading.person());
      return seeOther(reading.href('/operator?done=answered'));
    };
    return form.submit(reading, work, (again) => this.shown(reading, id, again));
  }

  private async shown(reading: Reading, id: string, form: Form): Promise<Page> {
    const body = await this.mustFind(id);
    const [active, proposed, waits, dissolution] = await Promise.all([
      this.treasury.active(body.id),
      this.treasury.proposed(body.id),
      this.things.waiting(`body:${body.id}`),
      this.dissolutions.ofAssociation(body.id),
    ]);
    const people = [active, proposed].flatMap((one) => (one ? [one.enteredBy, one.confirmedBy] : []));
    const names = await this.things.names(people.filter((one): one is PersonId => one !== null));
    return bodyPage(reading, { body, active, proposed, names, waits, dissolution: dissolution !== null }, form);
  }

  private async mustFind(id: string): Promise<Body> {
    const body = isId(id) ? await this.bodies.find(id as BodyId) : null;
    if (!body) throw refuse('not-found', 'not-found', 'No such body.');
    return body;
  }
}
