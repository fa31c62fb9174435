import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import {
  type BankLine,
  BankingQueries,
  LineReturnsService,
  NamingService,
  StatementsQueries,
} from '#libs/banking/src/index.js';
import { CashQueries, DepositsService } from '#libs/cash/src/index.js';
import { wayOf } from '#libs/corrections/src/index.js';
import { DeliveryQueries, MoneyBackService } from '#libs/delivery/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { JournalsQueries } from '#libs/ledger/src/index.js';
import { MatchingQueries } from '#libs/matching/src/index.js';
import { MessagesQueries } from '#libs/messages/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { DeskQueries, type Pledge, PledgesQueries, TransfersService } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { DepositMatchForm, MatchForm, MoneyBackForm } from './bank-lines.requests.js';
import type { Choice } from './line-choices.service.js';
import { matchPage } from './match.view.js';
import { SignedThings } from './signed.service.js';
import { NamingForm, ReturnForm } from './statements.requests.js';
import { suggested } from './suggestions.js';
import { claimableUntil } from './task.js';

/** One line of the bank's statement: given to what it is, named, or sent back. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/bank/lines/:id')
export class BankLinePages {
  constructor(
    private readonly banking: BankingQueries,
    private readonly statements: StatementsQueries,
    private readonly naming: NamingService,
    private readonly returns: LineReturnsService,
    private readonly clock: Clock,
    private readonly desk: DeskQueries,
    private readonly pledges: PledgesQueries,
    private readonly transfers: TransfersService,
    private readonly delivery: DeliveryQueries,
    private readonly projects: ProjectsQueries,
    private readonly moneyBack: MoneyBackService,
    private readonly things: SignedThings,
    private readonly cash: CashQueries,
    private readonly deposits: DepositsService,
    private readonly messages: MessagesQueries,
    private readonly calls: MatchingQueries,
    private readonly journals: JournalsQueries,
  ) {}

  @Get()
  async open(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.matchShown(reading, id, Form.blank());
  }

  @Post()
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
  @Post('/deposit')
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
  @Post('/meaning')
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
  @Post('/return')
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
  @Post('/money-back')
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

  private async matchShown(reading: Reading, id: string, form: Form): Promise<Page> {
    const line = await this.mustFind(id);
    const ref = reading.query.get('ref')?.trim().slice(0, 40) ?? '';
    const found: Pledge | null = ref ? await this.pledges.byRef(ref) : null;
    const awaited = await this.desk.openTransfers('', 500);
    const likely = suggested(line, awaited, await this.things.names(awaited.map(({ personId }) => personId)));
    const carried = ref || `${line.purpose ?? ''} ${line.reference}`;
    const [senders, named, waits, now, deposit, settlement, calls, booked] = await Promise.all([
      this.senders(reading, line),
      this.statements.suggestions(line),
      line.state === 'entered' ? null : this.things.waiting(`bank-line:${line.id}`),
      this.clock.now(),
      this.cash.byDepositCode(carried),
      this.messages.byReference(carried),
      this.calls.opened(),
      this.journals.ofLine(line.id),
    ]);
    const correctable = booked.find((journal) => !journal.reversedBy && 'hand' in wayOf(journal))?.id ?? null;
    const overdue = claimableUntil(line) <= now;
    const matched = {
      line,
      ref,
      found,
      likely,
      senders,
      named,
      waits,
      overdue,
      deposit,
      settlement,
      calls,
      correctable,
    };
    return matchPage(reading, matched, form);
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
}
