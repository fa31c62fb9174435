import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { legible } from '#libs/kernel/src/index.js';
import { Config } from './config.js';

const CODE_CHARACTERS = 16;

/** Signs ids, so that a link can be made from an id alone and nothing secret has to lie in a table or a queue. */
@Injectable()
export class Signer {
  constructor(private readonly config: Config) {}

  /** "<id>.<signature>" for one purpose ("sign-in", "invitation"); the same every time. */
  token(purpose: string, id: string): string {
    return `${id}.${this.digest(purpose, id).subarray(0, 24).toString('base64url')}`;
  }

  /** The id inside a token of this purpose, or null when it was not made here. */
  read(purpose: string, token: string): string | null {
    const id = token.split('.', 1)[0]!;
    const [given, made] = [Buffer.from(token), Buffer.from(this.token(purpose, id))];
    return given.length === made.length && timingSafeEqual(given, made) ? id : null;
  }

  /**
   * "7KQ2-M4XA-9TZC-HH2P", which only this installation can make from these words: 80 bits, so that nobody guesses one and two
   * of one purpose never meet. Letters are taken in any case: to PostgreSQL capitals of an id are the same id.
   */
  code(purpose: string, text: string): string {
    const bytes = this.digest(purpose, text.toLowerCase()).subarray(0, CODE_CHARACTERS);
    return legible(bytes).replace(/.{4}(?=.)/g, '$&-');
  }

  /** 32 bytes that only this installation can make from these words. */
  digest(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.config.secret).update(`${purpose}\n${text}`).digest();
  }
}

/** sha256 in hex over a head and lines below it, sorted: anyone who has the published list can compute it anew. */
export function linesHash(head: string, lines: readonly string[]): string {
  return createHash('sha256')
    .update([head, ...[...lines].sort()].join('\n'))
    .digest('hex');
}
