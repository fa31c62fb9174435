import { describe, expect, it } from '@jest/globals';
import { Money, newId, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import type { AggregatorId, SettlementId } from './message.js';
import { feeKept, received } from './messages.postings.js';

const aggregatorId: AggregatorId = newId<'Aggregator'>();

describe('what messages write in the books', () => {
  it('received: memorandum of its aggregator, with the gift, and nothing that counts as raised', () => {
    const [id, projectId] = [newId() as PledgeId, newId() as ProjectId];
    const { key, project, postings } = received({ id, aggregatorId, projectId, lei: Money.parse('24.00', 'MDL') });
    expect({ key, project }).toEqual({ key: `message:${id}`, project: projectId });
    expect(postings.map(({ debit, credit, amount, dims }) => [debit, credit, amount.toString(), dims])).toEqual([
      [`memo:aggregator/${aggregatorId}:unsettled:MDL`, `memo:aggregator/${aggregatorId}:source:MDL`, '24.00', { gift: id }],
    ]); // prettier-ignore
  });

  it('settled: what the aggregator keeps is the operator’s expense, so that what came and it are the messages whole', () => {
    const id: SettlementId = newId<'Settlement'>();
    const { key, project, postings } = feeKept({ id, aggregatorId, fee: Money.parse('7.20', 'MDL') });
    expect({ key, project }).toEqual({ key: `settlement:${id}:fee`, project: undefined });
    expect(postings.map(({ debit, credit, amount }) => [debit, credit, amount.toString()])).toEqual([
      ['held:operator:fees-message:MDL', 'held:operator:unidentified:MDL', '7.20'],
    ]);
  });
});
