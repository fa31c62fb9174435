export { conditionWords } from './condition.words.js';
export type { EqualsCondition, RuledParty } from './condition.js';
export { type Edition, type EditionId, type EditionJson, editionOf, floorBpOf, isOpen } from './edition.js';
export { EDITION_JSON, EditionsQueries } from './editions.queries.js';
export { drawn, evaluate, type Finding } from './eligibility.js';
export { ProgrammesModule } from './programmes.module.js';
export { shippedEditions } from './shipped.js';
