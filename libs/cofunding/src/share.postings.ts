import type { Money, ProjectId } from '#libs/kernel/src/index.js';
import { account, type Journal, type Posting } from '#libs/ledger/src/index.js';
import { type ShareStep, STAGES } from './share.js';

// Memorandum only: this money is shown with its paper and never held here (acts 51 to 54).

/** Acts 51 and 53: a co-funder's money reaches a stage, out of the stages before it or new; 52: it falls back to its source. */
export function shareMoved({ id, projectId, sourceId, party, step, amount, took }: ShareStep): Journal {
  const at = (stage: 'source' | 'promised' | 'authorised' | 'paid') =>
    account('memo', 'project', projectId, `${party}-${stage}`, 'MDL');
  const to = step === 'reversed' ? at('source') : at(step);
  const dims = { document: id, line: sourceId };
  const moved: Posting[] = STAGES.map((stage) => ({ debit: to, credit: at(stage), amount: took[stage], dims }));
  const fresh = STAGES.reduce((left, stage) => left.minus(took[stage]), amount);
  const postings = [...moved, { debit: to, credit: at('source'), amount: fresh, dims }];
  return {
    key: `share:${id}:${step}`,
    kind: `share.${step}`,
    project: projectId,
    postings: postings.filter((posting) => posting.amount.isPositive()),
    ref: { share: id },
  };
}

/** Act 54: work or materials, valued by an act; in no total of money. */
export function inKindValued(valued: { id: string; projectId: ProjectId; amount: Money }): Journal {
  const { id, projectId, amount } = valued;
  return {
    key: `inkind:${id}`,
    kind: 'share.in-kind',
    project: projectId,
    postings: [
      {
        debit: account('memo', 'project', projectId, 'inkind-valued', 'MDL'),
        credit: account('memo', 'project', projectId, 'inkind-source', 'MDL'),
        amount,
        dims: { document: id },
      },
    ],
    ref: { inkind: id },
  };
}
