export { AggregatorsService, type OpenAggregator } from './aggregators.service.js';
export { HookService } from './hook.service.js';
export {
  type Aggregator,
  type AggregatorId,
  type AggregatorSecret,
  SETTLE_DAYS,
  type Settlement,
  type SettlementId,
  type Trouble,
  type TroubleId,
  type Unsettled,
} from './message.js';
export { signatureOf } from './message.signature.js';
export { MessagesModule } from './messages.module.js';
export { MessagesQueries } from './messages.queries.js';
export { MistakenSettlementsService } from './mistaken-settlements.service.js';
export { SecretsService } from './secrets.service.js';
export { SettlementsService } from './settlements.service.js';
export { TroublesService } from './troubles.service.js';
