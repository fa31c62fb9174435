import { Controller, Get, type OnModuleInit, Param, Post, UseGuards } from '@nestjs/common';
import { BankingQueries } from '#libs/banking/src/index.js';
import { isId, newId, refuse } from '#libs/kernel/src/index.js';
import { type Aggregator, AggregatorsService, MessagesQueries, SecretsService, type Settlement, SettlementsService, type Trouble, TroublesService } from '#libs/messages/src/index.js'; // prettier-ignore
import { Config } from '#libs/platform/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { Decisions } from '../approvals/decisions.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listById, type Page, type Redirect, seeOther } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { SignedThings } from '../operator/signed.service.js';
import { aggregatorPage, newAggregatorPage, secretEndPage } from './aggregators.view.js';
import { AggregatorForm, SettlementOfLineRequest, TroubleForm } from './messages.requests.js';
import { messagesPage } from './messages.view.js';
import { settlementPage, troublePage } from './settlements.view.js';

const DESK = '/:lang(^ro|ru|en$)/operator';
const AT = `${DESK}/messages`;
const ROWS = 50;

/** Gifts by message at the operator's desk: who tells of them, what they pay, what is to be settled with them. */
@UseGuards(OperatorGuard)
@Controller()
export class MessagesPages implements OnModuleInit {
  constructor(
    private readonly messages: MessagesQueries,
    private readonly aggregators: AggregatorsService,
    private readonly secrets: SecretsService,
    private readonly settlements: SettlementsService,
    private readonly troubles: TroublesService,
    private readonly banking: BankingQueries,
    private readonly things: SignedThings,
    private readonly decisions: Decisions,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    for (const kind of ['message-aggregator', 'message-secret', 'message-on'])
      this.decisions.register(kind, {
        give: (id, by) => this.aggregators.confirm(id, by),
        refuse: ({ id }, reason, by) => this.aggregators.refuse(id, reason, by),
      });
    this.decisions.register('message-settlement', {
      give: (id, by) => this.settlements.confirmLines(id, by),
      refuse: (approval, reason, by) => this.settlements.refuseLines(approval, reason, by),
    });
  }

  @Get(AT)
  async list(@Read() reading: Reading): Promise<Page> {
    const [aggregators, unsettled, troubles, found] = await Promise.all([
      this.messages.aggregators(),
      this.messages.unsettled(),
      this.messages.troubles({ limit: ROWS }),
      this.messages.settlements({ limit: ROWS + 1, after: idIn(reading.query) }),
    ]);
    const { items: settlements, next } = listById(found, ROWS);
    return messagesPage(reading, { aggregators, unsettled, troubles, settlements, next });
  }

  @Get(`${AT}/new`)
  blank(@Read() reading: Reading): Page {
    return newAggregatorPage(reading, Form.blank({ id: newId() }));
  }

  @Post(`${AT}/new`)
  open(@Read() reading: Reading, @FormOf(AggregatorForm) form: Form<AggregatorForm>): Promise<Page | Redirect> {
    const work = async ({ lei, ...entered }: AggregatorForm) => {
      await this.aggregators.open({ ...entered, lei: typedSum(lei, 'MDL', 'lei') }, reading.person());
      return seeOther(reading.href('/operator/messages?done=asked'));
    };
    return form.submit(reading, work, (again) => newAggregatorPage(reading, again));
  }

