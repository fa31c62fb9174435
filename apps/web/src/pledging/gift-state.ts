import { isBrought, type Pledge } from '#libs/pledges/src/index.js';

/** The key of the words for where a gift stands: one that somebody else brings is not waited for as a transfer is. */
export function stateWords({ state, way }: Pick<Pledge, 'state' | 'way'>): string {
  return state === 'awaited' && isBrought(way) ? 'gift.state.brought' : `gift.state.${state}`;
}
