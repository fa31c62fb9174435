export { AuditModule } from './audit.module.js';
export { AuditQueries, type AuditRun } from './audit.queries.js';
export { AuditService, CHECKS } from './audit.service.js';
export type { Check, Finding, Invariant } from './finding.js';
export { TotalsAudit } from './totals.audit.js';
