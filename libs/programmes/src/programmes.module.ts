import { Module } from '@nestjs/common';
import { EditionsQueries } from './editions.queries.js';

/** Co-funding programmes: their rules as data. */
@Module({ providers: [EditionsQueries], exports: [EditionsQueries] })
export class ProgrammesModule {}
