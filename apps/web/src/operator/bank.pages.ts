import { Controller, Get, Param, Post } from '@nestjs/common';
import { isId, type Money, refuse } from '#libs/kernel/src/index.js';
import { type BankLine, BankService, PaymentsQueries } from '#libs/payments/src/index.js';
import { DeskQueries, type Pledge, PledgesQueries, TransfersService } from '#libs/pledges/src/index.js';
import { OperatorOnly } from '../bank/operator-only.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { moneyOf } from '../pledging/pledges.api.js';
import { bankPage } from './bank.view.js';
import { linePage } from './line.view.js';
import { isMeaning, LineChoices } from './line-choices.service.js';
import { matchPage } from './match.view.js';
import { LineForm, MatchForm } from './operator.requests.js';
import { suggested } from './suggestions.js';

/** Lines of the bank's statement: entered with their meaning, and given to the gift that they are. */
@Controller('/:lang(^ro|ru|en$)/operator/bank')
export class BankPages {
  constructor(
    private readonly operator: OperatorOnly,
    private readonly bank: BankService,
    private readonly payments: PaymentsQueries,
    private readonly choices: LineChoices,
    private readonly desk: DeskQueries,
    private readonly pledges: PledgesQueries,
    private readonly transfers: TransfersService,
  ) {}

  @Get()
  async show(@Read() reading: Reading): Promise<Page> {
    this.operator.mustBe(reading);
    const [open, latest, accounts] = await Promise.all([
      this.payments.openLines(),
      this.payments.bankLines({ limit: 30 }),
      this.bank.accounts(),
    ]);
    return bankPage(reading, { open, latest, accounts });
  }

  /** The form of one meaning; without one, the choice of it. */
  @Get('/new')
  async blank(@Read() reading: Reading): Promise<Page> {
    this.operator.mustBe(reading);
    return this.lineShown(reading, Form.blank({ meaning: reading.query.get('meaning') }));
  }

  @Post('/new')
  enter(@Read() reading: Reading, @FormOf(LineForm) form: Form<LineForm>): Promise<Page | Redirect> {
    this.operator.mustBe(reading);
    return form.submit(
      reading,
      async ({ amount, name, iban, ...line }) => {
        const sum = await this.amountOf(line.accountId, amount);
        await this.bank.enterLine({ ...line, amount: sum, counterparty: { name, iban } }, reading.person());
        return seeOther(reading.href('/operator/bank?done=asked'));
      },
      (again) => this.lineShown(reading, again),
    );
  }

  @Get('/lines/:id')
  async open(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    this.operator.mustBe(reading);
    return this.matchShown(reading, id, Form.blank());
  }

  @Post('/lines/:id')
  match(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(MatchForm) form: Form<MatchForm>,
  ): Promise<Page | Redirect> {
    this.operator.mustBe(reading);
    return form.submit(
      reading,
      async ({ pledgeId }) => {
        const line = await this.mustFind(id);
        const matched = await this.transfers.match(line.id, pledgeId, reading.person());
        return seeOther(reading.href(`/operator/bank?done=${matched === 'counted' ? 'matched' : 'owed-back'}`));
      },
      (again) => this.matchShown(reading, id, again),
    );
  }

  private async lineShown(reading: Reading, form: Form): Promise<Page> {
    const meaning = form.value('meaning');
    const accounts = await this.bank.accounts();
    if (!isMeaning(meaning)) return linePage(reading, { accounts, meaning: null, choices: [] }, form);
    return linePage(reading, { accounts, meaning, choices: await this.choices.of(reading, meaning) }, form);
  }

  private async matchShown(reading: Reading, id: string, form: Form): Promise<Page> {
    const line = await this.mustFind(id);
    const ref = reading.query.get('ref')?.trim().slice(0, 40) ?? '';
    const found: Pledge | null = ref ? await this.pledges.byRef(ref) : null;
    const likely = suggested(line, await this.desk.openTransfers('', 500));
    return matchPage(reading, { line, ref, found, likely }, form);
  }

  private async mustFind(id: string): Promise<BankLine> {
    const line = isId(id) ? await this.payments.line(id) : null;
    if (!line) throw refuse('not-found', 'not-found', 'No such line.');
    return line;
  }

  private async amountOf(accountId: string, amount: string): Promise<Money> {
    const account = (await this.bank.accounts()).find(({ id }) => id === accountId);
    if (!account) throw refuse('invalid', 'choice', 'No such account.');
    return moneyOf({ amount, currency: account.currency });
  }
}
