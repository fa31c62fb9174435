import { randomUUID } from 'node:crypto';
import { Money } from '#libs/kernel/src/index.js';
import { signatureOf } from '#libs/messages/src/index.js';
import { type Command, UsageError } from './command.js';

const USAGE = `message ADDRESS CODE [LEI] [ID]          one message for the project of this code
       message ADDRESS settle REFERENCE GROSS FEE ID …  what one transfer pays

ADDRESS is where the aggregator tells of messages (http://localhost:3000/webhooks/messages/unu); its secret stands in
MESSAGE_SECRET.`;

/** Tells of a message as an aggregator does, signed. For trying an aggregator out, and for the demonstration. */
export const messageCommand: Command = {
  name: 'message',
  about: 'ADDRESS CODE [LEI] [ID]: tell of a message as an aggregator does (MESSAGE_SECRET)',
  async run([address, ...words]) {
    const secret = process.env.MESSAGE_SECRET;
    if (!address || !URL.canParse(address) || words.length === 0 || !secret) throw new UsageError(USAGE);
    // An aggregator has a clock of its own.
    const at = new Date(performance.timeOrigin + performance.now());
    const { status, text } = await tellMessage({ address, secret, at }, words);
    console.log(text);
    return status === 200 ? 0 : 1;
  },
};

/** Where an aggregator tells, as whom, and the moment that it signs. */
interface Teller {
  readonly address: string;
  readonly secret: string;
  readonly at: Date;
}

/** Sends what an aggregator tells: `CODE [LEI] [ID]`, or `settle REFERENCE GROSS FEE ID …`. */
export async function tellMessage(
  { address, secret, at }: Teller,
  words: readonly string[],
): Promise<{ status: number; text: string }> {
  const settles = words[0] === 'settle';
  const body = JSON.stringify(settles ? settlementOf(words.slice(1)) : messageOf(words, at));
  const signature = signatureOf(Buffer.from(body), at, secret);
  const headers = { 'content-type': 'application/json', 'plai-signature': signature };
  const answer = await fetch(settles ? `${address}/settlements` : address, { method: 'POST', body, headers });
  return { status: answer.status, text: await answer.text() };
}

function messageOf([code, lei = '24.00', id = randomUUID()]: readonly string[], at: Date): object {
  return { id, code, lei: Money.parse(lei, 'MDL').toString(), at: at.toISOString(), sender: randomUUID() };
}

function settlementOf([reference, gross, fee, ...messages]: readonly string[]): object {
  if (!gross || !fee || messages.length === 0) throw new UsageError(USAGE);
  const [given, kept] = [Money.parse(gross, 'MDL'), Money.parse(fee, 'MDL')];
  return { reference, messages, gross: given.toString(), fee: kept.toString(), net: given.minus(kept).toString() };
}
