import { Controller, Get, Param } from '@nestjs/common';
import { CertificatesQueries } from '#libs/cofunding/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { EditionsQueries } from '#libs/programmes/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import { Raw } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { certificatePaper } from './certificate.paper.js';

/** Diaspora contribution certificates on paper, for whoever has the code. */
@Controller('/:lang(^ro|ru|en$)/certificates/:code')
export class CertificatesPages {
  constructor(
    private readonly certificates: CertificatesQueries,
    private readonly editions: EditionsQueries,
    private readonly places: PlacesQueries,
  ) {}

  @Get('/certificate.pdf')
  @Limit({ name: 'certificate', points: 60, seconds: 600 })
  async paper(@Read() reading: Reading, @Param('code') text: string): Promise<Raw> {
    const certificate = await this.certificates.byCode(text.slice(0, 40));
    const place = certificate && (await this.places.byCode(certificate.placeCode));
    if (!certificate || !place) throw refuse('not-found', 'not-found', 'No certificate has this code.');
    const edition = certificate.editionId && (await this.editions.find(certificate.editionId));
    const bytes = await certificatePaper(reading, { certificate, place, edition: edition || null });
    return new Raw('application/pdf', bytes, {
      'content-disposition': `attachment; filename="plai-${certificate.code}.pdf"`,
    });
  }
}
