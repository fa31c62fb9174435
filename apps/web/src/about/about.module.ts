import { Module } from '@nestjs/common';
import { OpsModule } from '../ops/ops.module.js';
import { BooksModule } from '#libs/books/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { AboutPages } from './about.pages.js';
import { FeesQueries } from './fees.queries.js';

/** Pages that explain. */
@Module({
  imports: [BooksModule, LedgerModule, OpsModule, PledgesModule, RatesModule],
  controllers: [AboutPages],
  providers: [FeesQueries],
})
export class AboutModule {}
