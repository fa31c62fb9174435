import { Module } from '@nestjs/common';
import { BudgetingModule } from '#libs/budgeting/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { NeighboursModule as NeighboursLib } from '#libs/neighbours/src/index.js';
import { TownHallModule } from '../town-hall/town-hall.module.js';
import { NeighboursApi } from './neighbours.api.js';
import { NeighboursPages } from './neighbours.pages.js';
import { PhonePages } from './phone.pages.js';
import { TwinsPages } from './twins.pages.js';
import { Towns } from './town-of.service.js';

/** Who belongs to a town. */
@Module({
  imports: [BudgetingModule, HometownsModule, NeighboursLib, TownHallModule],
  controllers: [NeighboursApi, NeighboursPages, PhonePages, TwinsPages],
  providers: [Towns],
  exports: [Towns],
})
export class NeighboursModule {}
