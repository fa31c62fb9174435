export { type Advice, AdviceQueries } from './advice.queries.js';
export { type Call, type CallId, type CallState, type Reserve, type SponsorPayment, unlockedBy } from './call.js';
export type {
  CallMoney,
  CallProject,
  Equity,
  GiftMatch,
  OpenCall,
  ProjectCall,
  ProjectOpenCall,
} from './call-money.js';
export { CallsService, type EnterCall } from './calls.service.js';
export type { Figures, FiguresId, TownFigure } from './figures.js';
export { type EquityRow, FiguresQueries } from './figures.queries.js';
export { type EnterFigures, FiguresService } from './figures.service.js';
export { MatchingModule } from './matching.module.js';
export { MatchingQueries } from './matching.queries.js';
export { drawnBy, type OneToOne } from './one-to-one.js';
export { clusterMatch, pairwiseMatch } from './pairwise.js';
export { type ByProject, rawMatch, rawText, sharedPool, unsaturatedPool } from './quadratic.js';
export { fromPeople } from './still-needed.js';
export { askedIn, type SponsorReturn, type Unspent } from './sponsor-return.js';
export { SponsorReturnsQueries } from './sponsor-returns.queries.js';
export { SponsorReturnsService } from './sponsor-returns.service.js';
export { SponsorsService } from './sponsors.service.js';
