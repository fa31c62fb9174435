export { conditionWords } from './condition.words.js';
export { type Edition, isOpen } from './edition.js';
export { EditionsQueries } from './editions.queries.js';
export { ProgrammesModule } from './programmes.module.js';
