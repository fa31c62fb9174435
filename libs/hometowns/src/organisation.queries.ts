import { Injectable } from '@nestjs/common';
import { type BodyId, type CivilDate, FEW, type FileId, type PersonId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { ChapterId, InterestGround, InterestId, MembershipId, Role, StatuteId, TermId } from './body.js';
import { HEAD_BEFORE } from './memberships.js';
import { lastsOrDid, STAFF_DAYS } from './staff.js';

/** One version of an association's statute; everybody may read it. */
export interface Statute {
  readonly id: StatuteId;
  readonly version: number;
  readonly fileId: FileId;
  /** Number of the members' decision that adopted it; null where the first one came without. */
  readonly decision: string | null;
  readonly decidedOn: CivilDate | null;
  readonly at: Date;
}

/** An office with the term for which its holder was elected; days and decision are null while nobody has entered them. */
export interface OfficeTerm {
  readonly membershipId: MembershipId;
  readonly personId: PersonId;
  readonly role: Role;
  readonly from: CivilDate | null;
  /** The last day. */
  readonly until: CivilDate | null;
  readonly decision: string | null;
  /** Its members have voted for it here: the decision is the number of the assembly and of its point. */
  readonly elected: boolean;
  /** It has ended and nobody was elected yet: he goes on until he hands over. */
  readonly over: boolean;
}

/** The members of an association in one country. */
export interface Chapter {
  readonly id: ChapterId;
  /** Two letters, ISO 3166-1. */
  readonly country: string;
  /** Null when he is no member any more. */
  readonly coordinator: PersonId | null;
  /** How many have chosen it; null while they are fewer than five. */
  readonly members: number | null;
}

/** What a member has declared of himself. For members. */
export interface Interest {
  readonly id: InterestId;
  readonly personId: PersonId;
  readonly ground: InterestGround;
  readonly what: string;
  readonly at: Date;
  /** Withdrawn: the moment from which it counts no more; null while it stands. */
  readonly holdsUntil: Date | null;
}

/** A term that ends soon, as its letter needs it. */
export interface EndingTerm {
  readonly bodyId: BodyId;
  readonly personId: PersonId;
  readonly role: Role;
  readonly until: CivilDate;
}

const DAY = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`;

/** How an association is organised: statute, terms, chapters, declarations. */
@Injectable()
export class OrganisationQueries {
  constructor(private readonly db: Database) {}

  /** Every version of the statute, the one in force first. */
  statutes(bodyId: BodyId): Promise<Statute[]> {
    return this.db.rows<Statute>(
      `select id, version, file_id as "fileId", decision, ${DAY('decided_on')} as "decidedOn", at
       from hometowns.statute where body_id = $1 order by version desc`,
      [bodyId],
    );
  }

  /** Whether a file is a version of a statute, which everybody may read. */
  async isStatute(fileId: FileId): Promise<boolean> {
    return (await this.db.rows('select from hometowns.statute where file_id = $1', [fileId])).length > 0;
  }

  /** Officers of now with their terms, the highest office first. */
  offices(bodyId: BodyId): Promise<OfficeTerm[]> {
    return this.db.rows<OfficeTerm>(
      `select m.id as "membershipId", m.person_id as "personId", m.role, ${DAY('t.from_on')} as "from",
         ${DAY('t.until_on')} as "until", t.decision, coalesce(t.elected, false) as elected,
         coalesce(t.until_on < (platform.now() at time zone 'Europe/Chisinau')::date, false) as over
       from hometowns.membership m left join lateral (
         select * from hometowns.term t where t.membership_id = m.id order by t.n desc limit 1) t on true
       where m.body_id = $1 and m.kind = 'association' and m.role <> 'member' and m.until is null
       order by array_position(array['president', 'treasurer', 'inspector'], m.role), m.since, m.id`,
      [bodyId],
    );
  }

  /** A term with whose it is, while he holds the office; else null. */
  async ending(termId: TermId): Promise<EndingTerm | null> {
    const [found] = await this.db.rows<EndingTerm>(
      `select m.body_id as "bodyId", m.person_id as "personId", m.role, ${DAY('t.until_on')} as "until"
       from hometowns.term t join hometowns.membership m on m.id = t.membership_id where t.id = $1 and m.until is null`,
      [termId],
    );
    return found ?? null;
  }

  /** Whether somebody who was elected president may give the office back still. */
  async mayGiveBack(membershipId: MembershipId): Promise<boolean> {
    return (await this.db.rows(`select 1 ${HEAD_BEFORE} and m.id = $1`, [membershipId])).length > 0;
  }

  /** An association's chapters, by country. */
  chapters(bodyId: BodyId): Promise<Chapter[]> {
    const member = (person: string) => `exists (select from hometowns.membership m
      where m.body_id = c.body_id and m.person_id = ${person} and m.until is null)`;
    return this.db.rows<Chapter>(
      `select c.id, c.country, case when ${member('c.coordinator_id')} then c.coordinator_id end as coordinator,
         case when n.n >= ${FEW} then n.n end as members
       from hometowns.chapter c, lateral (
         select count(*)::int as n from hometowns.chapter_member x where x.chapter_id = c.id and ${member('x.person_id')}) n
       where c.body_id = $1 and c.until is null order by c.country`,
      [bodyId],
    );
  }

  /** The chapter that a member has chosen, or null. For himself alone. */
  async chapterOf(bodyId: BodyId, personId: PersonId): Promise<ChapterId | null> {
    const [row] = await this.db.rows<{ id: ChapterId }>(
      'select chapter_id as id from hometowns.chapter_member where body_id = $1 and person_id = $2',
      [bodyId, personId],
    );
    return row?.id ?? null;
  }

  /** What members of now have declared and what still counts of it, the latest first. For members. */
  interests(bodyId: BodyId): Promise<Interest[]> {
    return this.db.rows<Interest>(
      `select i.id, i.person_id as "personId", i.ground, i.what, i.at,
         i.withdrawn_at + interval '${STAFF_DAYS} days' as "holdsUntil" from hometowns.interest i
       where i.body_id = $1 and ${lastsOrDid('i.withdrawn_at')} and exists (select from hometowns.membership m
         where m.body_id = i.body_id and m.person_id = i.person_id and m.until is null)
       order by i.at desc, i.id desc`,
      [bodyId],
    );
  }
}
