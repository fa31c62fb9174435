import { Controller, Get, Post } from '@nestjs/common';
import { GiftMoneyQueries } from '#libs/books/src/index.js';
import { type Membership, MembersQueries } from '#libs/hometowns/src/index.js';
import { PersonsService, SessionsService } from '#libs/identity/src/index.js';
import { DailyService } from '#libs/notices/src/index.js';
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { FollowsService, VoiceQueries } from '#libs/voice/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { EndSessionForm, SettingsForm, StopFollowingForm } from './account.requests.js';
import { FundRows } from './fund-rows.js';
import { MyTowns } from './my-towns.js';
import { accountPage, type MyAccount } from './account.view.js';
import { settingsPage } from './settings.view.js';

/** What a person has here: gifts, followed projects, sessions. Nobody sees anybody else's. */
@Controller('/:lang(^ro|ru|en$)/account')
export class AccountPages {
  constructor(
    private readonly pledges: PledgesQueries,
    private readonly places: GiftMoneyQueries,
    private readonly voice: VoiceQueries,
    private readonly follows: FollowsService,
    private readonly faces: ProjectFaces,
    private readonly persons: PersonsService,
    private readonly sessions: SessionsService,
    private readonly members: MembersQueries,
    private readonly fundRows: FundRows,
    private readonly daily: DailyService,
    private readonly towns: MyTowns,
  ) {}

  @Get()
  async show(@Read() reading: Reading): Promise<Page> {
    return accountPage(reading, await this.mine(reading));
  }

  @Post('/unfollow')
  stop(@Read() reading: Reading, @FormOf(StopFollowingForm) form: Form<StopFollowingForm>): Promise<Page | Redirect> {
    const by = reading.person();
    const work = async ({ projectId }: StopFollowingForm) => {
      await this.follows.stop(projectId, by);
      return seeOther(reading.href('/account'));
    };
    return form.submit(reading, work, async () => accountPage(reading, await this.mine(reading)));
  }

  @Get('/settings')
  async settings(@Read() reading: Reading): Promise<Page> {
    const by = reading.person();
    const [[card], daily] = await Promise.all([this.persons.cards([by]), this.daily.gets(by)]);
    const { name, gender, lang } = card!;
    return this.settingsWith(
      reading,
      Form.blank({ name, gender: gender ?? '', lang, daily: daily ? 'yes' : undefined }),
    );
  }

  @Post('/settings')
  save(@Read() reading: Reading, @FormOf(SettingsForm) form: Form<SettingsForm>): Promise<Page | Redirect> {
    const by = reading.person();
    const work = async ({ name, gender, lang, daily }: SettingsForm) => {
      await this.persons.rename(by, { name: name ?? null, gender: gender ?? null, lang });
      if (reading.viewer!.staff) await this.daily.choose(by, daily === 'yes');
      return seeOther(`/${lang}/account/settings?saved=yes`);
    };
    return form.submit(reading, work, (again) => this.settingsWith(reading, again));
  }

  @Post('/sessions')
  endSession(@Read() reading: Reading, @FormOf(EndSessionForm) form: Form<EndSessionForm>): Promise<Page | Redirect> {
    const by = reading.person();
    const work = async ({ sessionId }: EndSessionForm) => {
      await this.sessions.endOne(by, sessionId);
      return seeOther(reading.href('/account/settings'));
    };
    return form.submit(reading, work, (again) => this.settingsWith(reading, again));
  }

  private async settingsWith(reading: Reading, form: Form): Promise<Page> {
    return settingsPage(reading, form, await this.sessions.list(reading.person()));
  }

  private async mine(reading: Reading): Promise<MyAccount> {
    const by = reading.person();
    const [gifts, follows, memberships] = await Promise.all([
      this.pledges.ofPerson(by),
      this.voice.followedBy(by),
      this.members.rolesOf(by),
    ]);
    const [faces, places] = await Promise.all([
      this.faces.ofMany([...gifts.map(({ projectId }) => projectId), ...follows]),
      this.places.of(gifts.map(({ id }) => id)),
    ]);
    // A project that asked the public for objections may be a draft again: until it comes back nobody sees it.
    const followed = follows.filter((id) => faces.has(id));
    const [funds, towns] = await Promise.all([this.fundRows.of(by), this.towns.of(by)]);
    return { gifts, places, funds, followed, faces, towns, desks: desksOf(memberships, reading.viewer!.staff) };
  }
}

/** Where a person works here beside giving: the first part of the path and of the words. */
function desksOf(memberships: readonly Membership[], staff: boolean): MyAccount['desks'] {
  const kinds = new Set(memberships.map(({ body }) => body.kind));
  return (['town-hall', 'association', 'operator'] as const).filter((desk) =>
    desk === 'operator' ? staff : kinds.has(desk),
  );
}
