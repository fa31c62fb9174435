import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { EditionsQueries } from './editions.queries.js';
import { EditionsService } from './editions.service.js';

const door = [EditionsQueries, EditionsService];

/** Co-funding programmes: their rules as data, which two of the operator's staff publish. */
@Module({ imports: [ApprovalsModule, IdentityModule], providers: door, exports: door })
export class ProgrammesModule {}
