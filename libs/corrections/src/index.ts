export { type ByHand, type OwnWay, wayOf, WAYS } from './correctable.js';
export { type JournalCorrection, type CorrectionId, type CorrectionState, LAPSE_DAYS, type MadeCorrection, REASON, reasonIn } from './correction.js'; // prettier-ignore
export { CorrectionsModule } from './corrections.module.js';
export { CorrectionsQueries } from './corrections.queries.js';
export { type AskCorrection, CorrectionsService } from './corrections.service.js';
