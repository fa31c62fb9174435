export { BooksModule } from './books.module.js';
export { type PlatformAccount, type PlatformBooks, PlatformBooksQueries } from './platform-books.queries.js';
export type { PlaceReckoning, Reckoning } from './reckoning.js';
export { ReckoningQueries } from './reckoning.queries.js';
export type { Giver, StatementLine, StatementPage, StatementPaper, StatementTotals } from './statement.js';
export { STATEMENT_COLUMNS, StatementQueries } from './statement.queries.js';
export { type Waterfall, WaterfallQueries, type WaterfallRow } from './waterfall.queries.js';
export { stateOf, wordsOf } from './statement.words.js';
