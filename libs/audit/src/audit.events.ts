import type { DomainEvent } from '#libs/platform/src/index.js';

/** The audit found something that is not as it must be: a person has to look. Data: the run that keeps what. */
export function auditBroken(runId: string): DomainEvent {
  return { name: 'audit.broken', data: { runId } };
}
