import { Body, Controller, Delete, Get, Headers, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type Membership, MembersQueries } from '#libs/hometowns/src/index.js';
import {
  type OpenSession,
  type PersonCard,
  PersonsService,
  SessionsService,
  SignInService,
} from '#libs/identity/src/index.js';
import { DailyService } from '#libs/notices/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import { Answer, type ListPage, listPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { MeRequest, SessionParams } from './account.requests.js';
import { SessionRequest, SignInLinkRequest } from './sign-in.requests.js';

interface MySession extends Omit<OpenSession, 'sessionId'> {
  readonly id: OpenSession['sessionId'];
  /** Whether it is the session of this request. */
  readonly here: boolean;
}

interface Me extends PersonCard {
  readonly staff: boolean;
  /** Whether I get the operator's daily letter; null when I am not on its staff. */
  readonly dailyLetter: boolean | null;
  readonly memberships: readonly Membership[];
}

/** Sign-in for programs: ask for a link, use its token, then send `Authorization: Bearer`. */
@ApiTags('people')
@Controller('/api/v1')
export class SignInApi {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
    private readonly persons: PersonsService,
    private readonly members: MembersQueries,
    private readonly daily: DailyService,
  ) {}

  /** Sends a link if somebody has this address; the answer is the same if nobody has. */
  @Post('/sign-in-links')
  @Limit({ name: 'sign-in', points: 20, seconds: 600 })
  async ask(
    @Read() reading: Reading,
    @Body() { email, lang = reading.lang, next, register }: SignInLinkRequest,
    @Headers('x-replay-token') replayToken?: string,
  ): Promise<Answer> {
    await this.signIn.ask({ email, lang, next, register, replayToken });
    return new Answer({}, 202);
  }

  /** Uses a link, once. */
  @Post('/sessions')
  @Limit({ name: 'sign-in-link', points: 30, seconds: 600 })
  async begin(@Body() { token }: SessionRequest, @Headers('user-agent') agent = ''): Promise<Answer> {
    const { session, personId, next } = await this.signIn.complete(token, agent);
    return new Answer({ session, personId, next }, 201);
  }

  /** Ends the session of this request. */
  @ApiBearerAuth()
  @Delete('/sessions/current')
  async end(@Read() reading: Reading): Promise<void> {
    await this.sessions.endOne(reading.person(), reading.viewer!.sessionId);
  }

  /** Ends all sessions of this person and says how many. */
  @ApiBearerAuth()
  @Delete('/sessions')
  async endAll(@Read() reading: Reading): Promise<{ readonly ended: number }> {
    return { ended: await this.sessions.endAll(reading.person()) };
  }

  /** Where I am signed in, the last used first. */
  @ApiBearerAuth()
  @Get('/sessions')
  async list(@Read() reading: Reading, @Query() { after, limit }: PageQuery): Promise<ListPage<MySession>> {
    const rows = await this.sessions.list(reading.person(), { after, limit: limit + 1 });
    return listPage(rows, limit, {
      keyOf: ({ sessionId }) => sessionId,
      show: ({ sessionId: id, ...session }) => ({ id, ...session, here: id === reading.viewer!.sessionId }),
    });
  }

  /** Ends one session of mine. */
  @ApiBearerAuth()
  @Delete('/sessions/:id')
  async endOne(@Read() reading: Reading, @Param() { id }: SessionParams): Promise<void> {
    await this.sessions.endOne(reading.person(), id);
  }

  /** Who I am here, and for whom I act. */
  @ApiBearerAuth()
  @Get('/me')
  me(@Read() reading: Reading): Promise<Me> {
    return this.whoIs(reading);
  }

  /** Says how I am called and written to; the answer is who I am then. */
  @ApiBearerAuth()
  @Put('/me')
  async rename(@Read() reading: Reading, @Body() { name, gender, lang, dailyLetter }: MeRequest): Promise<Me> {
    await this.persons.rename(reading.person(), { name: name ?? null, gender: gender ?? null, lang });
    if (dailyLetter !== undefined) await this.daily.choose(reading.person(), dailyLetter);
    return this.whoIs(reading);
  }

  private async whoIs(reading: Reading): Promise<Me> {
    const id = reading.person();
    const [[card], memberships, dailyLetter] = await Promise.all([
      this.persons.cards([id]),
      this.members.rolesOf(id),
      this.daily.gets(id),
    ]);
    return { ...card!, staff: reading.viewer!.staff, dailyLetter, memberships };
  }
}
