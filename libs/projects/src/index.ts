export { type Campaign } from './campaign.js';
export { CAMPAIGN_DAYS } from './campaign.checker.js';
export { CampaignGate, type Move } from './campaign-gate.service.js';
export { type CardPlace, type ProjectCard, type ProjectFilters } from './card.rows.js';
export * from './catalogue.js';
export { type Gap, gapWords, SECTIONS, type Section } from './gap.js';
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
export { type CampaignModel, LIFE, MODELS, type MoveCause, type ProjectState, PUBLIC_STATES, STATES, stepOf } from './project.life.js'; // prettier-ignore
export type * from './project.plan.js';
export { ProjectsModule } from './projects.module.js';
export { ProjectsQueries } from './projects.queries.js';
export { amountOf, parseQuantity, quantityText } from './quantity.js';
export { RecordQueries } from './record.queries.js';
