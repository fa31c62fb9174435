import { Injectable } from '@nestjs/common';
import { Config } from './config.js';

/** One text message, ready to go. */
export interface TextMessage {
  /** Names the message for ever, so that a provider recognises a repeated send. */
  readonly id: string;
  /** E.164: "+37369123456". */
  readonly to: string;
  readonly text: string;
}

const WAIT_MS = 10_000;

/** Hands text messages to the provider of TEXTS_URL: one POST of JSON with the key of TEXTS_KEY as bearer. */
@Injectable()
export class Texter {
  constructor(private readonly config: Config) {}

  /** Whether there is a provider: without one nobody is asked for a number. */
  get ready(): boolean {
    return this.config.texts !== undefined;
  }

  /** How many messages may go out within a day. */
  get aDay(): number {
    return this.config.texts?.aDay ?? 0;
  }

  /** Resolves when the provider has taken the message; throws what it answered otherwise, or that it is silent. */
  async send({ id, to, text }: TextMessage): Promise<void> {
    const { texts } = this.config;
    if (!texts) throw new Error('no provider of text messages: TEXTS_URL is not set');
    const answer = await fetch(texts.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${texts.key}`, 'idempotency-key': id },
      body: JSON.stringify({ id, to, text }),
      signal: AbortSignal.timeout(WAIT_MS),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the provider of text messages answered ${answer.status}`);
  }
}
