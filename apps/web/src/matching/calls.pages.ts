import { Controller, Get, type OnModuleInit, Param, Post, UseGuards } from '@nestjs/common';
import { BankingQueries } from '#libs/banking/src/index.js';
import { isId, newId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import {
  type CallMoney,
  CallsService,
  FiguresQueries,
  MatchingQueries,
  SponsorReturnsQueries,
  SponsorReturnsService,
  SponsorsService,
} from '#libs/matching/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { Decisions } from '../approvals/decisions.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { SignedThings } from '../operator/signed.service.js';
import { CallEntry } from './call-entry.service.js';
import { CallFaces } from './call-faces.service.js';
import { callsPage, deskCallPage, newCallPage } from './calls.view.js';
import { CallForm, CallOfLineRequest, SponsorReturnForm } from './matching.requests.js';

const DESK = '/:lang(^ro|ru|en$)/operator';
const AT = `${DESK}/calls`;

/** Sponsors' calls at the operator's desk. */
@UseGuards(OperatorGuard)
@Controller()
export class CallsPages implements OnModuleInit {
  constructor(
    private readonly calls: MatchingQueries,
    private readonly figures: FiguresQueries,
    private readonly service: CallsService,
    private readonly sponsors: SponsorsService,
    private readonly returns: SponsorReturnsService,
    private readonly unspent: SponsorReturnsQueries,
    private readonly banking: BankingQueries,
    private readonly entry: CallEntry,
    private readonly faces: CallFaces,
    private readonly things: SignedThings,
    private readonly decisions: Decisions,
  ) {}

  onModuleInit(): void {
    this.decisions.register('matching-call', {
      give: (id, by) => this.service.confirm(id, by),
      refuse: ({ id }, reason, by) => this.service.refuse(id, reason, by),
    });
    this.decisions.register('call-return', {
      give: (id, by) => this.returns.confirm(id, by),
      refuse: ({ id }, reason, by) => this.returns.refuse(id, by, reason),
    });
  }

  @Get(AT)
  async list(@Read() reading: Reading): Promise<Page> {
    return callsPage(reading, await this.calls.calls());
  }

  @Get(`${AT}/new`)
  async blank(@Read() reading: Reading): Promise<Page> {
    return this.entering(reading, Form.blank({ id: newId(), num: '1', den: '1' }));
  }

  /** Looks for a town by its name, or asks a second of the staff for the whole. */
  @Post(`${AT}/new`)
  async enter(@Read() reading: Reading, @FormOf(CallForm) form: Form<CallForm>): Promise<Page | Redirect> {
    // Somebody who looks for a town has not filled in the rest yet.
    if (form.value('step') === 'find') return this.entering(reading, form.withErrors([]));
    const work = async ({ id, town, ...typed }: CallForm) => {
      // What was looked for and not ticked would be a call for all towns.
      if (town && !typed.places) throw refuseFields({ pointer: '/town', code: 'call-town-unticked' });
      await this.service.enter(await this.entry.read(id, typed), reading.person());
      return seeOther(reading.href('/operator/calls?done=asked'));
    };
    return form.submit(reading, work, (again) => this.entering(reading, again));
  }

  @Get(`${AT}/:id`)
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, Form.blank());
  }

  /** Nothing is added any more, at once. */
  @Post(`${AT}/:id/close`)
  async close(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const call = await this.mustFind(id);
    const work = async () => {
      await this.service.close(call.id, reading.person());
      return seeOther(reading.href(`/operator/calls/${id}?done=saved`));
    };
    return form.submit(reading, work, (again) => this.shown(reading, id, again));
  }

  /** What a closed call did not use goes back to its sponsor; a second person confirms. */
  @Post(`${AT}/:id/return`)
  async sendBack(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(SponsorReturnForm) form: Form<SponsorReturnForm>,
  ): Promise<Page | Redirect> {
    const call = await this.mustFind(id);
    const work = async ({ id: approvalId, ...to }: SponsorReturnForm) => {
      await this.returns.ask({ approvalId, callId: call.id, ...to }, reading.person());
      return seeOther(reading.href(`/operator/calls/${id}?done=asked`));
    };
    return form.submit(reading, work, (again) => this.shown(reading, id, again));
  }

  /** A line of the statement is a sponsor's payment. */
  @Post(`${DESK}/bank/lines/:id/sponsor`)
  async pay(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(CallOfLineRequest) form: Form<CallOfLineRequest>,
  ): Promise<Page | Redirect> {
    const line = isId(id) ? await this.banking.line(id) : null;
    if (!line) throw refuse('not-found', 'not-found', 'No such line.');
    const work = async ({ callId }: CallOfLineRequest) => {
      await this.sponsors.pay(line.id, callId, reading.person());
      return seeOther(reading.href(`/operator/calls/${callId}?done=saved`));
    };
    return form.submit(reading, work, (again) => this.shown(reading, again.value('callId'), again));
  }

  private async entering(reading: Reading, form: Form): Promise<Page> {
    const [figures, towns] = await Promise.all([
      this.figures.all(),
      this.entry.towns(form.values('places[]'), form.value('town')),
    ]);
    return newCallPage(reading, { form, towns, figures: figures.filter(({ state }) => state === 'standing') });
  }

  private async shown(reading: Reading, id: string, form: Form): Promise<Page> {
    const call = await this.mustFind(id);
    const [view, payments, waits, unspent] = await Promise.all([
      this.faces.of(reading, call),
      this.calls.payments(call.id),
      this.things.waiting(`call:${id}`),
      this.unspent.next(call.id),
    ]);
    return deskCallPage(reading, { ...view, payments, waits, unspent, form });
  }

  private async mustFind(id: string): Promise<CallMoney> {
    const call = isId(id) ? await this.calls.call(id as CallMoney['id']) : null;
    if (!call) throw refuse('not-found', 'not-found', 'No such call.');
    return call;
  }
}
