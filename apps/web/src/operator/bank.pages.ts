import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { type Money, refuse } from '#libs/kernel/src/index.js';
import { BankingQueries, BankService, type LineMeaning, StatementsQueries } from '#libs/banking/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listById, type Page, type Redirect, seeOther } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { bankPage } from './bank.view.js';
import { LineForm } from './bank-lines.requests.js';
import { linePage } from './line.view.js';
import { isMeaning, LineChoices } from './line-choices.service.js';

const SHOWN = 30;
const STATEMENTS = 10;

/** What the bank's statements show, and a line that is entered by hand with its meaning. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/bank')
export class BankPages {
  constructor(
    private readonly bank: BankService,
    private readonly banking: BankingQueries,
    private readonly statements: StatementsQueries,
    private readonly choices: LineChoices,
  ) {}

  @Get()
  async show(@Read() reading: Reading): Promise<Page> {
    const [after, before] = [idIn(reading.query), idIn(reading.query, 'statements')];
    const [open, unexplained, statements, lines, accounts] = await Promise.all([
      this.banking.openLines(),
      this.statements.unexplained(),
      this.statements.statements({ limit: STATEMENTS + 1, after: before }),
      this.banking.bankLines({ limit: SHOWN + 1, after }),
      this.bank.accounts(),
    ]);
    const [shown, earlier] = [listById(lines, SHOWN), listById(statements, STATEMENTS)];
    return bankPage(reading, {
      ...{ open, unexplained, accounts, statements: earlier.items, lines: shown.items },
      ...{ next: shown.next, nextStatements: earlier.next },
    });
  }

  /** The form of one meaning; without one, the choice of it. */
  @Get('/new')
  async blank(@Read() reading: Reading): Promise<Page> {
    const meaning = reading.query.get('meaning') ?? '';
    if (!isMeaning(meaning)) return this.lineShown(reading, Form.blank());
    const given = reading.query.get('refersTo');
    const choices = await this.choices.of(reading, meaning);
    const refersTo = given ?? (choices.length === 1 ? choices[0]![0] : null);
    return this.lineShown(reading, Form.blank({ meaning, ...(refersTo && (await this.filledIn(meaning, refersTo))) }));
  }

  @Post('/new')
  enter(@Read() reading: Reading, @FormOf(LineForm) form: Form<LineForm>): Promise<Page | Redirect> {
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

  /** What the statement must say of a line that belongs to this. */
  private async filledIn(meaning: LineMeaning, refersTo: string): Promise<Record<string, string | null | undefined>> {
    const found = await this.banking.referred(meaning, refersTo);
    if (!found) return { refersTo };
    const { amount, accountId, counterparty } = found;
    const account = accountId ?? (await this.bank.accounts()).find(({ currency }) => currency === amount.currency)?.id;
    return { refersTo, accountId: account, amount: account && amount.toString(), ...counterparty };
  }

  private async lineShown(reading: Reading, form: Form): Promise<Page> {
    const meaning = form.value('meaning');
    const accounts = await this.bank.accounts();
    if (!isMeaning(meaning)) return linePage(reading, { accounts, meaning: null, choices: [] }, form);
    return linePage(reading, { accounts, meaning, choices: await this.choices.of(reading, meaning) }, form);
  }

  private async amountOf(accountId: string, amount: string): Promise<Money> {
    const account = (await this.bank.accounts()).find(({ id }) => id === accountId);
    if (!account) throw refuse('invalid', 'choice', 'No such account.');
    return typedSum(amount, account.currency);
  }
}
