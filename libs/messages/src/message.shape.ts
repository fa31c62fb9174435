import { Money, plainCode, refuseFields } from '#libs/kernel/src/index.js';
import { type MessageSaid, SETTLEMENT_MAX, type SettlementSaid } from './message.js';

/** How what an aggregator tells is written: its own ids, the references of its transfers, sums of lei, moments. */
export const SHAPES = {
  ref: /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/,
  reference: /^[A-Z0-9][A-Z0-9-]{4,33}[A-Z0-9]$/,
  sum: /^\d{1,9}(\.\d{2})?$/,
  moment: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/,
} as const;

/** What a body tells of one message. Throws `message-shape` (param `field`). */
export function messageIn(body: Uint8Array): MessageSaid {
  const { id, code, lei, at, sender = null } = read(body);
  if (typeof id !== 'string' || !SHAPES.ref.test(id)) throw misshapen('id');
  if (typeof code !== 'string' || code.length > 40) throw misshapen('code');
  if (typeof at !== 'string' || !SHAPES.moment.test(at) || Number.isNaN(Date.parse(at))) throw misshapen('at');
  if (sender !== null && (typeof sender !== 'string' || sender.length < 1 || sender.length > 200))
    throw misshapen('sender');
  return {
    id,
    code: plainCode(code),
    lei: sumIn({ lei }, 'lei'),
    at: new Date(at),
    sender,
  };
}

/** What a body tells of a settlement. Throws `message-shape` (param `field`). */
export function settlementIn(body: Uint8Array): SettlementSaid {
  const { reference, messages, ...sums } = read(body);
  if (typeof reference !== 'string' || !SHAPES.reference.test(reference)) throw misshapen('reference');
  if (!Array.isArray(messages) || messages.length === 0 || messages.length > SETTLEMENT_MAX)
    throw misshapen('messages');
  const refs = messages.filter((ref): ref is string => typeof ref === 'string' && SHAPES.ref.test(ref));
  if (new Set(refs).size < messages.length) throw misshapen('messages');
  const [gross, fee, net] = [sumIn(sums, 'gross'), sumIn(sums, 'fee'), sumIn(sums, 'net')];
  return { reference, messages: refs.sort(), gross, fee, net };
}

function read(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Answered below, like whatever else is no object.
  }
  throw misshapen('body');
}

function sumIn(sums: Readonly<Record<string, unknown>>, field: string): Money {
  const text = sums[field];
  if (typeof text !== 'string' || !SHAPES.sum.test(text)) throw misshapen(field);
  return Money.parse(text, 'MDL');
}

function misshapen(field: string): Error {
  return refuseFields({ pointer: field === 'body' ? '' : `/${field}`, code: 'message-shape', params: { field } });
}
