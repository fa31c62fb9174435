import { DomainError, isId, Money, newId } from '#libs/kernel/src/index.js';
import { signatureOf } from '#libs/messages/src/index.js';
import { type Command, UsageError } from './command.js';

const USAGE = `message ADDRESS CODE [LEI] [ID]                  one message for the project of this code
       message ADDRESS settle REFERENCE GROSS FEE ID …  what one transfer pays

ADDRESS is where the aggregator tells of messages (http://localhost:3000/webhooks/messages/unu); its secret stands in
MESSAGE_SECRET. The same words with the same ID tell of the same message again, and are answered alike.
Exit code 0: taken. 1: refused, or not answered. 2: not as above.`;

const ANSWER_MS = 30_000;
/** When a message was sent whose id does not say it: with the same id it is always the same one. */
const UNKNOWN = new Date('2026-01-01T00:00:00Z');

/** Tells of a message as an aggregator does, signed. For trying an aggregator out, and for the demonstration. */
export const messageCommand: Command = {
  name: 'message',
  about: 'ADDRESS CODE [LEI] [ID]: tell of a message as an aggregator does (MESSAGE_SECRET)',
  async run([address, ...words]) {
    const secret = process.env.MESSAGE_SECRET;
    if (!address || !URL.canParse(address) || words.length === 0 || !secret) throw new UsageError(USAGE);
    // An aggregator has a clock of its own.
    const at = new Date(performance.timeOrigin + performance.now());
    const [code, lei = '24.00', id = newId()] = words;
    const told = code === 'settle' ? words : [code!, lei, id];
    try {
      const { status, text } = await tellMessage({ address, secret, at }, told);
      console.log(code === 'settle' ? text : `${id} ${text}`);
      return status === 200 && !isRefused(text) ? 0 : 1;
    } catch (error) {
      if (error instanceof UsageError) throw error;
      console.error(`${address} does not answer${why(error)}.`);
      return 1;
    }
  },
};

/** Where an aggregator tells, as whom, and the moment that it signs. */
interface Teller {
  readonly address: string;
  readonly secret: string;
  readonly at: Date;
}

/**
 * Sends what an aggregator tells: `CODE LEI ID`, or `settle REFERENCE GROSS FEE ID …`. The same words are the same message.
 * Throws `UsageError` for words that are none of these.
 */
export async function tellMessage(
  { address, secret, at }: Teller,
  words: readonly string[],
): Promise<{ status: number; text: string }> {
  const settles = words[0] === 'settle';
  const body = JSON.stringify(settles ? settlementOf(words.slice(1)) : messageOf(words));
  const signature = signatureOf(Buffer.from(body), at, secret);
  const headers = { 'content-type': 'application/json', 'plai-signature': signature };
  const signal = AbortSignal.timeout(ANSWER_MS);
  const answer = await fetch(settles ? `${address}/settlements` : address, { method: 'POST', body, headers, signal });
  return { status: answer.status, text: await answer.text() };
}

function messageOf([code, lei, id]: readonly string[]): object {
  if (!lei || !id) throw new UsageError(USAGE);
  return { id, code, lei: sumOf(lei).toString(), at: sentAt(id).toISOString(), sender: id };
}

/** Our own ids carry the moment at which they were made. */
function sentAt(id: string): Date {
  return isId(id) && id[14] === '7' ? new Date(parseInt(id.slice(0, 8) + id.slice(9, 13), 16)) : UNKNOWN;
}

function settlementOf([reference, gross, fee, ...messages]: readonly string[]): object {
  if (!gross || !fee || messages.length === 0) throw new UsageError(USAGE);
  const [given, kept] = [sumOf(gross), sumOf(fee)];
  return { reference, messages, gross: given.toString(), fee: kept.toString(), net: given.minus(kept).toString() };
}

function sumOf(text: string): Money {
  try {
    return Money.parse(text, 'MDL');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new UsageError(`"${text}" is no sum of lei; write 24 or 24.00.`);
  }
}

function isRefused(text: string): boolean {
  return (JSON.parse(text) as { state?: string }).state === 'refused';
}

/** What the network says of it, where it says anything. */
function why(error: unknown): string {
  const { cause, message } = error as Error;
  const said = cause instanceof Error ? cause.message : message;
  return said ? ` (${said})` : '';
}
