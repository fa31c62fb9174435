import type { DomainEvent } from '#libs/platform/src/index.js';
import type { Finding } from './finding.js';

/** The audit found something that is not as it must be: a person has to look. Data: the invariants, and whether no tranche at all is paid meanwhile. */
export function auditBroken(runId: string, findings: readonly Finding[]): DomainEvent {
  const invariants = [...new Set(findings.map(({ invariant }) => invariant))].join(' ');
  const all = findings.some(({ projects }) => projects === null);
  return { name: 'audit.broken', data: { runId, invariants, all } };
}
