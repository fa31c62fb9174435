import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Edition, EditionsQueries } from '#libs/programmes/src/index.js';
import { PublicPage } from '../edge/decorators.js';

/** Co-funding programmes: editions of their rules as data. */
@ApiTags('co-funding')
@Controller('/api/v1/programmes')
export class ProgrammesApi {
  constructor(private readonly editions: EditionsQueries) {}

  /** Every published edition with its rules and their source, programme by programme, the newest first. */
  @Get()
  @PublicPage()
  async list(): Promise<{ data: Edition[] }> {
    return { data: await this.editions.published() };
  }
}
