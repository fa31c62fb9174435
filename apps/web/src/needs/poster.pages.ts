import { Controller, Get, Param } from '@nestjs/common';
import { placeName, townOrVillage } from '#libs/hometowns/src/index.js';
import { BoardQueries } from '#libs/needs/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import { Raw, Redirect } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Towns } from '../neighbours/town-of.service.js';
import { needFormPaper } from './form.paper.js';
import { posterPaper, typedAddress } from '../papers/poster.js';

/** A town's board on a wall: a poster to print, and the short address that stands on it. */
@Controller()
export class PosterPages {
  constructor(
    private readonly towns: Towns,
    private readonly queries: BoardQueries,
    private readonly clock: Clock,
  ) {}

  /** The address of print and speech, in the language of whoever comes. */
  @Get('/t/:place/needs')
  async short(@Read() reading: Reading, @Param('place') slug: string): Promise<Redirect> {
    const { place } = await this.towns.at(reading, slug);
    return new Redirect(reading.href(`/t/${place.slug}/needs`), 302);
  }

  @Get('/:lang(^ro|ru|en$)/t/:place/needs/poster.pdf')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  async poster(@Read() reading: Reading, @Param('place') slug: string): Promise<Raw> {
    const { say, lang, absolute } = reading;
    const { place, hall } = await this.towns.at(reading, slug);
    const days = await this.queries.daysOf(place.code);
    const url = absolute(`/t/${place.slug}/needs`);
    const bytes = await posterPaper(reading, {
      title: say('needs.title', { place: placeName(lang, place) }),
      lead: say('needs.poster.lead', { kind: townOrVillage(place) }),
      steps: ['read', 'support', 'propose', 'help'].map((step) => say(`needs.poster.${step}`)),
      ...{ url, address: typedAddress(url) },
      notes: [hall ? say('needs.answers-in', { n: days }) : say('needs.no-hall'), say('needs.no-petition')],
      at: await this.clock.now(),
    });
    return new Raw('application/pdf', bytes, {
      'content-disposition': `inline; filename="plai-${place.slug}-${lang}.pdf"`,
    });
  }

  /** The board's empty form, for whoever writes by hand. */
  @Get('/:lang(^ro|ru|en$)/t/:place/needs/form.pdf')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  async form(@Read() reading: Reading, @Param('place') slug: string): Promise<Raw> {
    const town = await this.towns.at(reading, slug);
    const bytes = await needFormPaper(reading, town, await this.clock.now());
    const name = `plai-${town.place.slug}-form-${reading.lang}.pdf`;
    return new Raw('application/pdf', bytes, { 'content-disposition': `inline; filename="${name}"` });
  }
}
