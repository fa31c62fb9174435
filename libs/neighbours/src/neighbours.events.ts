import type { ApprovalId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { TwinsId } from './neighbour.js';

/** Two people have decided whether two neighbours are one, by this approval. */
export function twinsDecided(twinsId: TwinsId, approvalId: ApprovalId): DomainEvent {
  return { name: 'neighbours.twins-decided', data: { twinsId, approvalId } };
}

/** Two neighbours look like one person, by a rule. */
export function twinsNoticed(twinsId: TwinsId): DomainEvent {
  return { name: 'neighbours.twins-noticed', data: { twinsId } };
}

/** Whoever was found to be somebody's twin says that he is not. */
export function twinsObjected(twinsId: TwinsId): DomainEvent {
  return { name: 'neighbours.twins-objected', data: { twinsId } };
}

/** Whoever was found to be somebody's twin has objected, and nobody has said anything for a week. */
export function twinsForgotten(twinsId: TwinsId): DomainEvent {
  return { name: 'neighbours.twins-forgotten', data: { twinsId } };
}

/** Whoever objected to being found somebody's twin had no answer in time: he is a neighbour again. */
export function twinsUndecided(twinsId: TwinsId): DomainEvent {
  return { name: 'neighbours.twins-undecided', data: { twinsId } };
}
