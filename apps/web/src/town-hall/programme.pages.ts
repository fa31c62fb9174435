import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CertificatesQueries, CertificatesService } from '#libs/cofunding/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { sendStream } from '../books/stream.answer.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { zipOf } from '../papers/zip.js';
import { Dossiers } from '../programmes/dossier.service.js';
import { Offices, type OwnProject } from './offices.js';
import { programmePage } from './programme.view.js';
import { CertificateForm } from './works.requests.js';

const AT = '/:lang(^ro|ru|en$)/town-hall/:body/projects/:project/programme';
type Where = Readonly<Record<'body' | 'project', string>>;

/** What a programme wants to see of a project: its papers, and what people gave. */
@Controller(AT)
export class ProgrammePages {
  constructor(
    private readonly offices: Offices,
    private readonly certificates: CertificatesQueries,
    private readonly issuing: CertificatesService,
    private readonly dossiers: Dossiers,
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
    if (!plan.programme) throw refuse('not-found', 'not-found', 'It enters no programme.');
    const headers = {
      ...{ 'content-type': 'application/zip', 'cache-control': 'private, no-store' },
      'content-disposition': `attachment; filename="plai-${plan.project.code.toLowerCase()}-dossier.zip"`,
    };
    await sendStream(reply, headers, zipOf(this.dossiers.packed(reading, plan)));
  }

  private own(reading: Reading, where: Where): Promise<OwnProject> {
    return this.offices.mustOwn(reading, where.body, where.project);
  }

  private async page(reading: Reading, own: OwnProject, form: Form): Promise<Page> {
    const { id } = own.plan.project;
    const [now, issued, dossier] = await Promise.all([this.certificates.now(id), this.certificates.ofProject(id), this.dossiers.rows(reading, own.plan)]); // prettier-ignore
    return programmePage(reading, { ...own, now, issued, dossier, form });
  }
}
