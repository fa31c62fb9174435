import type { ProjectId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { RequestId } from './tranche.postings.js';

type OfRequest = 'asked' | 'inspected' | 'approved' | 'refused' | 'released' | 'received' | 'rejected';

/** "delivery.tranche-asked" and its like: a tranche has come a step further. Data: requestId, projectId. */
export function trancheEvent(what: OfRequest, { id, projectId }: { id: RequestId; projectId: ProjectId }): DomainEvent {
  return { name: what === 'asked' ? 'delivery.tranche-asked' : `delivery.${what}`, data: { requestId: id, projectId } };
}

/** A stage was reached or put off. */
export function milestoneEvent(what: 'met' | 'delayed', projectId: ProjectId, milestoneId: string): DomainEvent {
  return { name: `delivery.milestone-${what}`, data: { projectId, milestoneId } };
}

/** A project's end: delivered and accepted, or given up with the money going back. */
export function projectEnded(what: 'completed' | 'cancelled', projectId: ProjectId): DomainEvent {
  return { name: `delivery.${what}`, data: { projectId } };
}
