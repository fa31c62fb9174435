import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ReportQueries } from '#libs/books/src/index.js';
import { CertificatesQueries, CertificatesService } from '#libs/cofunding/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Dossiers } from '../programmes/dossier.service.js';
import { Offices, type OwnProject } from './offices.js';
import { programmePage } from './programme.view.js';
import { CertificateForm } from './works.requests.js';

const AT = '/:lang(^ro|ru|en$)/town-hall/:body/projects/:project/programme';
type Where = Readonly<Record<'body' | 'project', string>>;

/** What a programme wants to see of a project: its papers, what people gave, and how the money stands. */
@Controller(AT)
export class ProgrammePages {
  constructor(
    private readonly offices: Offices,
    private readonly certificates: CertificatesQueries,
    private readonly issuing: CertificatesService,
    private readonly dossiers: Dossiers,
    private readonly places: PlacesQueries,
    private readonly reports: ReportQueries,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return this.page(reading, await this.own(reading, where), Form.blank());
  }

  @Post()
  async issue(@Read() reading: Reading, @Param() where: Where, @FormOf(CertificateForm) form: Form<CertificateForm>): Promise<Page | Redirect> {
    const own = await this.own(reading, where);
    const work = async ({ id }: CertificateForm) => {
      await this.issuing.issue({ id, projectId: own.plan.project.id }, reading.person());
      return seeOther(reading.url);
    };
    return form.submit(reading, work, (again) => this.page(reading, own, again));
  } // prettier-ignore

  /** Every paper that is there, in the programme's order, behind a cover that names what is missing. */
  @Get('/dossier.zip')
  @Limit({ name: 'dossier', points: 20, seconds: 600 })
  async dossier(@Read() reading: Reading, @Param() where: Where, @Res() reply: FastifyReply): Promise<void> {
    const { plan } = await this.own(reading, where);
    await this.dossiers.send(reply, reading, plan);
  }

  private own(reading: Reading, where: Where): Promise<OwnProject> {
    return this.offices.mustOwn(reading, where.body, where.project);
  }

  private async page(reading: Reading, own: OwnProject, form: Form): Promise<Page> {
    const { plan } = own;
    const { id, placeCode, isPublic } = plan.project;
    const [now, issued, dossier, place, report] = await Promise.all([
      this.certificates.now(id),
      this.certificates.ofProject(id),
      this.dossiers.rows(reading, plan),
      this.places.byCode(placeCode),
      isPublic ? this.reports.of(plan) : null,
    ]);
    return programmePage(reading, { ...own, now, issued, dossier, place: place!, report, form });
  }
}
