import { Controller, Get, Headers, Param, Post } from '@nestjs/common';
import { DEMO_PEOPLE, SessionsService, SignInService } from '#libs/identity/src/index.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { DemoEntranceRequest, NothingRequest, SignInRequest } from './sign-in.requests.js';
import { enterPage, linkSentPage, signInPage } from './sign-in.view.js';

/** Sign-in by a link in a letter. A link is used by a press of a button: mail scanners only look at it. */
@Controller('/:lang(^ro|ru|en$)')
export class SignInPages {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
  ) {}

  @Get('/sign-in')
  ask(@Read() reading: Reading): Page {
    return signInPage(reading, Form.blank({ next: reading.query.get('next') }));
  }

  @Post('/sign-in')
  @Limit({ name: 'sign-in', points: 20, seconds: 600 })
  send(@Read() reading: Reading, @FormOf(SignInRequest) form: Form<SignInRequest>): Promise<Page | Redirect> {
    const work = async ({ email, next }: SignInRequest) => {
      await this.signIn.ask({ email, lang: reading.lang, next });
      return linkSentPage(reading, email);
    };
    return form.submit(reading, work, (again) => signInPage(reading, again));
  }

  @Get('/sign-in/:token')
  enter(@Read() reading: Reading): Page {
    return enterPage(reading, Form.blank());
  }

  @Post('/sign-in/:token')
  @Limit({ name: 'sign-in-link', points: 30, seconds: 600 })
  use(
    @Read() reading: Reading,
    @Param('token') token: string,
    @FormOf(NothingRequest) form: Form,
    @Headers('user-agent') agent = '',
  ): Promise<Page | Redirect> {
    const work = async () => {
      const { session, next } = await this.signIn.complete(token, agent);
      // What this browser held before ends with it: an older cookie that somebody else knows opens nothing any more.
      if (reading.viewer) await this.sessions.endOne(reading.viewer.personId, reading.viewer.sessionId);
      return seeOther(next ?? reading.href('/account'), { begin: session });
    };
    return form.submit(reading, work, (again) => enterPage(reading, again));
  }

  @Post('/sign-in-demo')
  demo(
    @Read() reading: Reading,
    @FormOf(DemoEntranceRequest) form: Form<DemoEntranceRequest>,
    @Headers('user-agent') agent = '',
  ): Promise<Page | Redirect> {
    const work = async ({ email }: DemoEntranceRequest) => {
      const { session } = await this.signIn.enterDemo(email, agent);
      const home = DEMO_PEOPLE.find((one) => one.email === email)?.home ?? '/account';
      return seeOther(reading.href(home), { begin: session });
    };
    return form.submit(reading, work, (again) => signInPage(reading, again));
  }

  @Post('/sign-out')
  async signOut(@Read() reading: Reading): Promise<Redirect> {
    if (reading.viewer) await this.sessions.endOne(reading.viewer.personId, reading.viewer.sessionId);
    return seeOther(reading.href('/'), { end: true });
  }

  @Post('/sign-out-everywhere')
  async signOutEverywhere(@Read() reading: Reading): Promise<Redirect> {
    const ended = await this.sessions.endAll(reading.person());
    return seeOther(reading.href(`/sign-in?ended=${ended}`), { end: true });
  }
}
