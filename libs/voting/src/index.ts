export { ProxiesQueries, type ProxyStanding } from './proxies.queries.js';
export { ProxiesService } from './proxies.service.js';
export { type Recusal, type Recused } from './roll.js';
export { type Choice, CHOICES, type Counts, type Ground, type Silence, type Verdict, type VoteRule } from './tally.js';
export { type BallotLine, type Standing, type VoteResult, VotesQueries, type VoteView } from './votes.queries.js';
export { type VoteExport, VoteExportQueries } from './vote-export.queries.js';
export { type OpenVote, VotesService } from './votes.service.js';
export { type VoteKind } from './voting.events.js';
export { VotingModule } from './voting.module.js';
