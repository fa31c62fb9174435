import { Injectable } from '@nestjs/common';
import { Database, rowsOf } from '#libs/platform/src/index.js';

/** One link of the books' chain, and the head to publish. Hashes are hexadecimal SHA-256. */
export interface SealHead {
  readonly n: number;
  /** Transaction numbers from (inside) to (outside), as texts of digits. */
  readonly fromTx: string;
  readonly toTx: string;
  readonly journals: number;
  readonly root: string;
  readonly prev: string;
  readonly hash: string;
  readonly at: Date;
}

const MOST = 2_000;

/** Seals finished journals into the chain, and moves the balances' snapshot with it. */
@Injectable()
export class SealService {
  constructor(private readonly db: Database) {}

  /**
   * Seals everything that is final and gives the number of journals sealed. What a transaction that is still open
   * anywhere in the database server may yet precede is left for the next time.
   */
  async seal(): Promise<number> {
    let all = 0;
    for (;;) {
      const sealed = await this.db.transaction(
        async (tx) => (await rowsOf<{ n: number }>(tx, 'select ledger.seal($1) as n', [MOST]))[0]!.n,
      );
      all += sealed;
      if (sealed < MOST) return all;
    }
  }

  /** The newest seals, newest first; before the one with this number. */
  async heads(limit: number, before?: string): Promise<SealHead[]> {
    return this.db.rows<SealHead>(
      `select n, from_tx as "fromTx", to_tx as "toTx", journals, encode(root, 'hex') as root, encode(prev, 'hex') as prev,
              encode(hash, 'hex') as hash, at
         from ledger.seal where $2::bigint is null or n < $2 order by n desc limit $1`,
      [limit, before ?? null],
    );
  }
}
