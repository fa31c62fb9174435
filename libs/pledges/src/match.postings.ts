import type { Money } from '#libs/kernel/src/index.js';
import { account, type AccountCode, type Journal, type Posting } from '#libs/ledger/src/index.js';
import type { CallId, Match } from './match.js';
import { claimOf } from './pledge.postings.js';

type Drawn = Pick<Match, 'id' | 'pledgeId' | 'projectId' | 'callId' | 'lei'>;

/** What a sponsor has paid in and no gift has drawn. */
export const poolOf = (call: CallId): AccountCode => account('held', 'call', call, 'pool', 'MDL');

/** Act 21: while the gift is promised, its match is kept for it in the pool. */
export function matchReserved(match: Drawn): Journal {
  return journal(match, 'reserved', { status: 'pending', postings: [drawing(match)] });
}

/** Act 22: the gift counts, and its match with it; `reserved`: it had been kept for it. */
export function matchEarned(match: Drawn, { reserved }: { reserved: boolean }): Journal {
  return journal(match, 'earned', {
    postings: [drawing(match)],
    ...(reserved && { ends: { key: keyOf(match, 'reserved'), as: 'posted' } }),
  });
}

/** Act 23: the promise fell; what was kept for it is free in the pool again. */
export function matchVoid(match: Drawn): Journal {
  return journal(match, 'void', { postings: [], ends: { key: keyOf(match, 'reserved'), as: 'void' } });
}

/** Act 24: so much of a match goes back to its pool; `before`: what had gone back already. */
export function matchBack(match: Drawn, lei: Money, { before, code }: { before: Money; code: string }): Journal {
  const posting = { debit: claimOf(match.projectId), credit: poolOf(match.callId), amount: lei };
  const postings = [{ ...posting, dims: { document: match.id, reason: code } }];
  return journal(match, before.isZero() ? 'back' : `back:${before.minor}`, { kind: 'match.back', postings });
}

function drawing({ id, callId, projectId, lei }: Drawn): Posting {
  return { debit: poolOf(callId), credit: claimOf(projectId), amount: lei, dims: { document: id } };
}

const keyOf = ({ id }: Drawn, step: string): string => `match:${id}:${step}`;

function journal(match: Drawn, step: string, rest: Partial<Journal> & Pick<Journal, 'postings'>): Journal {
  const ref = { match: match.id, call: match.callId, pledge: match.pledgeId };
  return { key: keyOf(match, step), kind: `match.${step}`, project: match.projectId, ref, ...rest };
}
