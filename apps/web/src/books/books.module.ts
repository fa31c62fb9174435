import { Module } from '@nestjs/common';
import { BooksModule as BooksLib } from '#libs/books/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { VoiceModule } from '#libs/voice/src/index.js';
import { AllocationApi } from './allocation.api.js';
import { AllocationPages } from './allocation.pages.js';
import { BooksApi } from './books.api.js';
import { BooksPages } from './books.pages.js';
import { ChainApi } from './chain.api.js';
import { ChainPages } from './chain.pages.js';

/** The money of the platform in public. */
@Module({
  imports: [BooksLib, HometownsModule, LedgerModule, ProjectsModule, VoiceModule],
  controllers: [AllocationApi, AllocationPages, BooksApi, BooksPages, ChainApi, ChainPages],
})
export class BooksModule {}
