import type { Money, ProjectId } from '#libs/kernel/src/index.js';
import type { Journal, Posting } from '#libs/ledger/src/index.js';
import { purseOf } from './home.postings.js';
import { claimOf } from './pledge.postings.js';

/** A sum of a town's fund for a project, under the id with which it was asked. */
export interface NextNeed {
  readonly id: string;
  readonly projectId: ProjectId;
  readonly placeCode: string;
  readonly lei: Money;
}

/** The key of the journal by which a town's fund gives. */
const needKey = ({ id }: Pick<NextNeed, 'id'>): string => `next:${id}`;

/** Act 49: money of the town's purse for a project of that town. */
export function needUsed(need: NextNeed): Journal {
  const posting = { debit: purseOf(need.placeCode), credit: claimOf(need.projectId), amount: need.lei };
  return journal(need, { key: needKey(need), kind: 'fund.need-used', posting });
}

/** Acts 27, 47 and 48: at the project's end so much of it goes back to the purse; `before`: what had gone back already. */
export function needReturned(need: NextNeed, lei: Money, { before, code }: { before: Money; code: string }): Journal {
  const posting = {
    debit: claimOf(need.projectId),
    credit: purseOf(need.placeCode),
    amount: lei,
    dims: { reason: code },
  };
  // A second time only when a lost dispute was won after the end.
  const key = `${needKey(need)}:returned${before.isZero() ? '' : `:${before.minor}`}`;
  return journal(need, { key, kind: 'fund.need-returned', posting });
}

function journal(
  { id, projectId }: NextNeed,
  { key, kind, posting }: { key: string; kind: string; posting: Posting },
): Journal {
  const postings = [{ ...posting, dims: { ...posting.dims, document: id } }];
  return { key, kind, project: projectId, postings, ref: { need: id } };
}
