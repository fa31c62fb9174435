export { AggregatorsService, type OpenAggregator } from './aggregators.service.js';
export { BYTES_MAX, HookService } from './hook.service.js';
export {
  type Aggregator,
  type AggregatorId,
  type AggregatorSecret,
  SETTLE_DAYS,
  SETTLEMENT_MAX,
  type Settlement,
  type SettlementId,
  type Trouble,
  type TroubleId,
  type Unsettled,
} from './message.js';
export { SHAPES } from './message.shape.js';
export { signatureOf, TOLERANCE_SECONDS } from './message.signature.js';
export { MessagesModule } from './messages.module.js';
export { MessagesQueries } from './messages.queries.js';
export { MistakenSettlementsService } from './mistaken-settlements.service.js';
export { SecretsService } from './secrets.service.js';
export { SettlementsService } from './settlements.service.js';
export { TroublesService } from './troubles.service.js';
