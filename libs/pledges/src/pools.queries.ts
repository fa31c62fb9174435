import { Injectable } from '@nestjs/common';
import { Money } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { Pledge } from './pledge.entity.js';

/** One of several people's part in their gift. */
export interface PoolPart {
  /** Null: one person. */
  readonly name: string | null;
  /** Whether the payer lets his name stand in public. */
  readonly public: boolean;
  /** Of what came, or of what is promised while nothing has come; in the gift's currency and in lei. */
  readonly share: Money;
  readonly lei: Money;
  /** Of what went back. */
  readonly gone: Money;
}

/** Who took part in gifts that one person paid (act 18). */
@Injectable()
export class PoolsQueries {
  constructor(private readonly db: Database) {}

  /**
   * The parts of a gift, in the payer's order; none of a gift of one. What came, its lei, and what went back are each shared by the
   * weights that were given, largest remainders first, so that the parts of each add up to it.
   */
  async of(pledge: Pledge): Promise<PoolPart[]> {
    if (pledge.poolName === null) return [];
    const rows = await this.db.rows<{ name: string | null; public: boolean; share: string }>(
      'select name, public, share_minor as share from pledges.pool_member where pledge_id = $1 order by n',
      [pledge.id],
    );
    const weights = rows.map(({ share }) => BigInt(share));
    const counted = pledge.countedAt !== null;
    const shares = (counted ? pledge.came : pledge.gift).allocate(weights);
    const lei = (counted ? pledge.cameLei : pledge.lei).allocate(weights);
    const left = pledge.left.allocate(weights);
    return rows.map(({ name, public: shown }, n) => ({
      ...{ name, public: shown, share: shares[n]!, lei: lei[n]! },
      gone: counted ? shares[n]!.minus(left[n]!) : Money.zero(pledge.currency),
    }));
  }
}
