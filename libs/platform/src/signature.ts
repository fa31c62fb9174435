import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from './config.js';

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

  /** 32 bytes that only this installation can make from these words. */
  digest(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.config.secret).update(`${purpose}\n${text}`).digest();
  }
}
