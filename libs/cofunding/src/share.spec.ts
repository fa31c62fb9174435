import { describe, expect, it } from '@jest/globals';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import type { FundingSourceId } from '#libs/projects/src/index.js';
import { after, bringTo, NOTHING, type ShareId, type ShareStep, type Stage, type Standing, takeBack } from './share.js';
import { inKindValued, shareMoved } from './share.postings.js';

const lei = (bani: bigint) => Money.lei(bani);
const stands = (promised: bigint, authorised: bigint, paid: bigint): Standing => ({
  promised: lei(promised),
  authorised: lei(authorised),
  paid: lei(paid),
});
const projectId = newId<'Project'>() as ProjectId;

function move(step: Stage | 'reversed', amount: bigint, took: Standing): ShareStep {
  const ids = { id: newId<'Share'>() as ShareId, sourceId: newId<'FundingSource'>() as FundingSourceId };
  return { ...ids, projectId, party: 'town', step, amount: lei(amount), took };
}

describe('a co-funder’s share', () => {
  it('moves from stage to stage and is new only for the rest', () => {
    expect(bringTo('promised', lei(100n), stands(5n, 5n, 5n))).toEqual(stands(0n, 0n, 0n));
    expect(bringTo('authorised', lei(100n), stands(60n, 7n, 0n))).toEqual(stands(60n, 0n, 0n));
    expect(bringTo('paid', lei(100n), stands(60n, 70n, 9n))).toEqual(stands(30n, 70n, 0n));
  });

  it('falls back only as far as it stands there', () => {
    expect(takeBack('authorised', lei(8n), stands(0n, 7n, 0n))).toBeNull();
    expect(takeBack('authorised', lei(7n), stands(0n, 7n, 0n))).toEqual(stands(0n, 7n, 0n));
  });

  it('keeps its sums through a life', () => {
    let now = NOTHING;
    for (const [stage, amount] of [['promised', 130n], ['authorised', 130n], ['paid', 50n], ['paid', 90n]] as const) {
      now = after(now, move(stage, amount, bringTo(stage, lei(amount), now)));
    } // prettier-ignore
    expect(now).toEqual(stands(0n, 0n, 140n));
    expect(after(now, move('reversed', 40n, takeBack('paid', lei(40n), now)!))).toEqual(stands(0n, 0n, 100n));
  });

  it('posts each movement between memorandum accounts of its party', () => {
    const paid = move('paid', 100n, stands(30n, 50n, 0n));
    const journal = shareMoved(paid);
    const at = (stage: string) => `memo:project/${projectId}:town-${stage}:MDL`;
    expect(journal).toMatchObject({ key: `share:${paid.id}:paid`, kind: 'share.paid', project: projectId });
    expect(journal.postings.map(({ debit, credit, amount }) => [debit, credit, amount.minor])).toEqual([
      [at('paid'), at('promised'), 30n],
      [at('paid'), at('authorised'), 50n],
      [at('paid'), at('source'), 20n],
    ]);
    const fallen = shareMoved(move('reversed', 40n, stands(0n, 0n, 40n)));
    expect(fallen.postings.map(({ debit, credit }) => [debit, credit])).toEqual([[at('source'), at('paid')]]);
  });

  it('values help in kind apart from money', () => {
    const id = newId<'Share'>();
    expect(inKindValued({ id, projectId, amount: lei(500n) }).postings).toMatchObject([
      { debit: `memo:project/${projectId}:inkind-valued:MDL`, credit: `memo:project/${projectId}:inkind-source:MDL` },
    ]);
  });
});
