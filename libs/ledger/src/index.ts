export { account, type AccountCode, bookOf } from './account-code.js';
export { ChainQueries, type ChainWish } from './chain.queries.js';
export {
  type AccountName,
  type Book,
  CHART,
  type ChartRow,
  chartRowOf,
  type OwnerKind,
  PARTIES,
  type Party,
  type ShareStage,
} from './chart.js';
export { HeadsQueries, type PublishedHead } from './heads.queries.js';
export { type AccountEntry, JournalsQueries, type SeenJournal, type SeenPosting } from './journals.queries.js';
export { LedgerModule } from './ledger.module.js';
export {
  type AccountBalance,
  type EntryRow,
  type ExportedJournal,
  LedgerQueries,
  type TrialRow,
} from './ledger.queries.js';
export { LedgerService, type Posted, type Reversal } from './ledger.service.js';
export { type Dimensions, exchanged, into, type Journal, outOf, type Posting, tagged } from './posting.js';
export { type JournalPlace, type JournalProof, ProofsQueries } from './proofs.queries.js';
export { rebase, type Rebased } from './rebase.js';
export { standingKey } from './standing-key.js';
export { sealOf } from './seal-of.js';
export { type SealHead, SealService } from './seal.service.js';
