import { Controller, Get, Headers, Param, Post } from '@nestjs/common';
import { DEMO_PEOPLE, SessionsService, SignInService } from '#libs/identity/src/index.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import {
  CodeRequest,
  DemoEntranceRequest,
  GuestRequest,
  NothingRequest,
  SignInRequest,
  typedOf,
} from './sign-in.requests.js';
import { goOnPage, guestPage, linkSentPage } from './code.view.js';
import { enterPage, signInPage } from './sign-in.view.js';

/** Sign-in by a letter: by its code, or by its link, which a press of a button uses, because mail scanners look at it. */
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
      const waiting = await this.signIn.ask({ email, lang: reading.lang, next });
      return linkSentPage(reading, Form.blank({ email, waiting, next }));
    };
    return form.submit(reading, work, (again) => signInPage(reading, again));
  }

  /** Whoever sent a form without being signed in says where to write to; what he typed goes along. */
  @Post('/sign-in/first')
  @Limit({ name: 'sign-in', points: 20, seconds: 600 })
  first(@Read() reading: Reading, @FormOf(GuestRequest) form: Form<GuestRequest>): Promise<Page | Redirect> {
    const work = async ({ email, to, typed }: GuestRequest) => {
      const waiting = await this.signIn.ask({ email, lang: reading.lang, register: true });
      return linkSentPage(reading, Form.blank({ email, waiting, to, typed }));
    };
    return form.submit(reading, work, (again) => guestPage(reading, again));
  }

  @Post('/sign-in/code')
  @Limit({ name: 'sign-in-link', points: 30, seconds: 600 })
  code(
    @Read() reading: Reading,
    @FormOf(CodeRequest) form: Form<CodeRequest>,
    @Headers('user-agent') agent = '',
  ): Promise<Page | Redirect> {
    const work = async ({ waiting, code, to, typed }: CodeRequest) => {
      const { session, next } = await this.signIn.completeByCode(waiting, code, agent);
      if (reading.viewer) await this.sessions.endOne(reading.viewer.personId, reading.viewer.sessionId);
      const begin = { begin: session };
      return to && typed
        ? goOnPage(reading, { to, typed: typedOf(typed), session: begin })
        : seeOther(next ?? reading.href('/account'), begin);
    };
    return form.submit(reading, work, (again) => linkSentPage(reading, again));
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
