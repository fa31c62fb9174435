import type { DomainEvent } from '#libs/platform/src/index.js';
import type { Approval } from './approval.js';

/** Something waits for a second person. */
export function approvalAsked(approvalId: string): DomainEvent {
  return { name: 'approvals.asked', data: { approvalId } };
}

/** A second person decided, or the first took it back. */
export function approvalDecided({ id, state }: Approval): DomainEvent {
  return { name: 'approvals.decided', data: { approvalId: id, state } };
}
