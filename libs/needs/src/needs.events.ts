import type { DomainEvent } from '#libs/platform/src/index.js';
import type { TownNeedId } from './need.js';

/** The operator has hidden a need, or shows it again. */
export function needJudged(needId: TownNeedId): DomainEvent {
  return { name: 'needs.judged', data: { needId } };
}