  @Get(`${AT}/:id`)
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, Form.blank());
  }

  /** Another secret, or on again: asked of a second of the staff; off: at once. */
  @Post(`${AT}/:id/:act(^secrets|on|off$)`)
  async ask(
    @Read() reading: Reading,
    @Param() { id, act }: Readonly<Record<'id' | 'act', string>>,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const aggregator = await this.mustFind(id);
    const work = async () => {
      if (act === 'off') await this.aggregators.off(aggregator.id, reading.person());
      else await this.aggregators[act === 'on' ? 'askOn' : 'askSecret'](aggregator.id, reading.person());
      return seeOther(reading.href(`/operator/messages/${id}?done=${act === 'off' ? 'saved' : 'asked'}`));
    };
    return form.submit(reading, work, (again) => this.shown(reading, id, again));
  }

  @Get(`${AT}/:id/secrets/:n(^\\d{1,6}$)/end`)
  async endingSecret(
    @Read() reading: Reading,
    @Param() { id, n }: Readonly<Record<'id' | 'n', string>>,
  ): Promise<Page> {
    const aggregator = await this.mustFind(id);
    const live = (await this.messages.secrets(aggregator.id)).some((one) => one.n === Number(n) && !one.endedAt);
    if (!live) throw refuse('not-found', 'not-found', 'No such secret.');
    return secretEndPage(reading, aggregator, Number(n));
  }

  /** A secret is shown in the answer, and never again; or it ends. */
  @Post(`${AT}/:id/secrets/:n(^\\d{1,6}$)/:act(^reading|end$)`)
  async secret(
    @Read() reading: Reading,
    @Param() { id, n, act }: Readonly<Record<'id' | 'n' | 'act', string>>,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const aggregator = await this.mustFind(id);
    const work = async () => {
      if (act === 'reading')
        return this.shown(reading, id, Form.blank(), await this.secrets.take(aggregator.id, Number(n), reading.person())); // prettier-ignore
      await this.secrets.end(aggregator.id, Number(n), reading.person());
      return seeOther(reading.href(`/operator/messages/${id}?done=saved`));
    };
    return form.submit(reading, work, (again) => this.shown(reading, id, again));
  }

  @Get(`${AT}/settlements/:id`)
  async settlement(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.ofSettlement(reading, id, Form.blank());
  }

  @Post(`${AT}/settlements/:id/drop`)
  async drop(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const settlement = await this.mustFindSettlement(id);
    const work = async () => {
      await this.settlements.drop(settlement.id, reading.person());
      return seeOther(reading.href('/operator/messages?done=saved'));
    };
    return form.submit(reading, work, (again) => this.ofSettlement(reading, id, again));
  }

  @Get(`${AT}/troubles/:id`)
  async trouble(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return troublePage(reading, await this.mustFindTrouble(id), Form.blank());
  }

  @Post(`${AT}/troubles/:id`)
  async settle(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(TroubleForm) form: Form<TroubleForm>,
  ): Promise<Page | Redirect> {
    const trouble = await this.mustFindTrouble(id);
    const work = async ({ words }: TroubleForm) => {
      await this.troubles.end(trouble.id, words, reading.person());
      return seeOther(reading.href('/operator/messages?done=saved'));
    };
    return form.submit(reading, work, (again) => troublePage(reading, trouble, again));
  }

  /** A line of the statement is a settlement, or a part of one. */
  @Post(`${DESK}/bank/lines/:id/settlement`)
  async attach(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(SettlementOfLineRequest) form: Form<SettlementOfLineRequest>,
  ): Promise<Page | Redirect> {
    const line = isId(id) ? await this.banking.line(id) : null;
    if (!line) throw refuse('not-found', 'not-found', 'No such line.');
    const work = async ({ settlementId }: SettlementOfLineRequest) => {
      const state = await this.settlements.attach(line.id, settlementId, reading.person());
      return seeOther(reading.href(state === 'counted' ? '/operator/bank?done=matched' : `/operator/messages/settlements/${settlementId}`)); // prettier-ignore
    };
    return form.submit(reading, work, (again) => this.ofSettlement(reading, again.value('settlementId'), again));
  }

  private async ofSettlement(reading: Reading, id: string, form: Form): Promise<Page> {
    const settlement = await this.mustFindSettlement(id);
    return settlementPage(reading, { settlement, waits: await this.things.waiting(`settlement:${id}`), form });
  }

  private async shown(reading: Reading, id: string, form: Form, secret: string | null = null): Promise<Page> {
    const aggregator = await this.mustFind(id);
    const secrets = await this.messages.secrets(aggregator.id);
    const [names, waits] = await Promise.all([
      this.things.names(secrets.flatMap(({ takenBy }) => takenBy ?? [])),
      this.things.waiting(`aggregator:${id}`),
    ]);
    const url = `${this.config.publicUrl}/webhooks/messages/${aggregator.key}`;
    return aggregatorPage(reading, { aggregator, secrets, names, waits, url, secret, form });
  }

  private async mustFind(id: string): Promise<Aggregator> {
    const aggregator = isId(id) ? await this.messages.aggregator(id as Aggregator['id']) : null;
    if (!aggregator) throw refuse('not-found', 'not-found', 'No such aggregator.');
    return aggregator;
  }

  private async mustFindSettlement(id: string): Promise<Settlement> {
    const settlement = isId(id) ? await this.messages.settlement(id as Settlement['id']) : null;
    if (!settlement) throw refuse('not-found', 'not-found', 'No such settlement.');
    return settlement;
  }

  private async mustFindTrouble(id: string): Promise<Trouble> {
    const trouble = isId(id) ? await this.messages.trouble(id as Trouble['id']) : null;
    if (!trouble) throw refuse('not-found', 'not-found', 'No such trouble.');
    return trouble;
  }
}
