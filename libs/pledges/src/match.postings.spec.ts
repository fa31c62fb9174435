import { describe, expect, it } from '@jest/globals';
import { Money, newId, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import type { Journal } from '#libs/ledger/src/index.js';
import { matchBack, matchEarned, matchReserved, matchVoid } from './match.postings.js';

describe('what a sponsor adds to a gift, in the books', () => {
  const [id, callId] = [newId<'Match'>(), newId<'Call'>()];
  const [pledgeId, projectId] = [newId<'Pledge'>() as PledgeId, newId<'Project'>() as ProjectId];
  const match = { id, callId, pledgeId, projectId, lei: Money.lei(3_333n) };
  const said = ({ postings }: Journal) =>
    postings.map(({ debit, credit, amount }) => `${debit} → ${credit} ${amount.toString()}`);
  const drawn = `held:call/${callId}:pool:MDL → held:project/${projectId}:claim:MDL 33.33`;

  it('is kept for a promise, and earned or void once', () => {
    const reserved = matchReserved(match);
    expect(said(reserved)).toEqual([drawn]);
    expect(reserved).toMatchObject({ key: `match:${id}:reserved`, kind: 'match.reserved', status: 'pending', project: projectId }); // prettier-ignore
    expect(matchEarned(match, { reserved: true })).toMatchObject({ kind: 'match.earned', ends: { key: reserved.key, as: 'posted' } }); // prettier-ignore
    expect(matchVoid(match)).toMatchObject({ kind: 'match.void', postings: [], ends: { key: reserved.key, as: 'void' } }); // prettier-ignore
  });

  it('is earned at once by a gift that counts, and names itself but no gift', () => {
    const earned = matchEarned(match, { reserved: false });
    expect(said(earned)).toEqual([drawn]);
    expect(earned.ends).toBeUndefined();
    expect(earned.postings[0]!.dims).toEqual({ document: id });
  });

  it('goes back to its pool in parts, each under its own name', () => {
    const first = matchBack(match, Money.lei(100n), { before: Money.lei(0n), code: 'refunded' });
    expect(said(first)).toEqual([`held:project/${projectId}:claim:MDL → held:call/${callId}:pool:MDL 1.00`]);
    expect(first).toMatchObject({ key: `match:${id}:back`, kind: 'match.back' });
    const second = matchBack(match, Money.lei(7n), { before: Money.lei(100n), code: 'refunded' });
    expect(second.key).toBe(`match:${id}:back:100`);
  });
});
