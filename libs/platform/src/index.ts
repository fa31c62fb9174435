export { isAway } from './away.js';
export { bigintColumn } from './bigint.column.js';
export { devDataDir, type DevDatabase, ensureDatabase, startDevDatabase } from './devdb/dev-database.js';
export { Clock } from './clock.js';
export { Config, ConfigError, readConfig, type S3Config, type StripeConfig } from './config.js';
export { Courier, type Delivery } from './courier.js';
export {
  Database,
  hold,
  insertNew,
  insertOnce,
  insertSame,
  isThere,
  rowsOf,
  type Slice,
  sqlState,
  type Tx,
} from './database.js';
export { type FileCopy, type FileInfo, Files, type Upload } from './files/files.service.js';
export {
  type Chore,
  type EventHandler,
  Handlers,
  type OutsideHandler,
  type QueueName,
  type Subscription,
} from './handlers.js';
export {
  formatDate,
  formatDateShort,
  formatMoment,
  formatMomentShort,
  formatMoney,
  formatMoneyRound,
  formatMoneyShort,
  formatNumber,
  formatPercent,
  isLang,
  type Lang,
  LANGS,
} from './i18n/format.js';
export { fold, latinised, type Multilingual, textIn } from './i18n/text.js';
export { hasWords, inAll, langOf, type Say, sayIn, type WordParams } from './i18n/words.js';
export { InGroups } from './in-groups.js';
export { inTurn } from './in-turn.js';
export { withoutPersonalData } from './loggable.js';
export { type Mail, Mailer } from './mailer.js';
export { migrate } from './migrate.js';
export { type GivenAnswer, type Repeat, Repeats } from './repeats.js';
export { type DomainEvent, Outbox, type StoredEvent } from './outbox.js';
export { PlatformModule } from './platform.module.js';
export { openWorker, type Processor } from './queue.js';
export { mustBeReachable } from './reach.js';
export { type FailedChore, type FailedDelivery, Queues, type QueueState } from './queues.js';
export { fromRoot } from './root.js';
export { linesHash, Signer } from './signature.js';
export { Texter, type TextMessage } from './texter.js';
export { Trail, type TrailEntry } from './trail.js';
export { TrailSeal } from './trail-seal.js';
export {
  type TrailEntryRow,
  type TrailHead,
  type TrailLink,
  TrailQueries,
  type TrailRow,
  type TrailWay,
} from './trail-seal.queries.js';
