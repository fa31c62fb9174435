import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Limit, Read } from '../edge/decorators.js';
import type { Reading } from '../edge/reading.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { Offices } from '../town-hall/offices.js';
import type { DossierRow } from './dossier.js';
import { Dossiers } from './dossier.service.js';

/** The file that a programme wants of a project, for the project's town hall. */
@ApiTags('co-funding')
@ApiBearerAuth()
@Controller('/api/v1/projects/:id')
export class DossiersApi {
  constructor(
    private readonly offices: Offices,
    private readonly dossiers: Dossiers,
  ) {}

  /**
   * Each paper that the programme wants, in its order, with what of it is there: files, or the newest certificate; neither, and
   * it is missing.
   */
  @Get('/dossier')
  async papers(@Read() reading: Reading, @Param() { id }: ProjectParams): Promise<{ data: DossierRow[] }> {
    const { plan } = await this.offices.mustOwnById(reading, id);
    return { data: await this.dossiers.rows(reading, plan) };
  }

  /** All of them in one ZIP archive, behind a cover that names what is missing; the same papers make the same archive. */
  @Get('/dossier.zip')
  @ApiProduces('application/zip')
  @Limit({ name: 'dossier', points: 20, seconds: 600 })
  async archive(@Read() reading: Reading, @Param() { id }: ProjectParams, @Res() reply: FastifyReply): Promise<void> {
    const { plan } = await this.offices.mustOwnById(reading, id);
    await this.dossiers.send(reply, reading, plan);
  }
}
