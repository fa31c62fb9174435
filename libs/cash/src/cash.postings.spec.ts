import { describe, expect, it } from '@jest/globals';
import { Money, newId, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import type { CashierId } from './cash.js';
import { inHand } from './cash.postings.js';

describe('what cash writes in the books', () => {
  it('in hand: memorandum of its cashier, with the gift, and nothing that counts as raised', () => {
    const [id, cashierId, projectId] = [newId() as PledgeId, newId() as CashierId, newId() as ProjectId];
    const { key, project, postings } = inHand({
      id,
      cashierId,
      projectId,
      line: null,
      lei: Money.parse('250.00', 'MDL'),
    });
    expect({ key, project }).toEqual({ key: `cash:${id}`, project: projectId });
    expect(postings.map(({ debit, credit, amount, dims }) => [debit, credit, amount.toString(), dims])).toEqual([
      [`memo:cashier/${cashierId}:undeposited:MDL`, `memo:cashier/${cashierId}:source:MDL`, '250.00', { gift: id }],
    ]);
  });
});
