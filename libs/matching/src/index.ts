export type { Call, CallId, CallState, SponsorPayment } from './call.js';
export { CallsService, type EnterCall } from './calls.service.js';
export { MatchingModule } from './matching.module.js';
export { type CallMoney, type CallProject, type GiftMatch, MatchingQueries } from './matching.queries.js';
export * from './one-to-one.js';
export * from './pairwise.js';
export * from './quadratic.js';
export { SponsorsService } from './sponsors.service.js';
