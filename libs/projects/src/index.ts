export { AccessService } from './access.service.js';
export { type Campaign, type ExtensionRule, lastDayToCome } from './campaign.js';
export { CAMPAIGN_DAYS, EXTENSION_DAYS } from './campaign.checker.js';
export { CampaignGate, type Move } from './campaign-gate.service.js';
export { type CardPlace, type ProjectCard, type ProjectFilters } from './card.rows.js';
export * from './catalogue.js';
export { type FieldChange } from './correction.log.js';
export { CorrectionsService } from './corrections.service.js';
export { type CreateProject, DraftsService } from './drafts.service.js';
export { type Gap, gapWords, SECTIONS, type Section } from './gap.js';
export { type Cliff, cliffOf, eligibilityOf, type RuleFinding } from './eligibility.js';
export { type HandedOver, HandOversService, isToHandOver } from './hand-overs.service.js';
export { HistoryQueries, type ReportedPart, type ReportedProject } from './history.queries.js';
export { HistoryService } from './history.service.js';
export { type MilestoneDelayed, type MilestoneMet, MilestonesService } from './milestones.service.js';
export {
  type MakeObjection,
  type ObjectionId,
  OBJECTIONS_MOST,
  objectionsMany,
  ObjectionsService,
} from './objections.service.js';
export {
  type Bodies,
  isLiving,
  isAwaited,
  type JointProject,
  type Partner,
  type PartnerAgreement,
  type PartnerId,
  type PartnerState,
} from './partner.js';
export { PartnersQueries } from './partners.queries.js';
export { PartnersService } from './partners.service.js';
export {
  builtLinesOf,
  builtOf,
  builtSourcesOf,
  coreOf,
  floorOf,
  isLeftOut,
  lackingOf,
  leverageOf,
  linesOf,
  neededFor,
  othersOf,
  totalOf,
  type VersionLine,
} from './plan.sums.js';
export type { PlanWords } from './plan.words.js';
export type { Project } from './project.entity.js';
export { type ProjectFile, ProjectFileQueries, ProjectIncomplete } from './project-file.queries.js';
export { type CampaignModel, MODELS, type MoveCause, type ProjectState, PUBLIC_STATES } from './project.life.js'; // prettier-ignore
export { ProgrammeEntry } from './programme.entry.js';
export type * from './project.plan.js';
export { ProjectsModule } from './projects.module.js';
export { ProjectsQueries } from './projects.queries.js';
export { RecordQueries } from './record.queries.js';
export { type ChangesAsked, ReviewService } from './review.service.js';
export type { Typed } from './section.fields.js';
export { type SavedSection, SectionChanged } from './section.saved.js';
export { SHAPES } from './section.typed.js';
export { SENDERS, SubmissionService } from './submission.service.js';
