import type { Id, Money, ProjectId } from '#libs/kernel/src/index.js';
import { account, type Journal } from '#libs/ledger/src/index.js';

export type InvoiceId = Id<'Invoice'>;

/** What the books need to know of an invoice: the part that the people's money paid. */
export interface InvoiceMoney {
  readonly id: InvoiceId;
  readonly projectId: ProjectId;
  readonly lineId: string;
  readonly people: Money;
}

const memo = (project: ProjectId, name: 'town-unspent' | 'spent' | 'proven') =>
  account('memo', 'project', project, name, 'MDL');

/** The key under which spending stands in the books: what a cancelled invoice reverses. */
export const spentKey = (id: InvoiceId): string => `invoice:${id}`;

/** Act 46: an invoice spends what the town hall has received; more than that the books refuse. */
export function invoiceSpent({ id, projectId, lineId, people }: InvoiceMoney): Journal {
  return {
    key: spentKey(id),
    kind: 'invoice.spent',
    project: projectId,
    postings: [
      {
        debit: memo(projectId, 'spent'),
        credit: memo(projectId, 'town-unspent'),
        amount: people,
        dims: { document: id, line: lineId },
      },
    ],
    ref: { invoice: id },
  };
}

/** Act 46: an act of acceptance proves what an invoice spent. */
export function invoiceProven({ id, projectId, lineId, people }: InvoiceMoney): Journal {
  return {
    key: `invoice:${id}:proven`,
    kind: 'invoice.proven',
    project: projectId,
    postings: [
      {
        debit: memo(projectId, 'proven'),
        credit: memo(projectId, 'spent'),
        amount: people,
        dims: { document: id, line: lineId },
      },
    ],
    ref: { invoice: id },
  };
}
