import { Injectable } from '@nestjs/common';
import type { Money } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { hold, type Tx } from '#libs/platform/src/index.js';
import { purseOf } from './home.postings.js';
import { LossBooks } from './loss-books.service.js';

/**
 * The purses of towns. Whoever takes from one, puts into one, or books a loss of one holds it until his transaction ends: after
 * the project's gate and after the rows of gifts, before the books. So a purse with an open loss has nothing free: what comes
 * pays the loss first.
 */
@Injectable()
export class PursesService {
  constructor(
    private readonly ledger: LedgerQueries,
    private readonly losses: LossBooks,
  ) {}

  /** What may leave a purse: what no dispute has reserved; nothing while a loss is open. */
  async free(tx: Tx, placeCode: string): Promise<Money> {
    await hold(tx, `purse:${placeCode}`);
    return this.seen(tx, placeCode);
  }

  /** The same for who only looks: nobody is held, and it may be another the next moment. */
  async seen(tx: Tx, placeCode: string): Promise<Money> {
    return this.ledger.free(purseOf(placeCode), tx);
  }

  /** Something has come to a purse, or is free in it again: it pays what lost disputes have left open, then what the reserve had covered. */
  async received(tx: Tx, placeCode: string): Promise<void> {
    await this.losses.payFirst(tx, { kind: 'town', id: placeCode }, await this.free(tx, placeCode));
  }
}
