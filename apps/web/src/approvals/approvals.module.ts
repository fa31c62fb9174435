import { Global, Module } from '@nestjs/common';
import { ApprovalsModule as ApprovalsLib } from '#libs/approvals/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { ApprovalsApi } from './approvals.api.js';
import { Decisions } from './decisions.js';

/** Second signatures of every kind, in one place. */
@Global()
@Module({
  imports: [ApprovalsLib, HometownsModule],
  controllers: [ApprovalsApi],
  providers: [Decisions],
  exports: [Decisions],
})
export class ApprovalsModule {}
