import { Module, type OnModuleInit } from '@nestjs/common';
import { BooksModule } from '#libs/books/src/index.js';
import { FundRefundsService, FundsModule as FundsLib, type NeedId, NeedsService } from '#libs/funds/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { FacesModule } from '../projects/faces.module.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { TownHallModule } from '../town-hall/town-hall.module.js';
import { PledgingModule } from '../pledging/pledging.module.js';
import { FundFaces } from './fund-faces.js';
import { FundGiftPages } from './fund-gift.pages.js';
import { FundGivePages } from './fund-give.pages.js';
import { FundPages } from './fund.pages.js';
import { FundRefundsApi } from './fund-refunds.api.js';
import { NeedDeskPages } from './need-desk.pages.js';
import { NeedsApi } from './needs.api.js';
import { FundsApi } from './funds.api.js';
import { PlanPages } from './plan.pages.js';
import { PlansApi } from './plans.api.js';

/** Towns' funds: their pages, giving to them once and every month, what the town does with them. */
@Module({
  imports: [
    ...[BooksModule, FacesModule, FundsLib, HometownsModule, PledgesModule, PledgingModule],
    ...[ProjectsModule, TownHallModule],
  ],
  controllers: [
    FundPages,
    FundGiftPages,
    FundGivePages,
    NeedDeskPages,
    PlanPages,
    FundRefundsApi,
    FundsApi,
    NeedsApi,
    PlansApi,
  ],
  providers: [FundFaces],
})
export class FundsModule implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly refunds: FundRefundsService,
    private readonly needs: NeedsService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('fund-refund', {
      give: (id, by) => this.refunds.confirm(id, by),
      refuse: ({ id }, reason, by) => this.refunds.refuse(id, by, reason),
    });
    // A need has the id of its approval.
    this.decisions.register('fund-need', {
      give: (id, by) => this.needs.agree(id as unknown as NeedId, by),
      refuse: ({ id }, reason, by) => this.needs.refuse(id as unknown as NeedId, reason, by),
    });
  }
}
