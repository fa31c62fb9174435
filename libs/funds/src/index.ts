export { FundAccess } from './fund-access.service.js';
export type { FundGift, FundGiftId } from './fund-gift.entity.js';
export { FundRefundsService } from './fund-refunds.service.js';
export { FundGivingService } from './fund-giving.service.js';
export type { FundGiftState, PlanState } from './fund.life.js';
export { FundsModule } from './funds.module.js';
export { type FundProof, type FundRefund, FundsQueries, type FundTotals } from './funds.queries.js';
export type { Plan, PlanId } from './plan.entity.js';
export { PlansService } from './plans.service.js';
