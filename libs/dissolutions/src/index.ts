export { type Dissolution, type DissolutionId, type Succession, type SuccessionId, type SuccessionState } from './dissolution.js'; // prettier-ignore
export { DissolutionsModule } from './dissolutions.module.js';
export { DissolutionsQueries } from './dissolutions.queries.js';
export { DissolutionsService } from './dissolutions.service.js';
export { SuccessionsService } from './successions.service.js';
