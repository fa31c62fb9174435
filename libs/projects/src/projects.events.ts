import type { Id, ProjectId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { ProjectState } from './project.life.js';

/** A project has taken a step of its life, for the reason named by `cause`. */
export function projectMoved(projectId: ProjectId, from: ProjectState, to: ProjectState, cause: string): DomainEvent {
  return { name: 'projects.moved', data: { projectId, from, to, cause } };
}

/** Somebody has objected in public: the town hall is to answer. */
export function projectObjected(projectId: ProjectId, objectionId: Id<'Objection'>): DomainEvent {
  return { name: 'projects.objected', data: { projectId, objectionId } };
}
