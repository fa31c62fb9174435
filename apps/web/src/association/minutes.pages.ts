import { Controller, Get, Param } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import { Raw } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { minutesPaper } from './minutes.paper.js';
import { Minutes } from './minutes.service.js';

/** Minutes of assemblies on paper, for whoever has the code. */
@Controller('/:lang(^ro|ru|en$)/minutes/:code')
export class MinutesPages {
  constructor(private readonly minutes: Minutes) {}

  @Get('/minutes.pdf')
  @Limit({ name: 'minutes', points: 60, seconds: 600 })
  async paper(@Read() reading: Reading, @Param('code') code: string): Promise<Raw> {
    const facts = await this.minutes.byCode(code.slice(0, 40));
    if (!facts) throw refuse('not-found', 'not-found', 'No minutes have this code.');
    return new Raw('application/pdf', await minutesPaper(reading, facts), {
      'content-disposition': `attachment; filename="plai-${facts.assembly.code}.pdf"`,
    });
  }
}
