export { AuditModule } from './audit.module.js';
export { AuditQueries, type AuditRun } from './audit.queries.js';
export { AuditService, CHECKS } from './audit.service.js';
export { type Check, type Finding, type Invariant, questionOf } from './finding.js';
export { sayFinding, sayHow, sayThing } from './finding-words.js';
export { TotalsAudit } from './totals.audit.js';
