import { Injectable } from '@nestjs/common';
import type { FileId, Id, PersonId, ProjectId } from '#libs/kernel/src/index.js';
import { Database, type Multilingual, type Slice } from '#libs/platform/src/index.js';
import type { FollowId } from './follows.service.js';
import { type NeutralPeriod, PERIOD_COLUMNS, PERIOD_NOW } from './neutral-period.js';
import { isHidden } from './update-hiding.sql.js';
import type { UpdateId } from './updates.service.js';

/** News of a project as everybody reads it: the office speaks, not the person. */
export interface UpdateView {
  readonly id: UpdateId;
  readonly projectId: ProjectId;
  /** Null while the operator hides it. */
  readonly text: Multilingual | null;
  readonly photo: FileId | null;
  readonly milestoneId: Id<'Milestone'> | null;
  readonly office: 'town-hall' | 'association';
  readonly at: Date;
  /** The election period in which it was published, with the word of whoever wrote it; null outside of one. */
  readonly neutral: Multilingual | null;
  /** Why the operator hides it; null while it shows. */
  readonly hidden: string | null;
}

/** News as a report tells them; without their words where the operator had hidden them by then, or hides them now. */
type ToldUpdate = Pick<UpdateView, 'id' | 'text' | 'milestoneId' | 'office' | 'at'>;

/** The news of a project up to a head: how many, how many photos are in those that show, and the last of them, oldest first. */
export interface ToldNews {
  readonly all: number;
  readonly photos: number;
  readonly last: readonly ToldUpdate[];
}

/** Somebody who follows a project, for letters only. */
export interface Follower {
  readonly followId: FollowId;
  readonly personId: PersonId;
}

const FIELDS = `u.id, u.project_id as "projectId", u.milestone_id as "milestoneId", u.office, u.at, h.reason as hidden,
  case when h.id is null then u.text end as text, case when h.id is null then u.photo_id end as photo,
  (select n.name from voice.neutral_period n where n.id = u.neutral_period_id) as neutral`;
/** News `u` and, where the last word on them is that they are hidden, that word `h`. */
const UPDATES = `voice.update u left join lateral (
  select * from (select l.id, l.hidden, l.reason from voice.update_hiding l where l.update_id = u.id order by l.id desc limit 1) last
   where last.hidden) h on true`;

/** Of the project `$1`, from transactions before `$2`. */
const TOLD = `
select u.id, u.milestone_id as "milestoneId", u.office, u.at, case when not s.hidden then u.text end as text,
       (count(*) over ())::int as all, (count(u.photo_id) filter (where not s.hidden) over ())::int as photos
  from voice.update u, lateral (
    select ${isHidden('u.id')} or ${isHidden('u.id', '$2')} as hidden) s
 where u.project_id = $1 and u.tx < $2
 order by u.at desc, u.id desc limit $3`;

/** News of projects, for pages and letters. */
@Injectable()
export class VoiceQueries {
  constructor(private readonly db: Database) {}

  /** A project's news, latest first; `before` is the id of the last one already read. */
  async updatesOf(
    projectId: ProjectId,
    { before = null, limit = 20 }: { before?: UpdateId | null; limit?: number } = {},
  ): Promise<UpdateView[]> {
    return this.db.publicRows<UpdateView>(
      `select ${FIELDS} from ${UPDATES} where u.project_id = $1
         and ($2::uuid is null or (u.at, u.id) < (select b.at, b.id from voice.update as b where b.id = $2))
       order by u.at desc, u.id desc limit $3`,
      [projectId, before, limit],
    );
  }

  /** The news of a project from transactions before `end`, with the last `most` of them. */
  async toldUntil(projectId: ProjectId, end: string, most: number): Promise<ToldNews> {
    const rows = await this.db.publicRows<ToldUpdate & Omit<ToldNews, 'last'>>(TOLD, [projectId, end, most]);
    const { all = 0, photos = 0 } = rows[0] ?? {};
    const last = rows.map(({ id, text, milestoneId, office, at }) => ({ id, text, milestoneId, office, at })).reverse();
    return { all, photos, last };
  }

  /** One piece of news, or null. */
  async find(id: UpdateId): Promise<UpdateView | null> {
    return (await this.db.rows<UpdateView>(`select ${FIELDS} from ${UPDATES} where u.id = $1`, [id]))[0] ?? null;
  }

  /** The project in whose news a photo stands, or null. News is published, so its photos are, unless the operator hides it. */
  async ofFile(fileId: FileId): Promise<{ projectId: ProjectId; public: boolean } | null> {
    const [row] = await this.db.rows<{ projectId: ProjectId; public: boolean }>(
      `select u.project_id as "projectId", h.id is null as public from ${UPDATES} where u.photo_id = $1 order by 2 desc limit 1`,
      [fileId],
    );
    return row ?? null;
  }

  /** The newest news of all projects, in election periods alone if so wished; before the one with this id. */
  newest({
    neutral = false,
    before = null,
    limit = 20,
  }: { neutral?: boolean; before?: UpdateId | null; limit?: number } = {}): Promise<UpdateView[]> {
    return this.db.rows<UpdateView>(
      `select ${FIELDS} from ${UPDATES} where (not $1 or u.neutral_period_id is not null)
         and ($2::uuid is null or (u.at, u.id) < (select b.at, b.id from voice.update as b where b.id = $2))
       order by u.at desc, u.id desc limit $3`,
      [neutral, before, limit],
    );
  }

  /** Election periods, the latest first; after the one with this id. */
  periods({ after, limit }: Slice = {}): Promise<NeutralPeriod[]> {
    return this.db.publicRows<NeutralPeriod>(
      `select ${PERIOD_COLUMNS} from voice.neutral_period n
        where $1::uuid is null or (n.first_on, n.id) < (select o.first_on, o.id from voice.neutral_period o where o.id = $1)
        order by n.first_on desc, n.id desc limit $2`,
      [after ?? null, limit ?? null],
    );
  }

  /** The election period in which news of a place are published now, or null. */
  async periodAt(placeCode: string): Promise<NeutralPeriod | null> {
    return (await this.db.rows<NeutralPeriod>(PERIOD_NOW, [placeCode]))[0] ?? null;
  }

  /** Everybody who follows a project now. */
  async followersOf(projectId: ProjectId): Promise<Follower[]> {
    return this.db.rows<Follower>(
      `select id as "followId", person_id as "personId" from voice.follow where project_id = $1 and until is null order by id`,
      [projectId],
    );
  }

  /** The projects that a person follows now, latest first. */
  async followedBy(personId: PersonId): Promise<ProjectId[]> {
    const rows = await this.db.rows<{ project_id: ProjectId }>(
      'select project_id from voice.follow where person_id = $1 and until is null order by since desc',
      [personId],
    );
    return rows.map(({ project_id: projectId }) => projectId);
  }

  /** How many follow a project now. */
  async followers(projectId: ProjectId): Promise<number> {
    const [row] = await this.db.publicRows<{ n: number }>(
      'select count(*)::int as n from voice.follow where project_id = $1 and until is null',
      [projectId],
    );
    return row!.n;
  }
}
