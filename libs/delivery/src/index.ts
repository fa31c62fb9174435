export { CancellationService } from './cancellation.service.js';
export { type Acceptance, CompletionService, type FinalAccountId } from './completion.service.js';
export { DeliveryModule } from './delivery.module.js';
export {
  type Closing,
  DeliveryQueries,
  type Evidence,
  type FinalAccountLine,
  type Inspection,
  type InvoiceView,
  type RequestStep,
  type TrancheObjection,
  UNSPENT_DAYS,
} from './delivery.queries.js';
export { EvidenceService } from './evidence.service.js';
export { checklistOf, type Finding, FINDINGS, type InspectionItem, type InspectionVerdict } from './inspection.js';
export type { InvoiceId } from './invoice.postings.js';
export { type AcceptanceDocument, type EnterInvoice, InvoicesService } from './invoices.service.js';
export { MistakenPaymentsService } from './mistaken-payments.service.js';
export { MoneyBackService } from './money-back.service.js';
export { ReleasesService } from './releases.service.js';
export { DEAD, DECIDED, type RequestState } from './request.life.js';
export { inspectorsOf, mayBePaid, type PublicRequest, type ReleaseVote, type TrancheRequest } from './request-row.js';
export { type DelayMilestone, type MeetMilestone, type ReportId, StagesService } from './stages.service.js';
export type { RequestId } from './tranche.postings.js';
export { type InspectionSum, type StageReport, WorksQueries } from './works.queries.js';
export { type AskTranche, TranchesService } from './tranches.service.js';
