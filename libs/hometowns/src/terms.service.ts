import { Injectable } from '@nestjs/common';
import {
  type BodyId,
  civilDate,
  type CivilDate,
  type FieldRefusal,
  newId,
  oneLine,
  parseCivilDate,
  type PersonId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { Clock, Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { MembershipId, TermId } from './body.js';
import { termEnding } from './hometowns.events.js';
import { MembersQueries } from './members.queries.js';

/** For how long an officer was elected, and by which decision. */
export interface Term {
  readonly from: CivilDate;
  /** The last day, at most four years later. */
  readonly until: CivilDate;
  readonly decision: string;
}

const YEARS_MOST = 4;
const REMIND_DAYS = 30;

/** Terms of an association's officers. A term that ends takes no office away: whoever holds it goes on until he hands over. */
@Injectable()
export class TermsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly members: MembersQueries,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Enters the term of an officer of now, or another one in its place; the president's right. The same again changes nothing.
   * Throws `term-from` (in the future), `term-until` (not after the first day, or more than four years later),
   * `decision-number`, `office-missing` (no office of this association), `term-elected` (his members have voted for the term that
   * he has), and as `mustHold`.
   */
  async set(bodyId: BodyId, membershipId: MembershipId, term: Term, by: PersonId): Promise<void> {
    const clean = { ...term, decision: oneLine(term.decision) };
    await this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, bodyId, ['president']);
      const [first, ...more] = faults(clean, civilDate(await this.clock.now(tx)));
      if (first) throw refuseFields(first, ...more);
      await mustBeOffice(tx, bodyId, membershipId);
      const elected = await rowsOf(tx, 'select 1 from hometowns.term where membership_id = $1 and elected limit 1', [
        membershipId,
      ]);
      if (elected.length > 0) throw refuse('conflict', 'term-elected', 'The members have voted for this term.');
      const made = await rowsOf<{ id: TermId }>(
        tx,
        `insert into hometowns.term (id, membership_id, from_on, until_on, decision, by, at)
         select $1, $2, $3::date, $4::date, $5, $6, platform.now() where not exists (
           select from (select * from hometowns.term where membership_id = $2 order by n desc limit 1) t
           where (t.from_on, t.until_on, t.decision) = ($3::date, $4::date, $5)) returning id`,
        [newId<'Term'>(), membershipId, clean.from, clean.until, clean.decision, by],
      );
      if (made.length === 0) return;
      const data = { term: made[0]!.id, membership: membershipId };
      await this.trail.add(tx, { actor: by, action: 'term.set', subject: `body:${bodyId}`, data });
    });
  }

  /** Tells once of each term that ends within thirty days. */
  async remind(): Promise<void> {
    await this.db.transaction(async (tx) => {
      const soon = await rowsOf<{ id: TermId; bodyId: BodyId }>(
        tx,
        `with today as (select (platform.now() at time zone 'Europe/Chisinau')::date as day)
         update hometowns.term t set reminded_at = platform.now() from hometowns.membership m, today
         where m.id = t.membership_id and m.until is null and t.reminded_at is null
           and t.until_on between today.day and today.day + ${REMIND_DAYS}
           and not exists (select from hometowns.term o where o.membership_id = t.membership_id and o.n > t.n)
         returning t.id, m.body_id as "bodyId"`,
      );
      await this.outbox.add(tx, ...soon.map(({ id, bodyId }) => termEnding(id, bodyId)));
    });
  }
}

/** Locked until the transaction ends: two who enter a term of one officer go one after the other. */
async function mustBeOffice(tx: Tx, bodyId: BodyId, membershipId: MembershipId): Promise<void> {
  const held = await rowsOf(
    tx,
    `select 1 from hometowns.membership where id = $1 and body_id = $2 and role <> 'member' and until is null for no key update`,
    [membershipId, bodyId],
  );
  if (held.length === 0) throw refuse('not-found', 'office-missing', 'Not an office of this association.');
}

function faults({ from, until, decision }: Term, today: CivilDate): FieldRefusal[] {
  const found: FieldRefusal[] = [];
  if (!parseCivilDate(from) || from > today) found.push({ pointer: '/from', code: 'term-from' });
  const latest = `${Number(from.slice(0, 4)) + YEARS_MOST}${from.slice(4)}`;
  if (!parseCivilDate(until) || until <= from || until > latest)
    found.push({ pointer: '/until', code: 'term-until', params: { years: YEARS_MOST } });
  if (decision.length < 1 || decision.length > 100) found.push({ pointer: '/decision', code: 'decision-number' });
  return found;
}
