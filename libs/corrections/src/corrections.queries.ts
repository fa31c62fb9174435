import { Injectable } from '@nestjs/common';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { sealOf } from '#libs/ledger/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import { type JournalCorrection, type CorrectionId, LAPSE_DAYS, type MadeCorrection } from './correction.js';

type Row<Of extends { amount: Money }> = Omit<Of, 'amount'> & { readonly minor: string; readonly currency: Currency };

/** Reads corrections, those that were made for everybody. */
@Injectable()
export class CorrectionsQueries {
  constructor(private readonly db: Database) {}

  /** Every correction, the newest first; before the one with this id. */
  async list({ after, limit }: Slice = {}): Promise<JournalCorrection[]> {
    const rows = await this.db.rows<Row<JournalCorrection>>(
      `${CORRECTION} where ($1::uuid is null or (a.asked_at, c.id) < (select o.asked_at, o.id from approvals.approval o where o.id = $1))
        order by a.asked_at desc, c.id desc limit $2`,
      [after ?? null, limit ?? null],
    );
    return rows.map(withAmount<JournalCorrection>);
  }

  /** One of them, or null. */
  async find(id: CorrectionId): Promise<JournalCorrection | null> {
    const [row] = await this.db.rows<Row<JournalCorrection>>(`${CORRECTION} where c.id = $1`, [id]);
    return row ? withAmount<JournalCorrection>(row) : null;
  }

  /** What was asked about one journal, the newest first. */
  async ofJournal(journalId: string): Promise<JournalCorrection[]> {
    const sql = `${CORRECTION} where c.journal_id = $1::bigint order by a.asked_at desc, c.id desc`;
    return (await this.db.rows<Row<JournalCorrection>>(sql, [journalId])).map(withAmount<JournalCorrection>);
  }

  /** Those that were made, the newest first, as everybody may read them; before the one with this id. */
  async made({ after, limit }: Slice = {}): Promise<MadeCorrection[]> {
    const rows = await this.db.publicRows<Row<MadeCorrection>>(
      `select c.id, c.done_at as at, ${FACTS}, c.journal_id as journal, ${sealOf('j.tx')} as seal, c.reversal_id as reversal, ${sealOf('r.tx')} as "reversalSeal"
         from corrections.correction c join ledger.journal j on j.id = c.journal_id join ledger.journal r on r.id = c.reversal_id
        where ($1::uuid is null or (c.done_at, c.id) < (select o.done_at, o.id from corrections.correction o where o.id = $1))
        order by c.done_at desc, c.id desc limit $2`,
      [after ?? null, limit ?? null],
    );
    return rows.map(withAmount<MadeCorrection>);
  }
}

const FACTS = 'j.kind, j.project, c.reason, c.amount_minor::text as minor, c.currency';

const CORRECTION = `
select c.id, ${FACTS}, c.journal_id as journal, c.reversal_id as reversal, (select l.id from banking.line l where l.id::text = j.ref->>'line') as "lineId",
       case a.state when 'waiting' then 'asked' when 'given' then 'done' when 'refused' then 'refused'
            else case when a.decided_at >= a.asked_at + interval '${LAPSE_DAYS} days' then 'lapsed' else 'withdrawn' end end as state,
       a.asked_by as "askedBy", a.asked_at as "askedAt", a.asked_at + interval '${LAPSE_DAYS} days' as "lapsesAt",
       a.decided_by as "decidedBy", a.decided_at as "decidedAt", a.reason as refusal
  from corrections.correction c
  join approvals.approval a on a.id = c.id
  join ledger.journal j on j.id = c.journal_id`;

function withAmount<Of extends { amount: Money }>({ minor, currency, ...row }: Row<Of>): Of {
  return { ...row, amount: Money.ofMinor(BigInt(minor), currency) } as unknown as Of;
}
