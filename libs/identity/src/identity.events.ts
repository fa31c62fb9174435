import type { DomainEvent } from '#libs/platform/src/index.js';

/** Somebody asked for a sign-in link. Whether a letter goes out, `SignInService.letterOf` knows. */
export function signInAsked(signInId: string): DomainEvent {
  return { name: 'identity.sign-in-asked', data: { signInId } };
}
