import type { BodyId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { AssemblyId } from './assembly.js';

/**
 * What happened to an assembly: its members have notice, it is called off, its votes are open, all of them are counted and its
 * minutes are to be signed, two have signed them.
 */
export function assemblyEvent(
  what: 'called' | 'called-off' | 'opened' | 'closed' | 'signed',
  assemblyId: AssemblyId,
  bodyId: BodyId,
): DomainEvent {
  return { name: `assemblies.${what}`, data: { assemblyId, bodyId } };
}
