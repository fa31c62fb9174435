import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { NeedsModule as NeedsLib } from '#libs/needs/src/index.js';
import { NeighboursModule } from '../neighbours/neighbours.module.js';
import { TownHallModule } from '../town-hall/town-hall.module.js';
import { BoardsPages } from './boards.pages.js';
import { BoardApi } from './board.api.js';
import { BoardLettersPages } from './board-letters.pages.js';
import { NeedsDeskPages, NeedsHallPages } from './needs-desk.pages.js';
import { NeedsDesk } from './needs-desk.service.js';
import { NeedsPages } from './needs.pages.js';
import { OptionDeskPages } from './option-desk.pages.js';
import { PapersPages } from './papers.pages.js';
import { PosterPages } from './poster.pages.js';

/** A town's board: for everybody, and at its officers' desks. */
@Module({
  imports: [HometownsModule, IdentityModule, NeedsLib, NeighboursModule, TownHallModule],
  controllers: [
    BoardApi,
    BoardLettersPages,
    BoardsPages,
    NeedsPages,
    NeedsDeskPages,
    NeedsHallPages,
    OptionDeskPages,
    PapersPages,
    PosterPages,
  ],
  providers: [NeedsDesk],
})
export class NeedsModule {}
