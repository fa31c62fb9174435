import { Controller, Get, Param, Post } from '@nestjs/common';
import { type BodyKind, ProfilesService } from '#libs/hometowns/src/index.js';
import { LANGS } from '#libs/platform/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { type Office, Offices } from './offices.js';
import { ProfileForm } from './people.requests.js';
import { profilePage } from './profile.view.js';

const LANG = '/:lang(^ro|ru|en$)';
const AT = [`${LANG}/town-hall/:body/profile`, `${LANG}/association/:body/profile`];

/** What a town hall or an association says of itself. */
@Controller()
export class ProfilePages {
  constructor(
    private readonly offices: Offices,
    private readonly profiles: ProfilesService,
  ) {}

  @Get(AT)
  async show(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    const office = await this.officeOf(reading, id);
    const { about, address } = office.body;
    const texts = Object.fromEntries(LANGS.map((lang) => [lang, about?.[lang] ?? null]));
    return profilePage(reading, { office, form: Form.blank({ ...texts, address }) });
  }

  @Post(AT)
  async set(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(ProfileForm) form: Form<ProfileForm>,
  ): Promise<Page | Redirect> {
    const office = await this.officeOf(reading, id);
    const work = async ({ address, ...texts }: ProfileForm) => {
      const about = { original: office.body.about?.original ?? reading.lang, ...texts };
      await this.profiles.set(office.body.id, { about, address }, reading.person());
      return seeOther(reading.href(`/${office.body.kind}/${office.body.id}/profile?saved=1`));
    };
    return form.submit(reading, work, (again) => profilePage(reading, { office, form: again }));
  }

  private officeOf(reading: Reading, id: string): Promise<Office> {
    const kind: BodyKind = reading.path.startsWith('/town-hall/') ? 'town-hall' : 'association';
    return this.offices.mustBe(reading, kind, id);
  }
}
