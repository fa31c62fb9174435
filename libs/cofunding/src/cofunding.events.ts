import type { BodyId, ProjectId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { ShareId } from './share.js';

/** The town hall that leads a joint project has recorded a step of another town hall's share, or that it fell. */
export function shareRecordedFor(townHallId: BodyId, projectId: ProjectId, shareId: ShareId): DomainEvent {
  return { name: 'cofunding.share-recorded-for', data: { townHallId, projectId, shareId } };
}
