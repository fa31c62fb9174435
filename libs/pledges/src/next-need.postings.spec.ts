import { describe, expect, it } from '@jest/globals';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import type { Journal } from '#libs/ledger/src/index.js';
import { needReturned, needUsed } from './next-need.postings.js';

describe('a town’s fund used for its next need, in the books', () => {
  const projectId = newId<'Project'>() as ProjectId;
  const need = { id: newId(), projectId, placeCode: '6420000', lei: Money.lei(33_333n) };
  const said = ({ postings }: Journal) =>
    postings.map(({ debit, credit, amount }) => `${debit} → ${credit} ${amount.toString()}`);

  it('leaves the purse for the project, under its own name', () => {
    const journal = needUsed(need);
    expect(said(journal)).toEqual([`held:town/6420000:claim:MDL → held:project/${projectId}:claim:MDL 333.33`]);
    expect(journal).toMatchObject({
      key: `next:${need.id}`,
      kind: 'fund.need-used',
      project: projectId,
      ref: { need: need.id },
    });
    expect(journal.postings[0]!.dims).toEqual({ document: need.id });
  });

  it('comes back to the purse as far as it is left, and a second time under another name', () => {
    const first = needReturned(need, Money.lei(100n), { before: Money.lei(0n), code: 'completed' });
    expect(said(first)).toEqual([`held:project/${projectId}:claim:MDL → held:town/6420000:claim:MDL 1.00`]);
    expect(first).toMatchObject({ key: `next:${need.id}:returned`, kind: 'fund.need-returned' });
    expect(first.postings[0]!.dims).toEqual({ document: need.id, reason: 'completed' });
    const second = needReturned(need, Money.lei(7n), { before: Money.lei(100n), code: 'completed' });
    expect(second.key).toBe(`next:${need.id}:returned:100`);
  });
});
