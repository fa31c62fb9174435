export { AccessService } from './access.service.js';
export { type Campaign } from './campaign.js';
export { CAMPAIGN_DAYS } from './campaign.checker.js';
export { CampaignGate, type Move } from './campaign-gate.service.js';
export { CampaignsService } from './campaigns.service.js';
export { type CardPlace, type ProjectCard, type ProjectFilters } from './card.rows.js';
export * from './catalogue.js';
export { type FieldChange } from './correction.log.js';
export { CorrectionsService } from './corrections.service.js';
export { type CreateProject, DraftsService, WRITERS } from './drafts.service.js';
export { type Gap, gapWords, SECTIONS, type Section } from './gap.js';
export { HistoryQueries, type ReportedPart, type ReportedProject } from './history.queries.js';
export { HistoryService } from './history.service.js';
export { type MilestoneDelayed, type MilestoneMet, MilestonesService } from './milestones.service.js';
export { type MakeObjection, type ObjectionId, ObjectionsService } from './objections.service.js';
export {
  coreOf,
  floorOf,
  latenessOf,
  leverageOf,
  minimumOf,
  othersOf,
  peopleOf,
  thresholdOf,
  totalOf,
} from './plan.sums.js';
export { checkProject } from './project.checker.js';
export type { Project } from './project.entity.js';
export { type ProjectFile, ProjectFileQueries, ProjectIncomplete } from './project-file.queries.js';
export { type CampaignModel, LIFE, MODELS, type MoveCause, type ProjectState, PUBLIC_STATES, STATES, stepOf } from './project.life.js'; // prettier-ignore
export type * from './project.plan.js';
export { ProjectsModule } from './projects.module.js';
export { ProjectsQueries } from './projects.queries.js';
export { amountOf, parseQuantity, quantityText } from './quantity.js';
export { RecordQueries } from './record.queries.js';
export { type ChangesAsked, ReviewService } from './review.service.js';
export type { Typed } from './section.fields.js';
export { type SavedSection, SectionChanged } from './section.saved.js';
export { SHAPES } from './section.typed.js';
export { type Endorsement, OBJECTION_DAYS, SENDERS, SubmissionService } from './submission.service.js';
