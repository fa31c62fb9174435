import { Controller, Get, Param, Post } from '@nestjs/common';
import { type NeutralPeriod, type UpdateView, UpdatesService, VoiceQueries } from '#libs/voice/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Offices, type OwnProject } from './offices.js';
import { Papers } from './papers.service.js';
import { updatesPage } from './updates.view.js';
import { UpdateForm } from './works.requests.js';

const LANG = '/:lang(^ro|ru|en$)';
const AT = [`${LANG}/town-hall/:body/projects/:project/updates`, `${LANG}/association/:body/projects/:project/updates`];
type Where = Readonly<Record<'body' | 'project', string>>;

/** News of a project: a photo, three sentences, and how many people will read them. */
@Controller()
export class UpdatesPages {
  constructor(
    private readonly offices: Offices,
    private readonly updates: UpdatesService,
    private readonly voice: VoiceQueries,
    private readonly papers: Papers,
  ) {}

  @Get(AT)
  async show(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return this.page(reading, await this.own(reading, where), { form: Form.blank() });
  }

  @Post(AT)
  async publish(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(UpdateForm) form: Form<UpdateForm>,
  ): Promise<Page | Redirect> {
    const own = await this.own(reading, where);
    const by = reading.person();
    const work = async ({ id, text, milestoneId, neutral, then }: UpdateForm) => {
      if (then === 'look') return this.page(reading, own, { form, preview: text });
      const [photo] = await this.papers.keep(form, 'photo', by);
      const words = { original: reading.lang, [reading.lang]: text };
      const update = {
        id,
        projectId: own.plan.project.id,
        text: words,
        photo,
        milestoneId,
        neutral: neutral === 'yes',
      };
      await this.updates.publish(update, by);
      return seeOther(reading.url);
    };
    return form.submit(reading, work, (again) => this.page(reading, own, { form: again }));
  }

  private own(reading: Reading, { body, project }: Where): Promise<OwnProject> {
    const hall = reading.path.startsWith('/town-hall/');
    return hall ? this.offices.mustOwn(reading, body, project) : this.offices.mustAnswerFor(reading, body, project);
  }

  private async page(
    reading: Reading,
    own: OwnProject,
    { form, preview }: { form: Form; preview?: string },
  ): Promise<Page> {
    // prettier-ignore
    const { id, placeCode } = own.plan.project;
    const [reach, news, period]: [number, UpdateView[], NeutralPeriod | null] = await Promise.all([this.voice.followers(id), this.voice.updatesOf(id), this.voice.periodAt(placeCode)]); // prettier-ignore
    return updatesPage(reading, { ...own, reach, news, period, form, preview: preview ?? null });
  }
}
