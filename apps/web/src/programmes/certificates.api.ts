import { Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type Certificate, CertificatesQueries, CertificatesService } from '#libs/cofunding/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { AccessService } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { listById, type ListPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { CertificateCodeParams, CertificateParams } from './certificates.requests.js';

/** Diaspora contribution certificates: what people gave up to a head of the books, which anybody may check. */
@ApiTags('co-funding')
@Controller('/api/v1')
export class CertificatesApi {
  constructor(
    private readonly certificates: CertificatesService,
    private readonly queries: CertificatesQueries,
    private readonly access: AccessService,
  ) {}

  /** A project's certificates, the newest first. */
  @Get('/projects/:id/certificates')
  @PublicPage()
  async list(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<Certificate>> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    const before = after as Certificate['id'] | undefined;
    return listById(await this.queries.ofProject(id, { before, limit: limit + 1 }), limit);
  }

  /** Certifies what people have given up to the newest head of the books; for the project's town hall. */
  @ApiBearerAuth()
  @Put('/projects/:id/certificates/:certificateId')
  async issue(@Read() reading: Reading, @Param() { id, certificateId }: CertificateParams): Promise<void> {
    await this.certificates.issue({ id: certificateId, projectId: id }, reading.person());
  }

  /** What a certificate's code proves. */
  @Get('/certificates/:code')
  @PublicPage()
  async one(@Param() { code }: CertificateCodeParams): Promise<Certificate> {
    const found = await this.queries.byCode(code);
    if (!found) throw refuse('not-found', 'not-found', 'No certificate has this code.');
    return found;
  }
}
