import type { InspectionSum, StageReport } from '#libs/delivery/src/index.js';
import type { BodyId, CivilDate, VoteId } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { MilestoneId, PlanWords, ProjectState, Unit } from '#libs/projects/src/index.js';
import type { VoteKind, VoteResult, VoteRule } from '#libs/voting/src/index.js';
import type { ToldNews } from '#libs/voice/src/index.js';
import type { ProjectReport } from './report.js';

/** So many news are told in words, the last ones; the others are counted. */
export const NEWS_MOST = 30;

/** A stage as planned, and what became of it. */
export interface NarrativeStage {
  readonly id: MilestoneId;
  readonly name: Multilingual;
  readonly plannedOn: CivilDate | null;
  readonly metOn: CivilDate | null;
  /** How often it was put off: until when, why, and when that was said; oldest first. */
  readonly delays: readonly (Pick<StageReport, 'on' | 'at'> & { readonly reason: Multilingual })[];
}

/** A vote of an association about the project, once it was closed. */
export interface NarrativeVote extends Pick<VoteResult, 'yes' | 'no' | 'abstain' | 'outcome' | 'ground' | 'quorate' | 'closedAt'> {
  readonly id: VoteId;
  readonly kind: VoteKind;
  /** The tranche's number; null where the vote was about the whole project. */
  readonly tranche: number | null;
  readonly associationId: BodyId;
  readonly association: Multilingual;
  /** How many could vote. */
  readonly entitled: number;
  readonly quorum: Pick<VoteRule, 'quorumNum' | 'quorumDen'>;
} // prettier-ignore

/**
 * What was done in a project, as it was published up to one head: the same head, the same words. Only what the operator hides
 * later is hidden here too, and places and bodies have the names that they have now.
 */
export interface NarrativeReport extends Pick<ProjectReport, 'head' | 'kind'>, Omit<PlanWords, 'names'> {
  readonly state: ProjectState;
  /** What is built: the smaller version, once it is decided. */
  readonly works: readonly { readonly name: Multilingual; readonly quantity: string; readonly unit: Unit }[];
  /** How many people had given; null where they are fewer than five. */
  readonly givers: number | null;
  readonly stages: readonly NarrativeStage[];
  readonly inspections: readonly InspectionSum[];
  readonly votes: readonly NarrativeVote[];
  /** How many news there were, and the last of them, oldest first; one that is hidden has no words. */
  readonly news: Pick<ToldNews, 'all' | 'last'>;
  /** How many photos show the works. */
  readonly photos: number;
  /** The act of acceptance; null in an intermediate report. */
  readonly accepted: { readonly number: string; readonly date: CivilDate } | null;
}
