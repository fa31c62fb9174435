import { Injectable } from '@nestjs/common';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { type LineGifts, lineGiftsOf, LINES_SQL, type LineRow } from './line-gifts.js';

/** What people have given of single lines of a budget. */
@Injectable()
export class LineGiftsQueries {
  constructor(private readonly db: Database) {}

  /** The lines of a project of which people may give units, in the town hall's order. */
  async of(projectId: ProjectId): Promise<LineGifts[]> {
    return (await this.db.publicRows<LineRow>(LINES_SQL, [projectId])).map(lineGiftsOf);
  }
}
