export { AuditModule } from './audit.module.js';
export { AuditQueries, type AuditRun } from './audit.queries.js';
export { AuditService } from './audit.service.js';
export type { Finding, Invariant } from './finding.js';
