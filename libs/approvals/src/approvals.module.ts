import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity/src/index.js';
import { AppointmentsService } from './appointments.service.js';
import { ApprovalsQueries } from './approvals.queries.js';
import { ApprovalsService } from './approvals.service.js';

const door = [ApprovalsService, ApprovalsQueries, AppointmentsService];

/** Four eyes: what waits for a second person, and who can be one for the operator. */
@Module({ imports: [IdentityModule], providers: door, exports: door })
export class ApprovalsModule {}
