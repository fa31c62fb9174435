import { Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { account, LedgerService, type Posted, type Reversal, type SeenJournal } from '#libs/ledger/src/index.js';
import { PayoutsService } from '#libs/payments/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { unexplained, unidentified } from './bank.postings.js';
import { correctionChanged, MistakenOrdersService } from './mistaken-orders.service.js';
import {
  type BankLine,
  LINE_COLUMNS,
  type LineMeaning,
  lineOf,
  type LineRow,
  MEANINGS,
  REOPENED,
  unclaim,
} from './bank-line.js';

/** The meaning of a line that each of these journals has booked. */
const MEANT: Readonly<Record<string, LineMeaning>> = {
  'line.fee': 'bank-fee',
  'line.own-means': 'own-means',
  'line.unidentified-returned': 'unidentified-returned',
  'exchange.sold': 'exchange-sold',
  'exchange.bought': 'exchange-bought',
  'payout.arrived': 'payout',
  'order.confirmed': 'order',
  'order.returned': 'order-returned',
};

/** Lines whose meaning was a mistake: each stands apart again until somebody says what it is. */
@Injectable()
export class MistakenLinesService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly payouts: PayoutsService,
    private readonly orders: MistakenOrdersService,
  ) {}

  /**
   * Takes back what a line was booked as: what it had settled is open again, and its money stands apart. Throws
   * `correction-changed` when the line means something else by now, `correction-bought-first` for currency whose
   * counter-value is booked, `not-enough`. What followed from an order's end whoever calls has taken back.
   */
  async reopen(tx: Tx, journal: SeenJournal, reversal: Reversal): Promise<Posted> {
    const [row] = await rowsOf<LineRow>(
      tx,
      `select ${LINE_COLUMNS} from banking.line where id::text = $1 and state = 'confirmed' for update`,
      [journal.ref.line],
    );
    if (!row || row.meaning !== MEANT[journal.kind]) throw correctionChanged();
    const line = lineOf(row);
    await this.unsettle(tx, line);
    const incoming = MEANINGS[line.meaning].direction === 'in';
    const meaning = incoming ? 'unidentified' : 'unexplained';
    const apart = { ...(incoming ? unidentified(line) : unexplained(line)), key: `line:${line.id}:apart` };
    // Never less on the account than the bank says: what came is booked apart before it is taken back, what went after.
    if (incoming && isDirect(line, journal)) await this.ledger.post(tx, apart);
    const posted = await this.ledger.reverse(tx, journal.key, reversal);
    if (!incoming && isDirect(line, journal)) await this.ledger.post(tx, apart);
    await tx.query(`update banking.line set meaning = $2, refers_to = null, ${REOPENED} where id = $1`, [
      line.id,
      meaning,
    ]);
    return posted;
  }

  private async unsettle(tx: Tx, { id, meaning, refersTo }: BankLine): Promise<void> {
    if (meaning === 'payout') await this.payouts.notArrived(tx, refersTo!);
    if (meaning === 'order') await this.orders.undo(tx, refersTo!, 'arrived');
    if (meaning === 'order-returned') await this.orders.undo(tx, refersTo!, 'returned');
    if (meaning === 'unidentified-returned') await unclaim(tx, `bank-line:${id}`, REOPENED);
    if (meaning !== 'exchange-sold') return;
    const bought = `select 1 from banking.line where meaning = 'exchange-bought' and refers_to = $1 and state = 'confirmed'`;
    if ((await rowsOf(tx, bought, [id])).length > 0)
      throw refuse('conflict', 'correction-bought-first', 'Its counter-value is booked: that is corrected first.');
  }
}

/** Whether the meaning was booked from the account itself, and not from where the line stood apart. */
function isDirect({ accountId, amount }: BankLine, { postings }: SeenJournal): boolean {
  const balance = account('held', 'bank', accountId, 'balance', amount.currency);
  return postings.some(({ debit, credit }) => debit === balance || credit === balance);
}
