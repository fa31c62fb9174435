import { Injectable } from '@nestjs/common';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { type AccountName, type OwnerKind, type SealHead, SealService } from '#libs/ledger/src/index.js';
import { Clock, Database } from '#libs/platform/src/index.js';
import { BYTE_ORDER_MARK, csvRow } from './csv.js';

/** All accounts of one kind in one currency together, positive on the side where such accounts stand. */
export interface PlatformAccount {
  readonly owner: OwnerKind;
  readonly account: AccountName;
  readonly side: 'debit' | 'credit';
  readonly amount: Money;
}

/** The operator's own books: what he has, what he owes, and what stands between. */
export interface PlatformBooks {
  readonly asOf: Date;
  /** With Stripe and the bank: clearing, balance, on its way, disputed, ordered, being exchanged. */
  readonly has: readonly PlatformAccount[];
  /** To projects, towns, donors and nobody known yet. */
  readonly owes: readonly PlatformAccount[];
  /** Fees, fee cover, capital, reserve. */
  readonly own: readonly PlatformAccount[];
  /** The open position per currency: how much more of it is held than owed; negative: less. Without those at zero. */
  readonly positions: readonly Money[];
  /** The newest seal of the books; null before the first. */
  readonly head: SealHead | null;
}

interface Row {
  owner: OwnerKind;
  account: AccountName;
  side: 'debit' | 'credit';
  currency: Currency;
  minor: string;
}

const OWES: readonly string[] = [
  'project:claim',
  'project:released',
  'town:claim',
  'call:pool',
  'returns:due',
  'operator:unidentified',
];

/** Reads the books of the platform as a whole. No account of a single project, person or bank is named. */
@Injectable()
export class PlatformBooksQueries {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly seals: SealService,
  ) {}

  /** The platform's books now. */
  async now(): Promise<PlatformBooks> {
    const rows = await this.db.publicRows<Row>(ACCOUNTS);
    const accounts = rows
      .filter(({ account }) => account !== 'fx')
      .map(({ currency, minor, ...row }): PlatformAccount => ({
        ...row,
        amount: Money.ofMinor(BigInt(minor), currency),
      }));
    const owes = accounts.filter(({ owner, account }) => OWES.includes(`${owner}:${account}`));
    const has = accounts.filter(({ owner }) => owner === 'stripe' || owner === 'bank');
    const [head] = await this.seals.heads(1);
    return {
      asOf: await this.clock.now(),
      has,
      owes,
      own: accounts.filter((one) => !has.includes(one) && !owes.includes(one)),
      positions: rows
        .filter(({ account, minor }) => account === 'fx' && minor !== '0')
        .map(({ currency, minor }) => Money.ofMinor(-BigInt(minor), currency)),
      head: head ?? null,
    };
  }

  /** The same as CSV, in pieces; as a project's statement. */
  async *csv(): AsyncGenerator<string> {
    const rows = await this.db.publicRows<Row>(ACCOUNTS);
    yield BYTE_ORDER_MARK + csvRow(['owner', 'account', 'side', 'currency', 'amount_minor', 'amount']);
    for (const { owner, account, side, currency, minor } of rows) {
      // What stands on its other side says so; a sign would look like a formula.
      const amount = Money.ofMinor(BigInt(minor), currency);
      const size = amount.minor < 0n ? Money.zero(currency).minus(amount) : amount;
      const stands = amount.minor < 0n ? (side === 'debit' ? 'credit' : 'debit') : side;
      yield csvRow([owner, account, stands, currency, size.minor.toString(), size.toString()]);
    }
  }
}

const ACCOUNTS = `
select a.kind as owner, a.name as account, case a.sign when 1 then 'debit' else 'credit' end as side, a.currency, sum(b.balance) as minor
  from ledger.account a join ledger.account_balance b using (id)
 where a.book = 'held'
 group by a.kind, a.name, a.sign, a.currency
 order by 1, 2, 4`;
