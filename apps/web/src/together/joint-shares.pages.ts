import { Controller, Get, Param, Post } from '@nestjs/common';
import { CofundingQueries, SharesService } from '#libs/cofunding/src/index.js';
import { isId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { PartnersQueries, ProjectsQueries } from '#libs/projects/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Offices, type OwnProject } from '../town-hall/offices.js';
import { Papers } from '../town-hall/papers.service.js';
import { recordShare } from '../town-hall/shares.pages.js';
import { ShareForm } from '../town-hall/works.requests.js';
import { jointSharesPage } from './joint.view.js';

const AT = '/:lang(^ro|ru|en$)/town-hall/:body/joint/:project/shares';
type Where = Readonly<Record<'body' | 'project', string>>;

/** What a town gives to a joint project that another town hall leads: its own share, recorded at its own desk. */
@Controller()
export class JointSharesPages {
  constructor(
    private readonly offices: Offices,
    private readonly together: PartnersQueries,
    private readonly projects: ProjectsQueries,
    private readonly cofunding: CofundingQueries,
    private readonly shares: SharesService,
    private readonly papers: Papers,
  ) {}

  @Get(AT)
  async steps(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return this.show(reading, await this.own(reading, where), Form.blank({ kind: 'step' }));
  }

  @Post(AT)
  async record(@Read() reading: Reading, @Param() where: Where, @FormOf(ShareForm) form: Form<ShareForm>): Promise<Page | Redirect> {
    const own = await this.own(reading, where);
    const work = async (input: ShareForm) => {
      await recordShare({ papers: this.papers, shares: this.shares }, own.plan.project.id, { input, form, by: reading.person() });
      return seeOther(reading.url);
    };
    return form.submit(reading, work, (again) => this.show(reading, own, again));
  } // prettier-ignore

  private async own(reading: Reading, { body, project }: Where): Promise<OwnProject> {
    const office = await this.offices.mustBe(reading, 'town-hall', body);
    const partner = isId(project) ? await this.together.one(project as ProjectId, office.body.id) : null;
    const plan = partner?.state === 'agreed' ? await this.projects.plan(partner.projectId) : null;
    if (!plan?.project.publishedAt) throw refuse('not-found', 'not-found', 'It pays nothing here.');
    return { ...office, plan };
  }

  private async show(reading: Reading, own: OwnProject, form: Form): Promise<Page> {
    const { id } = own.plan.project;
    const [shares, steps] = await Promise.all([this.cofunding.of(id), this.cofunding.steps(id)]);
    const mine = shares.filter(({ townHallId }) => townHallId === own.body.id);
    const of = new Set(mine.map(({ sourceId }) => sourceId));
    return jointSharesPage(reading, { ...own, shares: mine, steps: steps.filter(({ sourceId }) => of.has(sourceId)), form });
  } // prettier-ignore
}
