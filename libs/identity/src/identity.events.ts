import type { PersonId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';

/** Somebody asked for a sign-in link. Whether a letter goes out, `SignInService.letterOf` knows. */
export function signInAsked(signInId: string): DomainEvent {
  return { name: 'identity.sign-in-asked', data: { signInId } };
}

/** Somebody is called otherwise than before, or has said his name for the first time. */
export function personRenamed(personId: PersonId): DomainEvent {
  return { name: 'identity.person-renamed', data: { personId } };
}
