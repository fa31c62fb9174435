import type { DomainEvent } from '#libs/platform/src/index.js';
import type { CashierId, DepositId } from './cash.js';

/** Somebody is to be a cashier: another officer is asked. */
export const cashierAsked = (cashierId: CashierId): DomainEvent => ({
  name: 'cash.cashier-asked',
  data: { cashierId },
});

/** A deposit's money is in the statement and its receipts count. */
export const depositCounted = (depositId: DepositId): DomainEvent => ({
  name: 'cash.deposit-counted',
  data: { depositId },
});

/** Money came with a deposit's code, and it is another sum; `lineId`: the line that made it so. */
export const depositDiffers = (depositId: DepositId, lineId: string): DomainEvent => ({
  name: 'cash.deposit-differs',
  data: { depositId, lineId },
});
