export { type Bring, BroughtService } from './brought.service.js';
export { type CardFee, cardFee, FEE_CURRENCY, mustBeOnStep } from './card-amounts.js';
export { CLOSERS, ClosingService, type ClosingSide } from './closing.service.js';
export { type CampaignDecision, type CampaignProgress, DeskQueries, type GiftRefund } from './desk.queries.js';
export { purseOf } from './dispute.postings.js';
export { type Ending, EndingQueries, type PeopleAndLei } from './ending.queries.js';
export { type GiftDispute, GiftDisputesQueries, type ProjectLoss } from './gift-disputes.queries.js';
export { frozenLei } from './frozen.js';
export { type AskRefund, GiftRefundsService } from './gift-refunds.service.js';
export type { Said } from './giving.request.js';
export { type Give, GivingService } from './giving.service.js';
export type { LineGifts } from './line-gifts.js';
export { LineGiftsQueries } from './line-gifts.queries.js';
export { priceIn } from './line-price.js';
export { type AskLoss, type LossKind, LossesService } from './losses.service.js';
export type { Decision } from './outcome.js';
export type { Paths } from './payment-pages.js';
export { REPAIR_DAYS } from './paying.service.js';
export type { Pledge } from './pledge.entity.js';
export type { Dedication, LineWish, Pool, PoolMember } from './pledge.request.js';
export type { PledgeState, Shortfall, Way } from './pledge.life.js';
export { claimOf } from './pledge.postings.js';
export { PledgesModule } from './pledges.module.js';
export {
  type CountryGroup,
  PledgesQueries,
  type PublicGift,
  type ReceiptProof,
  type Totals,
} from './pledges.queries.js';
export { type PoolPart, PoolsQueries } from './pools.queries.js';
export { type Access, PromisesService } from './promises.service.js';
export { type JudgeWords, PublicWordsService, WORDS_REASONS, type WordsReason, type WordsToRead, type WordsVerdict } from './public-words.service.js'; // prettier-ignore
export { REQUEST_DAYS, type RefundRequest, type RefundRequestId } from './refund-request.js';
export { type Possible, RefundRequestsService } from './refund-requests.service.js';
export { type AskReturnOrder, ReturnOrdersService } from './return-orders.service.js';
export { type Matched, TransfersService } from './transfers.service.js';
export type { Quote } from './quote.js';
