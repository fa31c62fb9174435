import { Module } from '@nestjs/common';
import { RatesHandlers } from './rates.handlers.js';
import { RatesService } from './rates.service.js';

/** Exchange rates by date and source. */
@Module({ providers: [RatesService, RatesHandlers], exports: [RatesService] })
export class RatesModule {}
