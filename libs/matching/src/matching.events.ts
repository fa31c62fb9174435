import type { PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';

/** A call was filled: a gift that has drawn nothing may draw now. */
export function giftDue({ pledgeId, projectId }: { pledgeId: PledgeId; projectId: ProjectId }): DomainEvent {
  return { name: 'matching.due', data: { pledgeId, projectId } };
}
