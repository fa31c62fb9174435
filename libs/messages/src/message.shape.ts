import { Money, plainCode, refuse } from '#libs/kernel/src/index.js';
import { type MessageSaid, SETTLEMENT_MAX, type SettlementSaid } from './message.js';

const REF = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;
const REFERENCE = /^[A-Z0-9][A-Z0-9-]{4,33}[A-Z0-9]$/;
const SUM = /^\d{1,9}(\.\d{2})?$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** What a body tells of one message. Throws `message-shape` (param `field`). */
export function messageIn(body: Uint8Array): MessageSaid {
  const { id, code, lei, at, sender = null } = read(body);
  if (typeof id !== 'string' || !REF.test(id)) throw misshapen('id');
  if (typeof code !== 'string' || code.length > 40) throw misshapen('code');
  if (typeof at !== 'string' || !MOMENT.test(at) || Number.isNaN(Date.parse(at))) throw misshapen('at');
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
  if (typeof reference !== 'string' || !REFERENCE.test(reference)) throw misshapen('reference');
  if (!Array.isArray(messages) || messages.length === 0 || messages.length > SETTLEMENT_MAX)
    throw misshapen('messages');
  const refs = messages.filter((ref): ref is string => typeof ref === 'string' && REF.test(ref));
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
  if (typeof text !== 'string' || !SUM.test(text)) throw misshapen(field);
  return Money.parse(text, 'MDL');
}

function misshapen(field: string): Error {
  return refuse('invalid', 'message-shape', `The body is signed, but its "${field}" cannot be read.`, { field });
}
