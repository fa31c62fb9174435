import { sourceOf } from '#libs/banking/src/index.js';
import { account, type Journal, tagged } from '#libs/ledger/src/index.js';
import type { Message, Settlement } from './message.js';

/** The key of the journal by which an aggregator owes for a message; it is reversed when the aggregator pays. */
export const messageKey = ({ id }: Pick<Message, 'id'>): string => `message:${id}`;

/** Act 16 for a message, memorandum: an aggregator has its sender's money and owes it; "raised" does not move. */
export function received({ id, aggregatorId, projectId, lei }: Message): Journal {
  const of = (name: 'unsettled' | 'source') => account('memo', 'aggregator', aggregatorId, name, 'MDL');
  return {
    key: messageKey({ id }),
    kind: 'message.received',
    project: projectId,
    postings: tagged({ gift: id }, [{ debit: of('unsettled'), credit: of('source'), amount: lei }]),
    ref: { message: id, aggregator: aggregatorId },
  };
}

/** The key of the journal by which an aggregator's fee is booked. */
export const feeKey = ({ id }: Pick<Settlement, 'id'>): string => `settlement:${id}:fee`;

/**
 * Act 17 for messages: what the aggregator keeps of a settlement is the operator's expense (policy a5). It is added to what
 * came, among the unidentified, from where each message then counts whole.
 */
export function feeKept({ id, aggregatorId, fee }: Pick<Settlement, 'id' | 'aggregatorId' | 'fee'>): Journal {
  const kept = account('held', 'operator', 'fees-message', 'MDL');
  return {
    key: feeKey({ id }),
    kind: 'message.fee',
    postings: [{ debit: kept, credit: sourceOf({ amount: fee }), amount: fee }],
    ref: { settlement: id, aggregator: aggregatorId },
  };
}
