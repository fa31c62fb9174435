import { isId, refuse } from '#libs/kernel/src/index.js';

/** An id in a path; what is none is not found. */
export function mustBeId<Id extends string>(text: string): Id {
  if (!isId(text)) throw refuse('not-found', 'not-found', 'No such thing.');
  return text as string as Id;
}
