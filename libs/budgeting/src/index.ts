export { type BudgetVoteExport, BudgetVoteExportQueries } from './budget-vote-export.queries.js';
export { type BudgetStanding, BudgetVotesQueries, type VoidingAsked } from './budget-votes.queries.js';
export { BudgetingModule } from './budgeting.module.js';
export { CastingService } from './casting.service.js';
export type { PrepareVote } from './draft.js';
export { Fraction } from './fraction.js';
export { paymentsOf } from './payments.js';
export { type PaperBallot, PaperBallotsQueries } from './paper-ballots.queries.js';
export { type EnterBallot, PaperBallotsService } from './paper-ballots.service.js';
export { PbError, readPb, writePb } from './pabulib.js';
export { PreparingService } from './preparing.service.js';
export { ReadersQueries } from './readers.queries.js';
export type { PublicBallot } from './receipt.js';
export {
  type Chosen,
  type CountResult,
  type OptionResult,
  type PartResult,
  type Purchases,
  ResultsQueries,
  type Winner,
  type WonBy,
} from './results.queries.js';
export { type Outcome, type Rule, RULES, tally } from './tally.js';
export {
  type BudgetVote,
  type BudgetVoteId,
  DAYS,
  IDENTITY_LEVELS,
  type IdentityLevel,
  type OpenVote,
  OPTIONS,
  type VoteOption,
} from './vote.js';
export { VoidingService } from './voiding.service.js';
export { WinnersService } from './winners.service.js';
