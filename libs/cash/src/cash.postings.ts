import type { Money, ProjectId } from '#libs/kernel/src/index.js';
import { account, type Journal, tagged } from '#libs/ledger/src/index.js';
import type { Receipt } from './cash.js';

/** The key of the journal by which cash is in a cashier's hand; it is reversed when it reaches the bank or goes back. */
export const cashKey = ({ id }: Pick<Receipt, 'id'>): string => `cash:${id}`;

/** Act 16, memorandum: two have signed for cash that a cashier has in hand; "raised" does not move. */
export function inHand(
  receipt: Pick<Receipt, 'id' | 'cashierId' | 'line'> & { projectId: ProjectId; lei: Money },
): Journal {
  const { id, cashierId, projectId, lei, line } = receipt;
  const of = (name: 'undeposited' | 'source') => account('memo', 'cashier', cashierId, name, 'MDL');
  return {
    key: cashKey(receipt),
    kind: 'cash.in-hand',
    project: projectId,
    postings: tagged({ gift: id, ...(line && { line: line.id }) }, [
      { debit: of('undeposited'), credit: of('source'), amount: lei },
    ]),
    ref: { receipt: id, cashier: cashierId },
  };
}
