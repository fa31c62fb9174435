import { Injectable } from '@nestjs/common';
import { newId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Slice, Trail, type Tx } from '#libs/platform/src/index.js';

/** The operator's staff: who may verify, review, release and refund. */
@Injectable()
export class StaffService {
  constructor(
    private readonly db: Database,
    private readonly trail: Trail,
  ) {}

  /** Takes a person onto the staff; again does nothing. `by` null: the command line. Throws `not-found` unless staff. */
  async appoint(tx: Tx, personId: PersonId, by: PersonId | null): Promise<void> {
    if (by) await this.mustBe(tx, by);
    const made = await rowsOf(
      tx,
      `insert into identity.staff (id, person_id, since, appointed_by) values ($1, $2, platform.now(), $3)
       on conflict (person_id) where until is null do nothing returning id`,
      [newId<'Staff'>(), personId, by],
    );
    if (made.length === 0) return;
    await this.trail.add(tx, { actor: by, action: 'staff.appointed', subject: `person:${personId}` });
  }

  /** Ends a person's time on the staff. Throws `staff-last` when nobody would be left, `not-found` unless both are staff. */
  async dismiss(tx: Tx, personId: PersonId, by: PersonId): Promise<void> {
    // Two who dismiss each other at once must not leave the desk empty: one after the other.
    await tx.query('select 1 from identity.staff where until is null order by id for update');
    await this.mustBe(tx, by);
    await this.mustBe(tx, personId);
    const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(
      tx,
      'select count(*)::int as n from identity.staff where until is null',
    );
    if (n === 1) throw refuse('conflict', 'staff-last', 'Nobody would be left on the staff.');
    await tx.query(
      'update identity.staff set until = greatest(platform.now(), since), ended_by = $2 where person_id = $1 and until is null',
      [personId, by],
    );
    await this.trail.add(tx, { actor: by, action: 'staff.dismissed', subject: `person:${personId}` });
  }

  /** Passes for the operator's staff; to everybody else the thing does not exist (`not-found`). */
  async mustBe(tx: Tx, personId: PersonId): Promise<void> {
    const found = await rowsOf(tx, 'select 1 from identity.staff where person_id = $1 and until is null', [personId]);
    if (found.length === 0) throw refuse('not-found', 'not-found', 'Not for this person.');
  }

  /** Whether a person is on the staff now. */
  async includes(personId: PersonId, tx?: Tx): Promise<boolean> {
    const sql = 'select 1 from identity.staff where person_id = $1 and until is null';
    return (tx ? await rowsOf(tx, sql, [personId]) : await this.db.rows(sql, [personId])).length > 0;
  }

  /** Everybody on the staff now, longest first; after this person. */
  async all({ after, limit }: Slice = {}): Promise<PersonId[]> {
    const sql = `select person_id from identity.staff where until is null
        and ($1::uuid is null or (since, id) > (select o.since, o.id from identity.staff o where o.person_id = $1 order by o.since desc limit 1))
      order by since, id limit $2`;
    const rows = await this.db.rows<{ person_id: PersonId }>(sql, [after ?? null, limit ?? null]);
    return rows.map(({ person_id }) => person_id);
  }
}
