import type { BodyId, Id, VoteId } from '#libs/kernel/src/index.js';

export type DissolutionId = Id<'Dissolution'>;
export type SuccessionId = Id<'Succession'>;

/** Where an offer to go on with an association's projects stands; words under `succession.state.<state>`. */
export type SuccessionState = 'offered' | 'agreed' | 'declined' | 'taken-back';

/** Another association that is asked to go on with the projects, and what it says. */
export interface Succession {
  readonly id: SuccessionId;
  readonly dissolutionId: DissolutionId;
  /** The association that ends. */
  readonly associationId: BodyId;
  readonly successorId: BodyId;
  readonly state: SuccessionState;
  readonly offeredAt: Date;
  readonly answeredAt: Date | null;
  /** Why it declined. */
  readonly reason: string | null;
}

/** The end of an association. Public. */
export interface Dissolution {
  readonly id: DissolutionId;
  readonly associationId: BodyId;
  /** By which its members have decided it. */
  readonly voteId: VoteId;
  readonly decidedAt: Date;
  /** Null until two of the operator's staff have confirmed it. */
  readonly doneAt: Date | null;
  /** The last association that was asked; null when none was. */
  readonly succession: Succession | null;
}
