import { Global, Module } from '@nestjs/common';
import { BooksModule } from '#libs/books/src/index.js';
import { BudgetingModule } from '#libs/budgeting/src/index.js';
import { FundsModule } from '#libs/funds/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { NeedsModule } from '#libs/needs/src/index.js';
import { NeighboursModule } from '#libs/neighbours/src/index.js';
import { NoticesModule } from '#libs/notices/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { VoiceModule } from '#libs/voice/src/index.js';
import { Sessions } from '../edge/viewer.js';
import { FacesModule } from '../projects/faces.module.js';
import { AccountPages } from './account.pages.js';
import { AccountSessions } from './account.sessions.js';
import { FundRows } from './fund-rows.js';
import { MyTowns } from './my-towns.js';
import { SignInApi } from './sign-in.api.js';
import { SignInPages } from './sign-in.pages.js';
import { YearPages } from './year.pages.js';

/** Signing in and out, and what a person has here. */
@Global()
@Module({
  imports: [
    BooksModule,
    BudgetingModule,
    FacesModule,
    FundsModule,
    HometownsModule,
    IdentityModule,
    NeedsModule,
    NeighboursModule,
    NoticesModule,
    PledgesModule,
    VoiceModule,
  ],
  controllers: [AccountPages, YearPages, SignInPages, SignInApi],
  providers: [FundRows, MyTowns, { provide: Sessions, useClass: AccountSessions }],
  exports: [Sessions],
})
export class AccountModule {}
