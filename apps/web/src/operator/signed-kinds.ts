import { Injectable } from '@nestjs/common';
import type { Approval } from '#libs/approvals/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Reading } from '../edge/reading.js';

/** Facts by the name of their words; what is not known is left out when they are shown. */
export type Facts = (readonly [string, string | null | undefined])[];

/** What a signature of the operator is given for. */
export interface Signed {
  /** Where the whole of it can be read, without the language; null when the facts are all there is. */
  readonly href: string | null;
  readonly facts: Facts;
  /** Who of the staff alone said whose the money is. */
  readonly matchedBy?: PersonId | null | undefined;
}

/** Says of one approval what is signed. */
export type SignedKind = (reading: Reading, approval: Approval) => Promise<Signed>;

/** What is signed, kind by kind. Whoever knows the facts registers his kinds in `onModuleInit`, as rooms do what a signature does. */
@Injectable()
export class SignedKinds {
  private readonly kinds = new Map<string, SignedKind>();

  register(kinds: Readonly<Record<string, SignedKind>>): void {
    for (const [kind, signed] of Object.entries(kinds)) {
      if (this.kinds.has(kind)) throw new Error(`${kind} is registered twice`);
      this.kinds.set(kind, signed);
    }
  }

  /** Throws for a kind that nobody has registered: that is a fault of ours. */
  of(kind: string): SignedKind {
    const signed = this.kinds.get(kind);
    if (!signed) throw new Error(`nobody has said what is signed by ${kind}`);
    return signed;
  }
}
