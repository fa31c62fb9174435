import { Injectable } from '@nestjs/common';
import { type DomainError, refuse } from '#libs/kernel/src/index.js';
import type { Journal } from '#libs/ledger/src/index.js';
import { PayoutsService } from '#libs/payments/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import {
  bankFee,
  exchangeBought,
  exchangeSold,
  ownMeans,
  payoutArrived,
  unexplained,
  unidentified,
  unidentifiedReturned,
} from './bank.postings.js';
import { type BankLine, LINE_COLUMNS, type LineMeaning, lineOf, type LineRow } from './bank-line.js';
import { BankMoney } from './bank-money.js';
import { PaymentOrdersService } from './payment-orders.service.js';

/** What a confirmed line of a statement does: which act it is, and what it settles. */
@Injectable()
export class BankEffectsService {
  constructor(
    private readonly money: BankMoney,
    private readonly orders: PaymentOrdersService,
    private readonly payouts: PayoutsService,
  ) {}

  /** The journal of a line, having settled what it belongs to. A gift waits among the unidentified for its owner. */
  async of(tx: Tx, line: BankLine): Promise<Journal> {
    switch (line.meaning) {
      case 'gift':
      case 'unidentified':
        return unidentified(line);
      case 'unexplained':
        return unexplained(line);
      case 'unidentified-returned':
        return this.unidentifiedReturned(tx, line);
      case 'payout':
        return this.payout(tx, line);
      case 'exchange-sold':
        // What a statement shows has happened, whether it was free or not; so has what stood apart.
        if (line.state === 'entered') await this.money.mustHave(tx, line.accountId, line.amount);
        return exchangeSold(line);
      case 'exchange-bought':
        return this.exchangeBought(tx, line);
      case 'bank-fee':
        return bankFee(line);
      case 'own-means':
        return ownMeans(line);
      case 'order':
        return this.orders.confirmed(tx, line);
      case 'order-returned':
        return this.orders.returned(tx, line);
    }
  }

  private async payout(tx: Tx, line: BankLine): Promise<Journal> {
    const sent = await this.payouts.arrived(tx, line.refersTo!);
    if (!sent) throw wrong('there is no such payout on its way');
    if (sent.currency === line.amount.currency && !sent.equals(line.amount)) throw wrong('the payout is another sum');
    return payoutArrived(line.refersTo!, sent, line);
  }

  private async exchangeBought(tx: Tx, line: BankLine): Promise<Journal> {
    const sold = await this.earlier(tx, line, ['exchange-sold']);
    if (sold.amount.currency === line.amount.currency) throw wrong('an exchange has two currencies');
    return exchangeBought(sold, line);
  }

  private async unidentifiedReturned(tx: Tx, line: BankLine): Promise<Journal> {
    const earlier = await this.earlier(tx, line, ['gift', 'unidentified']);
    if (earlier.claimedBy || !earlier.amount.equals(line.amount))
      throw wrong('the line that came in is another sum, or claimed');
    await tx.query('update banking.line set claimed_by = $2, claimed_at = platform.now() where id = $1', [
      earlier.id,
      `bank-line:${line.id}`,
    ]);
    return unidentifiedReturned(line);
  }

  private async earlier(tx: Tx, line: BankLine, meanings: readonly LineMeaning[]): Promise<BankLine> {
    const [row] = await rowsOf<LineRow>(
      tx,
      `select ${LINE_COLUMNS} from banking.line where id::text = $1 and meaning = any($2) and state = 'confirmed' for update`,
      [line.refersTo, meanings],
    );
    if (!row) throw wrong('there is no such earlier line');
    return lineOf(row);
  }
}

function wrong(what: string): DomainError {
  return refuse('conflict', 'line-refers-wrong', `This line does not fit what it belongs to: ${what}.`);
}
