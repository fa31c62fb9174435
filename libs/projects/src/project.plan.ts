import type { BodyId, CivilDate, FileId, Id, Money, TrancheId } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { Edition } from '#libs/programmes/src/index.js';
import type { Rate } from '#libs/rates/src/index.js';
import type { Project } from './project.entity.js';
import type { CampaignModel } from './project.life.js';
import type { ActKind, DocumentKind, SourceKind, SourceStage, Unit } from './catalogue.js';

export type BudgetLineId = Id<'BudgetLine'>;
export type FundingSourceId = Id<'FundingSource'>;
export type MilestoneId = Id<'Milestone'>;
export type ScopeTierId = Id<'ScopeTier'>;

/** One position of the estimate. While drafting, what is not known yet is null and counts as nothing. */
export interface BudgetLine {
  readonly id: BudgetLineId;
  readonly name: Multilingual;
  /** Exact decimal text with up to three places: "266", "13300". */
  readonly quantity: string | null;
  readonly unit: Unit | null;
  readonly unitPrice: Money | null;
  /** How much of the quantity even the smallest version needs: "0" when the line is optional. */
  readonly coreQuantity: string;
  /** Quantity × unit price, half-even to the ban. */
  readonly amount: Money;
  /** The same for the core quantity. */
  readonly core: Money;
}

/** The paper that stands behind a co-funder's share. */
export interface LegalAct {
  readonly kind: ActKind;
  readonly number: string | null;
  readonly date: CivilDate | null;
  readonly file: FileId | null;
}

/** One payer of the funding plan. The people's share has no name and no act: it is the campaign. */
export interface FundingSource {
  readonly id: FundingSourceId;
  readonly kind: SourceKind;
  readonly name: Multilingual | null;
  readonly amount: Money;
  readonly stage: SourceStage;
  readonly act: LegalAct | null;
  /** Of a joint project the partner whose share it is; null where the project's own town hall answers for it. */
  readonly townHallId: BodyId | null;
}

/** A smaller version of the work that was agreed before the campaign. */
export interface ScopeTier {
  readonly id: ScopeTierId;
  readonly name: Multilingual;
  readonly description: Multilingual | null;
  /** The lines of which it does only what is needed in any case, in the order of the estimate. */
  readonly without: readonly BudgetLineId[];
  /** What it costs: the whole work without what it leaves out. */
  readonly amount: Money;
}

/** A stage of the work. `plannedOn` never changes once published; a delay adds when it is expected now, and why. */
export interface Milestone {
  readonly id: MilestoneId;
  readonly name: Multilingual;
  readonly plannedOn: CivilDate | null;
  readonly expectedOn: CivilDate | null;
  readonly delayReason: Multilingual | null;
  readonly metOn: CivilDate | null;
}

/** A part of the people's money that leaves when its milestone's evidence is there. Shares add up to 10000. */
export interface PlannedTranche {
  readonly id: TrancheId;
  /** 1 for the first. */
  readonly number: number;
  readonly milestoneId: MilestoneId | null;
  /** Hundredths of a percent of the people's money. */
  readonly shareBp: number | null;
  readonly evidence: Multilingual | null;
}

/** A paper of the project; one that is not public is for the reviewers only. */
export interface PlanDocument {
  readonly fileId: FileId;
  readonly what: DocumentKind;
  readonly title: Multilingual | null;
  readonly public: boolean;
}

/** A picture of the place; pages show its public copy. */
export interface PlanPhoto {
  readonly fileId: FileId;
  readonly caption: Multilingual | null;
}

/** The campaign as planned and as it went. Days are those of Chișinău and both belong to it. */
export interface CampaignPlan {
  readonly model: CampaignModel | null;
  /** Below this nothing is taken from anybody. */
  readonly minimum: Money | null;
  /** What the whole project needs from people. */
  readonly optimum: Money | null;
  /** Promised above the minimum before success is declared, in hundredths of a percent of it. */
  readonly bufferBp: number;
  /** What part of the minimum lets a campaign that would fail go on once, in hundredths of a percent; null where none does. */
  readonly extendAtBp: number | null;
  /** For how many more days it then goes on. */
  readonly extendDays: number | null;
  readonly opensOn: CivilDate | null;
  readonly closesOn: CivilDate | null;
  /** The last day that it had before it was extended; null while it was not. */
  readonly extendedFrom: CivilDate | null;
  readonly openedAt: Date | null;
  readonly closesAt: Date | null;
  readonly closedAt: Date | null;
  readonly outcome: 'funded' | 'failed' | 'cancelled' | null;
  /** The smaller version that is built; null while nothing is decided and where the whole work is done. */
  readonly built: ScopeTierId | null;
}

/** How late the work stands: the days by which its latest unmet stage has passed its plan, and the town hall's word. */
export interface Lateness {
  readonly days: number;
  readonly milestoneId: MilestoneId;
  readonly reason: Multilingual | null;
  readonly expectedOn: CivilDate | null;
}

/** The programme that a project enters, as it is held to it. */
export interface PlanProgramme {
  readonly edition: Edition;
  /** By which the programme's foreign sums count, from the day on which the project entered; null for a programme in lei. */
  readonly rate: Rate | null;
  /** Whether a project may still enter it. */
  readonly open: boolean;
}

/** Everything that is known of a project's plan. Lists are in the town hall's order. */
export interface ProjectPlan {
  readonly project: Project;
  readonly lines: readonly BudgetLine[];
  readonly sources: readonly FundingSource[];
  readonly tiers: readonly ScopeTier[];
  readonly milestones: readonly Milestone[];
  readonly tranches: readonly PlannedTranche[];
  readonly documents: readonly PlanDocument[];
  readonly photos: readonly PlanPhoto[];
  readonly campaign: CampaignPlan;
  /** Null when the project enters none. */
  readonly programme: PlanProgramme | null;
  /** Null when nothing is late; only work that is funded or under way can be late. */
  readonly late: Lateness | null;
}

/** A step of a project's life as it was logged. */
export interface Transition {
  readonly from: string | null;
  readonly to: string;
  readonly cause: string;
  readonly reason: string | null;
  readonly by: string | null;
  readonly at: Date;
  /** Reasons beside sections of the file, when changes were asked. */
  readonly notes: readonly { readonly section: string; readonly text: string }[];
}

/** One change of a published project, in public for ever. */
export interface Correction {
  /** Its number among all corrections. */
  readonly id: string;
  readonly section: string;
  /** JSON pointer into the section: "/lines/ID/name". */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Null when nobody corrected: the campaign moved because the project came out late. */
  readonly reason: string | null;
  readonly by: string | null;
  readonly at: Date;
}

/** What somebody holds against a project of a town without an association. The name is there only if he gave it. */
export interface Objection {
  readonly id: string;
  readonly name: string | null;
  readonly text: string;
  readonly at: Date;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
}
