export {
  type Approval,
  type ApprovalPayload,
  type ApprovalState,
  bodyAsked,
  type Office,
  thingOf,
} from './approval.js';
export { AppointmentsService } from './appointments.service.js';
export { ApprovalsModule } from './approvals.module.js';
export { ApprovalsQueries } from './approvals.queries.js';
export { ApprovalsService, askerLeft, type AskApproval } from './approvals.service.js';
