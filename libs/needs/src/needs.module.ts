import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { NeighboursModule } from '#libs/neighbours/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { AnswersService } from './answers.service.js';
import { BoardLettersService } from './board-letters.service.js';
import { BoardNewsQueries } from './board-news.queries.js';
import { BoardQueries } from './board.queries.js';
import { BoardService } from './board.service.js';
import { HidingQueries } from './hiding.queries.js';
import { HidingService } from './hiding.service.js';
import { MergesService } from './merges.service.js';
import { NeedsHandlers } from './needs.handlers.js';
import { OffersService } from './offers.service.js';
import { BoardOffices } from './offices.service.js';
import { OptionsQueries } from './options.queries.js';
import { OptionsService } from './options.service.js';
import { PapersQueries } from './papers.queries.js';
import { PapersService } from './papers.service.js';
import { RemindersService } from './reminders.service.js';

const door = [
  ...[BoardService, BoardQueries, AnswersService, MergesService, OffersService, OptionsService, OptionsQueries],
  ...[
    BoardLettersService,
    BoardNewsQueries,
    PapersService,
    PapersQueries,
    HidingService,
    HidingQueries,
    RemindersService,
  ],
];

/** A town's board: needs and who supports them, help offered, the town hall's answers and its priced options. */
@Module({
  imports: [ApprovalsModule, HometownsModule, IdentityModule, NeighboursModule],
  providers: [...door, BoardOffices, NeedsHandlers],
  exports: door,
})
export class NeedsModule {}
