import { Injectable } from '@nestjs/common';
import { type Money, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { account, LedgerQueries } from '#libs/ledger/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type BankAccountId, EXPLAIN_DAYS, OPEN_FROM } from './bank-line.js';
import { COMPARISON, type ComparisonRow } from './comparison.js';

const UNEXPLAINED = `
  select reference from banking.line where state = 'confirmed' and meaning = 'unexplained'
     and (${OPEN_FROM} + $1::int)::timestamp at time zone 'Europe/Chisinau' <= platform.now() order by booked_on, id limit 1`;

/** What of a bank account may be spent. */
@Injectable()
export class BankMoney {
  constructor(private readonly ledger: LedgerQueries) {}

  /**
   * What is free: the balance without what is ordered already and without money that nobody has claimed.
   * Locks the account, so that two orders never count the same money.
   */
  async free(tx: Tx, accountId: BankAccountId, currency: Money['currency']): Promise<Money> {
    await rowsOf(tx, 'select 1 from banking.account where id = $1 for update', [accountId]);
    const balance = await this.ledger.balance(account('held', 'bank', accountId, 'balance', currency), tx);
    const ordered = await this.ledger.balance(account('held', 'bank', accountId, 'order', currency), tx);
    const apart = await this.ledger.balance(account('held', 'operator', 'unidentified', currency), tx);
    return balance.minus(ordered).minus(apart);
  }

  /**
   * Passes when the books say the same as Stripe and the bank's statements, and no money left unexplained for days. Throws
   * `books-differ`, `bank-unexplained`: until a person has found out why, nothing is paid to anybody's treasury.
   */
  async mustAgree(tx: Tx): Promise<void> {
    const rows = await rowsOf<ComparisonRow>(tx, COMPARISON);
    const other = rows.find(({ ledger, told }) => ledger !== told);
    if (other) {
      const { place, currency } = other;
      throw refuse('conflict', 'books-differ', `The books and the ${place} differ in ${currency}.`, {
        place,
        currency,
      });
    }
    const [line] = await rowsOf<{ reference: string }>(tx, UNEXPLAINED, [EXPLAIN_DAYS]);
    if (!line) return;
    const { reference } = line;
    throw refuse('conflict', 'bank-unexplained', `Nobody has said why ${reference} left the account.`, { reference });
  }

  /** Passes when a project's town hall has so much unspent. Throws `order-spent` (param `left`). */
  async mustBeUnspent(tx: Tx, projectId: ProjectId, amount: Money): Promise<void> {
    const left = await this.ledger.free(account('memo', 'project', projectId, 'town-unspent', 'MDL'), tx);
    if (left.compare(amount) >= 0) return;
    throw refuse('conflict', 'order-spent', `The town hall has ${left.toString()} lei unspent.`, { left });
  }

  /** Passes when so much is free. Throws `bank-lei-missing` for lei, else `bank-ring-fenced`; both say what is free. */
  async mustHave(tx: Tx, accountId: BankAccountId, amount: Money): Promise<void> {
    const free = await this.free(tx, accountId, amount.currency);
    if (free.compare(amount) >= 0) return;
    const code = amount.currency === 'MDL' ? 'bank-lei-missing' : 'bank-ring-fenced';
    throw refuse('conflict', code, `The bank account has ${free.toString()} ${free.currency} free.`, {
      ...{ free, needed: amount },
    });
  }
}
