import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppointmentsService } from '#libs/approvals/src/index.js';
import { OfficialEmailService } from '#libs/hometowns/src/index.js';
import { ReturnOrdersService } from '#libs/pledges/src/index.js';
import { Decisions } from '../approvals/decisions.js';

/** Second signatures that only the operator's own desk asks for. */
@Injectable()
export class DeskDecisions implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly returns: ReturnOrdersService,
    private readonly appointments: AppointmentsService,
    private readonly emails: OfficialEmailService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('refund-order', {
      give: (id, by) => this.returns.confirm(id, by),
      refuse: ({ id }, reason, by) => this.returns.refuse(id, by, reason),
    });
    this.decisions.register('official-email', {
      give: (id, by) => this.emails.confirm(id, by),
      refuse: ({ id }, reason, by) => this.emails.refuse(id, reason, by),
    });
    this.decisions.register('staff-appointment', {
      give: (id, by) => this.appointments.confirm(id, by),
      refuse: ({ id }, reason, by) => this.appointments.refuse(id, by, reason),
    });
  }
}
