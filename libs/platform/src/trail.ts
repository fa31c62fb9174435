import { Injectable } from '@nestjs/common';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Tx } from './database.js';

/** Who did what to which thing. `data` holds ids, codes and sums; never a name, an address or a bank's reference. */
export interface TrailEntry {
  /** The person, or null for the system itself (a deadline that passed, a webhook). */
  readonly actor: PersonId | null;
  /** "project.published", "approval.given": the act in the past tense. */
  readonly action: string;
  /** "project:ID". */
  readonly subject: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The audit trail: append-only, sealed into a hash chain by the worker, readable at `/ops/audit-log`. */
@Injectable()
export class Trail {
  async add(tx: Tx, { actor, action, subject, data = {} }: TrailEntry): Promise<void> {
    await tx.query(
      'insert into platform.trail (actor, action, subject, data, at) values ($1, $2, $3, $4, platform.now())',
      [actor, action, subject, JSON.stringify(data)],
    );
  }
}
