import { Injectable } from '@nestjs/common';
import type { ApprovalId } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Slice, type Tx } from '#libs/platform/src/index.js';
import { type Approval, APPROVAL_COLUMNS, type Office } from './approval.js';

/** What waits and what was decided. Who may see it is the caller's rule. */
@Injectable()
export class ApprovalsQueries {
  constructor(private readonly db: Database) {}

  /** What waits at an office, the oldest first; after the one with this id. */
  waiting(office: Office, { after, limit }: Slice = {}): Promise<Approval[]> {
    return this.db.rows<Approval>(
      `select ${APPROVAL_COLUMNS} from approvals.approval where office = $1 and state = 'waiting'
         and ($2::uuid is null or (asked_at, id) > (select o.asked_at, o.id from approvals.approval o where o.id = $2))
       order by asked_at, id limit $3`,
      [office, after ?? null, limit ?? null],
    );
  }

  /** Whether anything waits at an office. */
  async waitsAt(tx: Tx, office: Office): Promise<boolean> {
    const sql = `select from approvals.approval where office = $1 and state = 'waiting' limit 1`;
    return (await rowsOf(tx, sql, [office])).length > 0;
  }

  /** Everything ever asked about one thing ("body:ID"), the newest first. */
  of(subject: string, tx?: Tx): Promise<Approval[]> {
    const sql = `select ${APPROVAL_COLUMNS} from approvals.approval where subject = $1 order by asked_at desc, id desc`;
    return tx ? rowsOf<Approval>(tx, sql, [subject]) : this.db.rows<Approval>(sql, [subject]);
  }

  /** One by id, or null. */
  async find(id: ApprovalId, tx?: Tx): Promise<Approval | null> {
    const sql = `select ${APPROVAL_COLUMNS} from approvals.approval where id = $1`;
    const [found] = tx ? await rowsOf<Approval>(tx, sql, [id]) : await this.db.rows<Approval>(sql, [id]);
    return found ?? null;
  }
}
