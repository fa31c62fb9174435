import { Controller, Get, Param, Post } from '@nestjs/common';
import { CertificatesQueries, CertificatesService } from '#libs/cofunding/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Offices, type OwnProject } from './offices.js';
import { programmePage } from './programme.view.js';
import { CertificateForm } from './works.requests.js';

const AT = '/:lang(^ro|ru|en$)/town-hall/:body/projects/:project/programme';
type Where = Readonly<Record<'body' | 'project', string>>;

/** What a programme wants to see of a project: what people gave. */
@Controller()
export class ProgrammePages {
  constructor(
    private readonly offices: Offices,
    private readonly certificates: CertificatesQueries,
    private readonly issuing: CertificatesService,
  ) {}

  @Get(AT)
  async show(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return this.page(reading, await this.own(reading, where), Form.blank());
  }

  @Post(AT)
  async issue(@Read() reading: Reading, @Param() where: Where, @FormOf(CertificateForm) form: Form<CertificateForm>): Promise<Page | Redirect> {
    const own = await this.own(reading, where);
    const work = async ({ id }: CertificateForm) => {
      await this.issuing.issue({ id, projectId: own.plan.project.id }, reading.person());
      return seeOther(reading.url);
    };
    return form.submit(reading, work, (again) => this.page(reading, own, again));
  } // prettier-ignore

  private own(reading: Reading, where: Where): Promise<OwnProject> {
    return this.offices.mustOwn(reading, where.body, where.project);
  }

  private async page(reading: Reading, own: OwnProject, form: Form): Promise<Page> {
    const { id } = own.plan.project;
    const [now, issued] = await Promise.all([this.certificates.now(id), this.certificates.ofProject(id)]);
    return programmePage(reading, { ...own, now, issued, form });
  }
}
