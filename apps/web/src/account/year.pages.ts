import { Controller, Get, Param } from '@nestjs/common';
import { PersonsService } from '#libs/identity/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { Read } from '../edge/decorators.js';
import { type Page, Raw } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { yearOf } from './year.js';
import { yearPaper } from './year.paper.js';
import { type YearView, yearPage } from './year.view.js';

/** What a person has given in a year, to read and on paper. A year without gifts does not exist. */
@Controller('/:lang(^ro|ru|en$)/account/years/:year')
export class YearPages {
  constructor(
    private readonly pledges: PledgesQueries,
    private readonly faces: ProjectFaces,
    private readonly persons: PersonsService,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param('year') year: string): Promise<Page> {
    return yearPage(reading, await this.find(reading, year));
  }

  @Get('/statement.pdf')
  async paper(@Read() reading: Reading, @Param('year') year: string): Promise<Raw> {
    const found = await this.find(reading, year);
    const [card] = await this.persons.cards([reading.person()]);
    const bytes = await yearPaper(reading, { ...found, card: card!, at: await this.clock.now() });
    return new Raw('application/pdf', bytes, {
      'content-disposition': `attachment; filename="plai-${found.year}.pdf"`,
    });
  }

  private async find(reading: Reading, year: string): Promise<YearView> {
    const found = yearOf(await this.pledges.ofPerson(reading.person()), year);
    if (found.gifts.length === 0) throw refuse('not-found', 'not-found', 'No gift came in this year.');
    return { ...found, faces: await this.faces.ofMany(found.gifts.map(({ projectId }) => projectId)) };
  }
}
