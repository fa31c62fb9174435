import type { BodyId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { DissolutionId, SuccessionId, SuccessionState } from './dissolution.js';

/** The members of an association have decided that it ends, or it has ended. */
export function dissolutionEvent(what: 'decided' | 'done', dissolutionId: DissolutionId, bodyId: BodyId): DomainEvent {
  return { name: `dissolutions.${what}`, data: { dissolutionId, bodyId } };
}

/** Another association is asked to go on with the projects, says yes or no, or is not asked any more. */
export function successionEvent(what: SuccessionState, successionId: SuccessionId, bodyId: BodyId): DomainEvent {
  return { name: `dissolutions.${what}`, data: { successionId, bodyId } };
}
