import { type Id, type Money, type ProjectId, type TrancheId } from '#libs/kernel/src/index.js';
import { account, type AccountCode, type Journal, type Posting } from '#libs/ledger/src/index.js';

export type RequestId = Id<'TrancheRequest'>;

/** What the books need to know of a request. */
export interface TrancheMoney {
  readonly id: RequestId;
  readonly projectId: ProjectId;
  readonly trancheId: TrancheId;
  readonly amount: Money;
}

// Every movement that a tranche causes (acts 38 to 43); acts 41 and 43's order belong to banking.
const held = (project: ProjectId, name: 'claim' | 'released') => account('held', 'project', project, name, 'MDL');
const memo = (project: ProjectId, name: 'town-unspent' | 'town-source') =>
  account('memo', 'project', project, name, 'MDL');
/** The key of the journal by which the treasury has a tranche. */
export const trancheReceivedKey = (id: RequestId) => `tranche:${id}:received`;
const approvedKey = (id: RequestId) => `tranche:${id}:approved`;

function released({ projectId, trancheId, amount }: TrancheMoney): Posting[] {
  return [
    { debit: held(projectId, 'claim'), credit: held(projectId, 'released'), amount, dims: { tranche: trancheId } },
  ];
}

/** Act 38: the tranche is approved: its sum is reserved in the claim, nothing has moved. */
export function trancheApproved(tranche: TrancheMoney): Journal {
  return journal(tranche, 'approved', { postings: released(tranche), status: 'pending' });
}

/** Act 39: the approval falls; the sum is free again. */
export function trancheVoid(tranche: TrancheMoney): Journal {
  return journal(tranche, 'void', { postings: [], ends: { key: approvedKey(tranche.id), as: 'void' } });
}

/** Act 40: two of the operator's people have signed; the sum leaves the claim. */
export function trancheReleased(tranche: TrancheMoney): Journal {
  return journal(tranche, 'released', {
    postings: released(tranche),
    ends: { key: approvedKey(tranche.id), as: 'posted' },
  });
}

/** Act 42, memorandum: the treasury has it; from now on it is the town hall's to spend and to prove. */
export function trancheReceived(tranche: TrancheMoney): Journal {
  const { projectId, trancheId, amount } = tranche;
  const posting = {
    debit: memo(projectId, 'town-unspent'),
    credit: memo(projectId, 'town-source'),
    amount,
    dims: { tranche: trancheId },
  };
  return journal(tranche, 'received', { postings: [posting] });
}

/** Money that a town hall sent back: the line of our statement and where its money stands. */
export interface MoneyBack {
  readonly lineId: string;
  readonly from: AccountCode;
  readonly projectId: ProjectId;
  readonly amount: Money;
}

/** Act 43: the town hall sends back what it did not spend: it is the project's again, by the way it had left. */
export function moneyBack({ lineId, from, projectId, amount }: MoneyBack): Journal {
  return {
    key: `return:${lineId}`,
    kind: 'tranche.returned',
    project: projectId,
    postings: [
      { debit: from, credit: held(projectId, 'released'), amount },
      { debit: held(projectId, 'released'), credit: held(projectId, 'claim'), amount },
      { debit: memo(projectId, 'town-source'), credit: memo(projectId, 'town-unspent'), amount },
    ],
    ref: { line: lineId },
  };
}

type Step = 'approved' | 'void' | 'released' | 'received';

function journal(tranche: TrancheMoney, step: Step, rest: Pick<Journal, 'postings' | 'status' | 'ends'>): Journal {
  return {
    key: `tranche:${tranche.id}:${step}`,
    kind: `tranche.${step}`,
    project: tranche.projectId,
    ref: { request: tranche.id },
    ...rest,
  };
}
