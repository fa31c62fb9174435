import { Injectable } from '@nestjs/common';
import type { FileId, Id, PersonId, ProjectId } from '#libs/kernel/src/index.js';
import { Database, type Multilingual } from '#libs/platform/src/index.js';
import type { FollowId } from './follows.service.js';
import type { UpdateId } from './updates.service.js';

/** News of a project as everybody reads it: the office speaks, not the person. */
export interface UpdateView {
  readonly id: UpdateId;
  readonly projectId: ProjectId;
  readonly text: Multilingual;
  readonly photo: FileId | null;
  readonly milestoneId: Id<'Milestone'> | null;
  readonly office: 'town-hall' | 'association';
  readonly at: Date;
}

/** Somebody who follows a project, for letters only. */
export interface Follower {
  readonly followId: FollowId;
  readonly personId: PersonId;
}

const FIELDS = `id, project_id as "projectId", text, photo_id as photo, milestone_id as "milestoneId", office, at`;

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
      `select ${FIELDS} from voice.update as u where project_id = $1
         and ($2::uuid is null or (at, id) < (select b.at, b.id from voice.update as b where b.id = $2))
       order by at desc, id desc limit $3`,
      [projectId, before, limit],
    );
  }

  /** One piece of news, or null. */
  async find(id: UpdateId): Promise<UpdateView | null> {
    return (await this.db.rows<UpdateView>(`select ${FIELDS} from voice.update where id = $1`, [id]))[0] ?? null;
  }

  /** The project in whose news a photo stands, or null. News is published, so its photos are. */
  async ofFile(fileId: FileId): Promise<{ projectId: ProjectId; public: boolean } | null> {
    const [row] = await this.db.rows<{ projectId: ProjectId; public: boolean }>(
      'select project_id as "projectId", true as public from voice.update where photo_id = $1 limit 1',
      [fileId],
    );
    return row ?? null;
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
