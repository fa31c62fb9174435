import type { BodyId, Id, ProjectId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { Partner, PartnerId, PartnerState } from './partner.js';
import type { ProjectState } from './project.life.js';

/** A project has taken a step of its life, for the reason named by `cause`. */
export function projectMoved(projectId: ProjectId, from: ProjectState, to: ProjectState, cause: string): DomainEvent {
  return { name: 'projects.moved', data: { projectId, from, to, cause } };
}

/** Somebody has objected in public: the town hall is to answer. */
export function projectObjected(projectId: ProjectId, objectionId: Id<'Objection'>): DomainEvent {
  return { name: 'projects.objected', data: { projectId, objectionId } };
}

/** A town hall was asked to build it together ("invited"), has said yes or no, or is asked no more ("removed"). */
export function partnerEvent(
  what: PartnerState,
  { projectId, townHallId, partnerId }: { projectId: ProjectId; townHallId: BodyId; partnerId: PartnerId },
): DomainEvent {
  return { name: `projects.partner-${what}`, data: { projectId, townHallId, partnerId } };
}

/** The plan says another sum of a town hall than its council has agreed to: it is asked anew. */
export function partnerShareChanged({ projectId, townHallId, id }: Pick<Partner, 'projectId' | 'townHallId' | 'id'>): DomainEvent {
  return { name: 'projects.partner-share-changed', data: { projectId, townHallId, partnerId: id } };
} // prettier-ignore
