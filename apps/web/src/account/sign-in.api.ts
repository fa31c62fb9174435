import { Body, Controller, Delete, Get, Headers, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { SessionsService, SignInService } from '#libs/identity/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import { Answer } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { SessionRequest, SignInLinkRequest } from './sign-in.requests.js';

/** Sign-in for programs: ask for a link, use its token, then send `Authorization: Bearer`. */
@ApiTags('people')
@Controller('/api/v1')
export class SignInApi {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
    private readonly members: MembersQueries,
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

  /** Who I am here, and for whom I act. */
  @ApiBearerAuth()
  @Get('/me')
  async me(@Read() reading: Reading): Promise<object> {
    const id = reading.person();
    const { email, name, lang, staff } = reading.viewer!;
    return { id, email, name, lang, staff, memberships: await this.members.rolesOf(id) };
  }
}
