import { Controller, Get } from '@nestjs/common';
import { CorrectionsQueries } from '#libs/corrections/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { listById, type Page } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { madeCorrectionsPage } from './made-corrections.view.js';

const SHOWN = 30;

/** Mistakes that were taken back, for everybody. */
@Controller()
export class MadeCorrectionPages {
  constructor(
    private readonly corrections: CorrectionsQueries,
    private readonly faces: ProjectFaces,
  ) {}

  @Get('/:lang(^ro|ru|en$)/books/corrections')
  @PublicPage()
  async show(@Read() reading: Reading): Promise<Page> {
    const found = await this.corrections.made({ limit: SHOWN + 1, after: idIn(reading.query) });
    const { items: made, next } = listById(found, SHOWN);
    const faces = await this.faces.ofMany(made.flatMap(({ project }) => project ?? []));
    return madeCorrectionsPage(reading, { made, next, faces });
  }
}
