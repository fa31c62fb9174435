import { Controller, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { refuseFields } from '#libs/kernel/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import { bodyOf } from '../edge/form.body.js';
import { Answer } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { EdgeRefusal } from '../edge/refusals.js';

/** Sending files in. */
@ApiTags('files')
@ApiBearerAuth()
@Controller('/api/v1/files')
export class FilesApi {
  constructor(private readonly files: Files) {}

  /** Keeps one PDF or photo (10 MB at most); its id is then named by what it belongs to. */
  @Post()
  @Limit({ name: 'files', points: 120, seconds: 600 })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } } })
  async keep(@Read() reading: Reading, @Req() request: FastifyRequest): Promise<Answer> {
    const by = reading.person();
    const { files, refused } = await bodyOf(request);
    if (refused.size > 0) throw new EdgeRefusal(413, 'body-too-large', 'A file above 10 MB.');
    const [file] = files.get('file') ?? [];
    if (!file) throw refuseFields({ pointer: '/file', code: 'file-empty' });
    return new Answer(await this.files.keep({ ...file, by }), 201);
  }
}
