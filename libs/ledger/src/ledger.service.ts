import { Injectable } from '@nestjs/common';
import { type Currency, Money, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { AccountCode } from './account-code.js';
import { refusalOf } from './ledger.errors.js';
import { type Dimensions, exchanged, type Journal, type Posting, requestOf } from './posting.js';
import { standingKey } from './standing-key.js';

/** Where a journal stands, and whether it stood there before. */
export interface Posted {
  readonly journalId: string;
  readonly replayed: boolean;
}

/** Why a journal is taken back: a code for its entries, and ids and codes that the reversal itself carries. */
export interface Reversal {
  readonly reason: string;
  readonly ref?: Readonly<Record<string, string>>;
}

/** The one way into the books. Everything here is part of the caller's transaction. */
@Injectable()
export class LedgerService {
  /**
   * Writes a journal, in one round trip. The same journal again is answered as the first time. Throws
   * `ledger-key-reused` for the same key with other content, `not-enough` (params `account`, `available`, `needed`)
   * when what is free of a guarded account would fall below zero, `ledger-not-pending` when `ends` names nothing that
   * waits; all conflicts, and the transaction is lost.
   */
  async post(tx: Tx, journal: Journal): Promise<Posted> {
    const sql = 'select journal_id as "journalId", replayed from ledger.post($1)';
    try {
      const [posted] = await rowsOf<Posted>(tx, sql, [JSON.stringify(requestOf(journal))]);
      return posted!;
    } catch (error) {
      throw refusalOf(error, journal.key);
    }
  }

  /**
   * `post` for what may have been taken back before: under its key or, where that stands reversed, under the next number
   * ("KEY:2"). Whoever calls has locked the thing that it is about.
   */
  async postAnew(tx: Tx, journal: Journal): Promise<Posted> {
    return this.post(tx, { ...journal, key: await standingKey(tx, journal.key) });
  }

  /**
   * Takes a posted journal back by one with its sides exchanged, under the key "reverse:KEY": once, and never a
   * reversal. What the reversal takes must be free. Throws `not-found`, `ledger-no-reversal` and as `post` does.
   */
  async reverse(tx: Tx, key: string, { reason, ref }: Reversal): Promise<Posted> {
    const original = await postedLines(tx, key);
    if (original.length === 0) throw refuse('not-found', 'ledger-journal-unknown', `No journal ${key}.`);
    if (key.startsWith('reverse:') || original[0]!.status !== 'posted') {
      throw refuse('conflict', 'ledger-no-reversal', `${key} is a reversal or not posted; it cannot be reversed.`);
    }
    const { journalId, project } = original[0]!;
    return this.post(tx, {
      key: `reverse:${key}`,
      kind: 'correction.reversed',
      ...(project && { project }),
      postings: exchanged(original.map((line) => postingOf(line, reason))),
      ref: { ...ref, reverses: journalId },
    });
  }

  /** `reverse` for what may have been taken back and booked again: whatever stands under this key, or its latest number. */
  async reverseStanding(tx: Tx, key: string, reversal: Reversal): Promise<Posted> {
    return this.reverse(tx, await standingKey(tx, key), reversal);
  }
}

interface Line extends Record<Exclude<keyof Dimensions, 'reason'>, string | null> {
  journalId: string;
  project: ProjectId | null;
  status: string;
  debit: AccountCode;
  credit: AccountCode;
  amount: string;
  currency: Currency;
}

async function postedLines(tx: Tx, key: string): Promise<Line[]> {
  return rowsOf<Line>(
    tx,
    `select j.id as "journalId", j.project, j.status, da.code as debit, ca.code as credit, d.amount, da.currency,
            d.gift, d.budget_line as line, d.tranche, d.document
       from ledger.journal j
       join ledger.entry d on d.journal_id = j.id and d.line % 2 = 1 and d.status = j.status
       join ledger.entry c on c.journal_id = j.id and c.line = d.line + 1
       join ledger.account da on da.id = d.account_id
       join ledger.account ca on ca.id = c.account_id
      where j.key = $1 order by d.line`,
    [key],
  );
}

function postingOf({ debit, credit, amount, currency, ...line }: Line, reason: string): Posting {
  const { gift, line: budgetLine, tranche, document } = line;
  const dims = Object.entries({ gift, line: budgetLine, tranche, document }).filter(([, id]) => id !== null);
  return {
    debit,
    credit,
    amount: Money.ofMinor(BigInt(amount), currency),
    dims: { ...(Object.fromEntries(dims) as Dimensions), reason },
  };
}
