import { Injectable } from '@nestjs/common';
import type { Composer } from './letter.js';

/** Who writes which kind of letter. */
@Injectable()
export class Composers {
  private readonly kinds = new Map<string, Composer>();

  /** `compose` writes letters of this kind. */
  on(kind: string, compose: Composer): void {
    if (this.kinds.has(kind)) throw new Error(`letters of kind ${kind} have two composers`);
    this.kinds.set(kind, compose);
  }

  /** The composer of a kind. Throws on a kind that nobody writes: a bug. */
  of(kind: string): Composer {
    const found = this.kinds.get(kind);
    if (!found) throw new Error(`nobody writes letters of kind ${kind}`);
    return found;
  }
}
