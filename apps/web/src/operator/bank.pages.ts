import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { CashQueries, DepositsService } from '#libs/cash/src/index.js';
import { DeliveryQueries, MoneyBackService } from '#libs/delivery/src/index.js';
import { isId, type Money, refuse } from '#libs/kernel/src/index.js';
import {
  type BankLine,
  BankService,
  type LineMeaning,
  BankingQueries,
  LineReturnsService,
  NamingService,
  StatementsQueries,
} from '#libs/banking/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { DeskQueries, type Pledge, PledgesQueries, TransfersService } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { bankPage } from './bank.view.js';
import { linePage } from './line.view.js';
import { type Choice, isMeaning, LineChoices } from './line-choices.service.js';
import { matchPage } from './match.view.js';
import { DepositMatchForm, LineForm, MatchForm, MoneyBackForm } from './operator.requests.js';
import { SignedThings } from './signed.service.js';
import { NamingForm, ReturnForm } from './statements.requests.js';
import { suggested } from './suggestions.js';
import { claimableUntil } from './task.js';

const SHOWN = 30;
const STATEMENTS = 10;

/** Lines of the bank's statement: entered with their meaning, and given to the gift that they are. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/bank')
export class BankPages {
  constructor(
    private readonly bank: BankService,
    private readonly banking: BankingQueries,
    private readonly statements: StatementsQueries,
    private readonly naming: NamingService,
    private readonly returns: LineReturnsService,
    private readonly clock: Clock,
    private readonly choices: LineChoices,
    private readonly desk: DeskQueries,
    private readonly pledges: PledgesQueries,
    private readonly transfers: TransfersService,
    private readonly delivery: DeliveryQueries,
    private readonly projects: ProjectsQueries,
    private readonly moneyBack: MoneyBackService,
    private readonly things: SignedThings,
    private readonly cash: CashQueries,
    private readonly deposits: DepositsService,
  ) {}

  @Get()
  async show(@Read() reading: Reading): Promise<Page> {
    const [after, before] = [reading.query.get('after'), reading.query.get('statements')];
    const [open, unexplained, statements, found, accounts] = await Promise.all([
      this.banking.openLines(),
      this.statements.unexplained(),
      this.statements.statements({ limit: STATEMENTS + 1, ...(isId(before) && { after: before }) }),
      this.banking.bankLines({ limit: SHOWN + 1, ...(isId(after) && { after }) }),
      this.bank.accounts(),
    ]);
    const next = found.length > SHOWN ? found[SHOWN - 1]!.id : null;
    const nextStatements = statements.length > STATEMENTS ? statements[STATEMENTS - 1]!.id : null;
    const shown = { statements: statements.slice(0, STATEMENTS), lines: found.slice(0, SHOWN) };
    return bankPage(reading, { open, unexplained, ...shown, next, nextStatements, accounts });
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

  @Get('/lines/:id')
  async open(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.matchShown(reading, id, Form.blank());
  }

  @Post('/lines/:id')
  match(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(MatchForm) form: Form<MatchForm>,
  ): Promise<Page | Redirect> {
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

  /** The line is a deposit of cash, or a part of one. */
  @Post('/lines/:id/deposit')
  attach(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(DepositMatchForm) form: Form<DepositMatchForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ depositId }) => {
        const state = await this.deposits.attach((await this.mustFind(id)).id, depositId, reading.person());
        return seeOther(
          reading.href(state === 'counted' ? '/operator/bank?done=matched' : `/operator/cash/${depositId}`),
        );
      },
      (again) => this.matchShown(reading, id, again),
    );
  }

  /** Says what a line of a statement is that stands apart; a second person confirms. */
  @Post('/lines/:id/meaning')
  name(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NamingForm) form: Form<NamingForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ meaning, refersTo }) => {
        const line = await this.mustFind(id);
        await this.naming.ask(line.id, { meaning, ...(refersTo && { refersTo }) }, reading.person());
        return seeOther(reading.href('/operator/bank?done=asked'));
      },
      (again) => this.matchShown(reading, id, again),
    );
  }

  /** Nobody's money goes back to where it came from; a second person confirms. */
  @Post('/lines/:id/return')
  sendBack(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(ReturnForm) form: Form<ReturnForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async (to) => {
        await this.returns.ask((await this.mustFind(id)).id, to, reading.person());
        return seeOther(reading.href('/operator/bank?done=asked'));
      },
      (again) => this.matchShown(reading, id, again),
    );
  }

  /** The line is money that a town hall did not need. */
  @Post('/lines/:id/money-back')
  takeBack(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(MoneyBackForm) form: Form<MoneyBackForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ projectId }) => {
        await this.moneyBack.take((await this.mustFind(id)).id, projectId, reading.person());
        return seeOther(reading.href('/operator/bank?done=money-back'));
      },
      (again) => this.matchShown(reading, id, again),
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

  private async matchShown(reading: Reading, id: string, form: Form): Promise<Page> {
    const line = await this.mustFind(id);
    const ref = reading.query.get('ref')?.trim().slice(0, 40) ?? '';
    const found: Pledge | null = ref ? await this.pledges.byRef(ref) : null;
    const awaited = await this.desk.openTransfers('', 500);
    const likely = suggested(line, awaited, await this.things.names(awaited.map(({ personId }) => personId)));
    const [senders, named, waits, now, deposit] = await Promise.all([
      this.senders(reading, line),
      this.statements.suggestions(line),
      line.state === 'entered' ? null : this.things.waiting(`bank-line:${line.id}`),
      this.clock.now(),
      this.cash.byDepositCode(ref || `${line.purpose ?? ''} ${line.reference}`),
    ]);
    const overdue = claimableUntil(line) <= now;
    return matchPage(reading, { line, ref, found, likely, senders, named, waits, overdue, deposit }, form);
  }

  /** The projects whose town hall could have sent so much back. */
  private async senders(reading: Reading, { amount }: BankLine): Promise<Choice[]> {
    if (amount.currency !== 'MDL') return [];
    const able = (await this.delivery.unspent()).filter((one) => one.amount.compare(amount) >= 0);
    return Promise.all(
      able.map(async ({ projectId, amount: left }) => {
        const project = await this.projects.find(projectId);
        const title = project ? `${reading.text(project.title).text} · ${project.code}` : projectId;
        return [projectId, title, reading.say('operator.money-back.left', { sum: reading.money(left) })] as const;
      }),
    );
  }

  private async mustFind(id: string): Promise<BankLine> {
    const line = isId(id) ? await this.banking.line(id) : null;
    if (!line) throw refuse('not-found', 'not-found', 'No such line.');
    return line;
  }

  private async amountOf(accountId: string, amount: string): Promise<Money> {
    const account = (await this.bank.accounts()).find(({ id }) => id === accountId);
    if (!account) throw refuse('invalid', 'choice', 'No such account.');
    return typedSum(amount, account.currency);
  }
}
