import type { ProjectId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { ProjectState } from './project.life.js';

/** The town hall has sent its file in. */
export function projectSubmitted(projectId: ProjectId): DomainEvent {
  return { name: 'projects.submitted', data: { projectId } };
}

/** A project has taken a step of its life, for the reason named by `cause`. */
export function projectMoved(projectId: ProjectId, from: ProjectState, to: ProjectState, cause: string): DomainEvent {
  return { name: 'projects.moved', data: { projectId, from, to, cause } };
}

/** A published plan was corrected in public. */
export function projectCorrected(projectId: ProjectId): DomainEvent {
  return { name: 'projects.corrected', data: { projectId } };
}

/** Somebody has objected to a project of a town without an association. */
export function projectObjected(projectId: ProjectId, objectionId: string): DomainEvent {
  return { name: 'projects.objected', data: { projectId, objectionId } };
}
