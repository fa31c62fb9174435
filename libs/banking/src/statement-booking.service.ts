import { Injectable } from '@nestjs/common';
import { DomainError, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { Outbox, rowsOf, sqlState, type Tx } from '#libs/platform/src/index.js';
import { BankEffectsService } from './bank-effects.service.js';
import { type BankLine, type BankLineId, LINE_COLUMNS, lineOf, type LineRow } from './bank-line.js';
import { lineReceived } from './banking.events.js';
import { certain, type LineFacts, type Meant, thingsNow } from './line-things.js';
import type { Statement } from './statement.js';
import type { FileEntry } from './statement/statement-file.js';
import type { FreshEntry } from './statement/statement-plan.js';

const UNIQUE = '23505';

interface EntryFacts extends LineFacts {
  readonly bankReference: string | null;
}

/** Books what a confirmed statement shows: what is certain as what it is, all else apart until a person names it. */
@Injectable()
export class StatementBooking {
  constructor(
    private readonly effects: BankEffectsService,
    private readonly ledger: LedgerService,
    private readonly outbox: Outbox,
  ) {}

  /** Every fresh entry is a line of the account afterwards, and in the books. Money in is booked before money out. */
  async book(tx: Tx, statement: Statement, { plan, by }: { plan: readonly FreshEntry[]; by: PersonId }): Promise<void> {
    const [known, fresh] = [plan.filter(({ meets }) => meets), plan.filter(({ meets }) => !meets)];
    for (const { entry, meets } of known)
      await tx.query(
        'update banking.line set statement_id = $2, bank_reference = $3, end_to_end = $4, code = $5 where id = $1',
        [meets, statement.id, entry.reference, entry.endToEnd, entry.code || null],
      );
    const references = await this.references(tx, statement);
    for (const incoming of [true, false]) {
      let things = await thingsNow(tx);
      for (const { entry } of fresh.filter((one) => BigInt(one.entry.minor) > 0n === incoming)) {
        const facts = factsOf(entry, statement, references);
        const settled = await this.line(tx, statement, { facts, meant: certain(facts, things), by });
        // What one entry settles the next may not.
        if (settled) things = things.filter(({ id }) => id !== settled.refersTo);
      }
    }
  }

  /** Books one entry as what it certainly is, which it answers; else apart: then null. */
  private async line(
    tx: Tx,
    statement: Statement,
    { facts, meant, by }: { facts: EntryFacts; meant: Meant | null; by: PersonId },
  ): Promise<Meant | null> {
    const id = newId<'BankLine'>();
    if (meant && (await this.attempt(tx, () => this.insert(tx, statement, { id, facts, meant })))) return meant;
    const incoming = facts.minor > 0n;
    const apart = { meaning: incoming ? 'unidentified' : 'unexplained', refersTo: null } as const;
    await this.insert(tx, statement, { id, facts, meant: apart });
    if (incoming) await this.outbox.add(tx, lineReceived(id, by));
    return null;
  }

  /** Tries what is certain; where a rule refuses it, nothing of it stays and a person will say. */
  private async attempt(tx: Tx, work: () => Promise<void>): Promise<boolean> {
    await tx.query('savepoint certain');
    try {
      await work();
      await tx.query('release savepoint certain');
      return true;
    } catch (error) {
      if (!(error instanceof DomainError) && sqlState(error) !== UNIQUE) throw error;
      await tx.query('rollback to savepoint certain');
      return false;
    }
  }

  private async insert(
    tx: Tx,
    { id: statementId, accountId, approvalId, enteredBy }: Statement,
    { id, facts, meant }: { id: BankLineId; facts: EntryFacts; meant: Meant },
  ): Promise<void> {
    await tx.query(
      `insert into banking.line (id, account_id, booked_on, amount_minor, currency, counterparty_name, counterparty_iban, reference, purpose,
         meaning, refers_to, approval_id, statement_id, bank_reference, end_to_end, code, state, entered_by, entered_at, confirmed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'confirmed', $17, platform.now(), platform.now())`,
      [
        id, accountId, facts.bookedOn, facts.minor.toString(), facts.currency, facts.name, facts.iban && facts.iban.length >= 5 ? facts.iban : null,
        facts.reference, facts.purpose || null, meant.meaning, meant.refersTo, approvalId, statementId,
        facts.bankReference, facts.endToEnd, facts.code || null, enteredBy,
      ], // prettier-ignore
    );
    await this.ledger.postAnew(tx, await this.effects.of(tx, await this.find(tx, id)));
  }

  private async find(tx: Tx, id: BankLineId): Promise<BankLine> {
    const [row] = await rowsOf<LineRow>(tx, `select ${LINE_COLUMNS} from banking.line where id = $1`, [id]);
    return lineOf(row!);
  }

  /** References that lines of the account have, as the database compares them. */
  private async references(tx: Tx, { accountId }: Statement): Promise<Set<string>> {
    const rows = await rowsOf<{ spelled: string }>(
      tx,
      `select banking.spelled(reference) as spelled from banking.line where account_id = $1 and state <> 'refused'`,
      [accountId],
    );
    return new Set(rows.map(({ spelled }) => spelled));
  }
}

function factsOf(
  entry: FileEntry,
  { accountId, opening: { currency } }: Statement,
  references: Set<string>,
): EntryFacts {
  const minor = BigInt(entry.minor);
  const wanted = entry.reference ?? `${entry.bookedOn} ${Money.ofMinor(minor, currency).toString()}`;
  return {
    ...entry,
    minor,
    currency,
    accountId,
    bankReference: entry.reference,
    reference: unused(references, wanted),
  };
}

/** The reference, numbered when the account has a line of it already: a fee may carry its payment's. */
function unused(references: Set<string>, wanted: string): string {
  for (let n = 1; ; n += 1) {
    const reference = n === 1 ? wanted : `${wanted.slice(0, 130)} #${n}`;
    const spelled = reference.replace(/\s/g, '').toUpperCase();
    if (references.has(spelled)) continue;
    references.add(spelled);
    return reference;
  }
}
