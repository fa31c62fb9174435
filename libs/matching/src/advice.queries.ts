import { Injectable } from '@nestjs/common';
import { Money, type ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { KeptShare } from './advice.js';
import type { CallId } from './call.js';

/** What a project would have of a call's pool by the quadratic rule, beside what it has drawn. */
export interface AdvisedShare {
  readonly projectId: ProjectId;
  /** People whose gifts of the call's days are held. */
  readonly donors: number;
  /** What of those gifts is held. */
  readonly given: Money;
  readonly advised: Money;
}

/** How a call's pool would be shared by the quadratic rule. */
export interface Advice {
  /** When it was reckoned. */
  readonly at: Date;
  /** Who would have most first. */
  readonly shares: readonly AdvisedShare[];
}

/** Reads what the quadratic rule would give. */
@Injectable()
export class AdviceQueries {
  constructor(private readonly db: Database) {}

  /** As it was reckoned last; null before the first time. Public. */
  async ofCall(id: CallId): Promise<Advice | null> {
    const [row] = await this.db.publicRows<{ at: Date; shares: readonly KeptShare[] }>(
      'select at, shares from matching.advice where call_id = $1',
      [id],
    );
    if (!row) return null;
    const lei = (minor: string) => Money.lei(BigInt(minor));
    return {
      at: row.at,
      shares: row.shares.map(({ given, advised, ...share }) => ({
        ...share,
        given: lei(given),
        advised: lei(advised),
      })),
    };
  }
}
