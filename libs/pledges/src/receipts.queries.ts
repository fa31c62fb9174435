import { Injectable } from '@nestjs/common';
import { Money, plainCode, type ProjectId } from '#libs/kernel/src/index.js';
import { standingKey } from '#libs/ledger/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { Pledge } from './pledge.entity.js';
import { countedKey } from './pledge.postings.js';
import type { PublicGift } from './pledges.queries.js';

/** What a receipt's code proves to a stranger: no name, no address. */
export interface ReceiptProof {
  readonly projectId: ProjectId;
  readonly amount: Money;
  readonly lei: Money;
  readonly refunded: Money;
  readonly countedAt: Date;
  /** valid; refunded: all of it went back, by us or by the donor's bank; moved: it went to the town's next need. */
  readonly state: 'valid' | 'refunded' | 'moved';
  readonly pool: PublicGift['pool'];
  readonly line: PublicGift['line'];
}

/** What the codes of receipts prove. */
@Injectable()
export class ReceiptsQueries {
  constructor(private readonly db: Database) {}

  /** What a receipt's code proves; null when no gift that was counted has it. */
  async find(text: string): Promise<ReceiptProof | null> {
    const pledge = await this.db.entities.findOneBy(Pledge, { receiptCode: plainCode(text) });
    if (!pledge?.countedAt) return null;
    const {
      projectId,
      came: amount,
      cameLeiMinor,
      gone: refunded,
      countedAt,
      state,
      lineId,
      units,
      poolPeople,
    } = pledge;
    const [shown] = await this.db.publicRows<{ name: string | null; names: readonly string[] | null }>(
      'select pool_name as name, pool_names as names from pledges.public_words where pledge_id = $1',
      [pledge.id],
    );
    return {
      ...{ projectId, amount, countedAt, lei: Money.lei(cameLeiMinor!) },
      refunded,
      pool: poolPeople === null ? null : { name: shown?.name ?? null, people: poolPeople, names: shown?.names ?? [] },
      line: lineId && { id: lineId, units },
      state: state === 'lost' ? 'refunded' : state === 'refunded' || state === 'moved' ? state : 'valid',
    };
  }

  /** The key of the journal by which the gift with this receipt code counts; null when there is none. */
  async journalOf(text: string): Promise<string | null> {
    const pledge = await this.db.entities.findOneBy(Pledge, { receiptCode: plainCode(text) });
    if (!pledge?.countedAt) return null;
    return this.db.transaction((tx) => standingKey(tx, countedKey(pledge)));
  }
}
