import { Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { LedgerService, type Posted, type Reversal, type SeenJournal } from '#libs/ledger/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { ORDER_COLUMNS, orderOf, type OrderRow } from './payment-order.js';

/** What was said of an order by mistake: that the bank paid it, refused it, or that what it paid came back. */
export type OrderEnd = 'arrived' | 'rejected' | 'returned';

/** Orders of which something was said by mistake: each stands again where it stood before. */
@Injectable()
export class MistakenOrdersService {
  constructor(private readonly ledger: LedgerService) {}

  /**
   * The order has not come to this end: it is on its way again, or has arrived. Money that nobody had claimed is its own again.
   * Whoever calls takes back what followed from the end. Throws `correction-changed` when it came to another end since, or
   * somebody else has claimed that money.
   */
  async undo(tx: Tx, id: string, end: OrderEnd): Promise<void> {
    const [row] = await rowsOf<OrderRow>(
      tx,
      `select ${ORDER_COLUMNS} from banking.payment_order where id::text = $1 and state = $2 for update`,
      [id, end],
    );
    if (!row) throw correctionChanged();
    const { kind, owner, sentAt, arrivedAt } = orderOf(row);
    const to = end === 'returned' ? 'arrived' : sentAt ? 'in-transit' : 'ordered';
    await tx.query(
      `update banking.payment_order set state = $2, arrived_at = $3, ended_at = null, reason = null,
              file_id = case when $2 = 'ordered' then null else file_id end where id::text = $1`,
      [id, to, to === 'arrived' ? arrivedAt : null],
    );
    if (kind === 'return' && end !== 'arrived') await claimAgain(tx, owner.slice('bank-line:'.length), `order:${id}`);
  }

  /** Two had said by mistake that the bank refused an order (act 50). Throws as `undo`, `not-enough` when its money is free no more. */
  async unreject(tx: Tx, journal: SeenJournal, reversal: Reversal): Promise<Posted> {
    await this.undo(tx, journal.ref.order!, 'rejected');
    return this.ledger.reverse(tx, journal.key, reversal);
  }
}

/** What two were to sign is not what stands there now. */
export function correctionChanged(): Error {
  return refuse('conflict', 'correction-changed', 'What is to be corrected has changed since.');
}

async function claimAgain(tx: Tx, line: string, owner: string): Promise<void> {
  const claimed = await rowsOf(
    tx,
    `select 1 from banking.line where id::text = $1 and claimed_by is null and meaning in ('gift', 'unidentified') for update`,
    [line],
  );
  if (claimed.length === 0) throw correctionChanged();
  await tx.query('update banking.line set claimed_by = $2, claimed_at = platform.now() where id::text = $1', [line, owner]); // prettier-ignore
}
