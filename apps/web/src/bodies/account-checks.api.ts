import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type AccountCheck, AccountChecksService, TreasuryService } from '#libs/hometowns/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import type { Reading } from '../edge/reading.js';
import { AccountAnswerRequest, BodyParams, SettlementRequest } from './bodies.requests.js';
import { TokenParams } from './members.requests.js';

/** The word of a town hall's official address on the account that its officers signed. */
@ApiTags('bodies')
@Controller('/api/v1')
export class AccountChecksApi {
  constructor(
    private readonly checks: AccountChecksService,
    private readonly treasury: TreasuryService,
  ) {}

  /** What the letter to the official address asks about. */
  @Get('/account-checks/:token')
  @Limit({ name: 'account-check', points: 60, seconds: 600 })
  async look(@Param() { token }: TokenParams): Promise<Omit<AccountCheck, 'account'> & { readonly account: object }> {
    const seen = await this.checks.look(token);
    if (!seen) throw refuse('not-found', 'not-found', 'No such letter.');
    const { iban, holder, bank, state, enteredAt, confirmedAt, answeredAt } = seen.account;
    return { ...seen, account: { iban, holder, bank, state, enteredAt, confirmedAt, answeredAt } };
  }

  /** Confirms the account, which is in force from now on, or contests it, which blocks it. The link is the key. */
  @Post('/account-checks/:token/answer')
  @Limit({ name: 'account-check', points: 60, seconds: 600 })
  async answer(@Param() { token }: TokenParams, @Body() { answer, reason = '' }: AccountAnswerRequest): Promise<void> {
    await this.checks.answer(token, answer === 'confirm' ? { confirm: true } : { confirm: false, reason });
  }

  /** Sends the letter to the official address again. For the town hall's officers. */
  @ApiBearerAuth()
  @Post('/bodies/:id/treasury-account/letter')
  async sendAgain(@Read() reading: Reading, @Param() { id }: BodyParams): Promise<void> {
    await this.checks.sendAgain(id, reading.person());
  }

  /** The operator has looked into a contested account: it stays out of force, another may be entered. */
  @ApiBearerAuth()
  @Post('/bodies/:id/treasury-account/settlement')
  async settle(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Body() { reason }: SettlementRequest,
  ): Promise<void> {
    const by = reading.person();
    const account = await this.treasury.proposed(id);
    if (!account) throw refuse('not-found', 'not-found', 'No account of this town hall waits.');
    await this.checks.settle(account.id, reason, by);
  }
}
