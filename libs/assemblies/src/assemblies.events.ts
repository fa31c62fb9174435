import type { BodyId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { AssemblyId, ItemId } from './assembly.js';

/**
 * What happened to an assembly: a member proposes it, takes that back, or too few wanted it; its members have notice, it is
 * called off, or could not open because the association may not act; its votes are open, all of them are counted and its minutes
 * are to be signed, two have signed them.
 */
export function assemblyEvent(
  what: 'proposed' | 'withdrawn' | 'lapsed' | 'called' | 'called-off' | 'not-held' | 'opened' | 'closed' | 'signed',
  assemblyId: AssemblyId,
  bodyId: BodyId,
): DomainEvent {
  return { name: `assemblies.${what}`, data: { assemblyId, bodyId } };
}

/** Somebody is to stand for an office and is asked whether he wants to; he has said so or not, which whoever drafted it should hear. */
export function candidateEvent(
  what: 'candidate-asked' | 'candidate-said',
  assemblyId: AssemblyId,
  itemId: ItemId,
): DomainEvent {
  return { name: `assemblies.${what}`, data: { assemblyId, itemId } };
}
