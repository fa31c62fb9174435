export { conditionWords } from './condition.words.js';
export { type Condition, type EqualsCondition, RULED_PARTIES, type RuledParty } from './condition.js';
export { type Edition, type EditionDraft, type EditionId, type EditionJson, editionOf, floorBpOf, isOpen, lacksOf, WANTED_PAPERS, WANTED_REPORTS, type WantedPaper, type WantedReport, type WrittenEdition } from './edition.js'; // prettier-ignore
export { EDITION_JSON, EditionsQueries } from './editions.queries.js';
export { EditionsService } from './editions.service.js';
export { drawn, evaluate, type Finding } from './eligibility.js';
export { ProgrammesModule } from './programmes.module.js';
export { shippedEditions } from './shipped.js';
