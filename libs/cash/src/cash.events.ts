import type { ApprovalId, BodyId, PersonId, PledgeId } from '#libs/kernel/src/index.js';
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

/** It was counted by mistake, by money that was not its own: it is open again. */
export const depositReopened = (depositId: DepositId): DomainEvent => ({
  name: 'cash.deposit-reopened',
  data: { depositId },
});

/** Money came with a deposit's code, and it is another sum; `lineId`: the line that made it so. */
export const depositDiffers = (depositId: DepositId, lineId: string): DomainEvent => ({
  name: 'cash.deposit-differs',
  data: { depositId, lineId },
});

/** A receipt waits for a second officer: to sign it, or to make it void. */
export const receiptAsked = (associationId: BodyId, approvalId: ApprovalId, by: PersonId): DomainEvent => ({
  name: 'cash.receipt-asked',
  data: { associationId, approvalId, by },
});

/** A signed receipt is void: its cash went back to its giver. */
export const receiptVoided = (receiptId: PledgeId): DomainEvent => ({
  name: 'cash.receipt-voided',
  data: { receiptId },
});
