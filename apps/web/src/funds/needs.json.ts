import type { Need } from '#libs/funds/src/index.js';

/** What a town hall asked of its town's fund for a project, as anybody may read it. */
export type NeedJson = Omit<Need, 'askedBy' | 'placeSlug'>;

/** What a town hall asked of its town's fund for a project, as anybody may read it. */
export function needJson({ id, placeCode, project, townHallId, associationId, amount, back, reason, lang, state, askedAt, until, decidedAt, answer }: Need): NeedJson {
  return { id, placeCode, project, townHallId, associationId, amount, back, reason, lang, state, askedAt, until, decidedAt, answer };
} // prettier-ignore
