import { Injectable } from '@nestjs/common';
import type { BodyId, FileId, ProjectId } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, CAMPAIGN_SQL, campaignOf, type CampaignRow } from './campaign.js';
import {
  ASKED_SQL,
  CARD_SQL,
  cardOf,
  type CardRow,
  type ProjectCard,
  type ProjectFilters,
  publicWhere,
} from './card.rows.js';
import { PLAN_SQL, planOf, type PlanRow } from './plan.rows.js';
import { Project } from './project.entity.js';
import type { ProjectState } from './project.life.js';
import type { ProjectPlan } from './project.plan.js';

/** Reads projects: one whole plan, lists of cards, and what is due. */
@Injectable()
export class ProjectsQueries {
  constructor(private readonly db: Database) {}

  /** A project whatever its state, or null. Pass `tx` to see what this transaction has done. */
  async find(id: ProjectId, tx?: Tx): Promise<Project | null> {
    return (tx ?? this.db.entities).findOneBy(Project, { id });
  }

  /** By its four characters, any case. */
  async byCode(code: string): Promise<Project | null> {
    return this.db.entities.findOneBy(Project, { code: code.toUpperCase() });
  }

  /** By its place's slug and its own. */
  async bySlug(place: string, slug: string): Promise<Project | null> {
    const code = '(select l.code from hometowns.place l where l.slug = :place)';
    return this.db.entities
      .createQueryBuilder(Project, 'project')
      .where(`project.slug = :slug and project.placeCode = ${code}`, { place, slug })
      .getOne();
  }

  /** The id of the one at an address, if anybody may see it; else null. */
  async publicAt(place: string, slug: string): Promise<ProjectId | null> {
    const [found] = await this.db.rows<{ id: ProjectId }>(
      `select p.id from projects.project p join hometowns.place l on l.code = p.place_code
        where l.slug = $1 and p.slug = $2 and (p.published_at is not null or ${ASKED_SQL})`,
      [place, slug],
    );
    return found?.id ?? null;
  }

  /** Everything of its plan in two queries, or null. */
  async plan(id: ProjectId, tx?: Tx): Promise<ProjectPlan | null> {
    const project = await this.find(id, tx);
    if (!project) return null;
    const [row] = tx ? await rowsOf<PlanRow>(tx, PLAN_SQL, [id]) : await this.db.rows<PlanRow>(PLAN_SQL, [id]);
    return row ? planOf(project, row) : null;
  }

  /** Its campaign once it has been opened, however it stands now; null before. Locks nothing: to take money ask the gate. */
  async campaign(id: ProjectId, tx?: Tx): Promise<Campaign | null> {
    const [row] = tx ? await rowsOf<CampaignRow>(tx, CAMPAIGN_SQL, [id]) : await this.db.rows<CampaignRow>(CAMPAIGN_SQL, [id]); // prettier-ignore
    return row ? campaignOf(row) : null;
  }

  /**
   * Published projects, newest first, up to `limit` (at most 100) after the one with id `after`. One query. Public: read
   * from the replica when there is one.
   */
  async list(filters: ProjectFilters, after: ProjectId | null = null, limit = 20): Promise<ProjectCard[]> {
    const { sql, params } = publicWhere(filters);
    const from = after
      ? `and (p.published_at, p.id) < (select o.published_at, o.id from projects.project o where o.id = $${params.push(after)})`
      : '';
    const most = `$${params.push(limit)}`;
    const rows = await this.db.publicRows<CardRow>(
      `${CARD_SQL} where ${sql} ${from} order by p.published_at desc, p.id desc limit ${most}`,
      params,
    );
    return rows.map(cardOf);
  }

  /**
   * Projects that wait for the public's objections because their town has no association, the one whose days end first,
   * at most `limit`. Public, as `list`.
   */
  async asked(filters: Omit<ProjectFilters, 'state'> = {}, limit = 24): Promise<ProjectCard[]> {
    const { sql, params } = publicWhere(filters, `${ASKED_SQL} and p.objections_until > platform.now()`);
    const most = `$${params.push(limit)}`;
    const order = 'order by p.objections_until, p.id';
    return (await this.db.publicRows<CardRow>(`${CARD_SQL} where ${sql} ${order} limit ${most}`, params)).map(cardOf);
  }

  /** A published project by its four characters, or null. Public, as `list`. */
  async card(code: string): Promise<ProjectCard | null> {
    const [row] = await this.db.publicRows<CardRow>(`${CARD_SQL} where p.published_at is not null and p.code = $1`, [code]); // prettier-ignore
    return row ? cardOf(row) : null;
  }

  /** Every published project. Public, as `list`. */
  async published(): Promise<ProjectId[]> {
    const rows = await this.db.publicRows<{ id: ProjectId }>('select id from projects.project where published_at is not null'); // prettier-ignore
    return rows.map(({ id }) => id);
  }

  /** How many published projects each state holds under these filters; states without one are left out. */
  async counts(filters: ProjectFilters = {}): Promise<Partial<Record<ProjectState, number>>> {
    const { sql, params } = publicWhere(filters);
    const rows = await this.db.publicRows<{ state: ProjectState; n: number }>(
      `select p.state, count(*)::int as n from projects.project p join hometowns.place l on l.code = p.place_code where ${sql} group by p.state`,
      params,
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  }

  /** How many published projects each district has, by the district's code; districts without one are left out. */
  async perDistrict(filters: ProjectFilters = {}): Promise<{ district: string; projects: number }[]> {
    const { sql, params } = publicWhere(filters);
    return this.db.publicRows(
      `select l.district, count(*)::int as projects
       from projects.project p join hometowns.place l on l.code = p.place_code where ${sql} group by 1 order by 1`,
      params,
    );
  }

  /** Every project of a town hall, drafts too, the one that moved last first. */
  async ofTownHall(townHallId: BodyId): Promise<ProjectCard[]> {
    const rows = await this.db.rows<CardRow>(`${CARD_SQL} where p.town_hall_id = $1 order by since desc, p.id desc`, [
      townHallId,
    ]);
    return rows.map(cardOf);
  }

  /** Every project that an association answers for, its town's own or a joint one, and that has left the draft; the one that moved last first. */
  async ofAssociation(associationId: BodyId): Promise<ProjectCard[]> {
    const rows = await this.db.rows<CardRow>(
      `${CARD_SQL} where p.state <> 'draft' and (p.association_id = $1
         or exists (select from projects.partner q where q.project_id = p.id and q.association_id = $1 and q.state = 'agreed')) order by since desc, p.id desc`,
      [associationId],
    );
    return rows.map(cardOf);
  }

  /** Published projects whose campaign's first day has come. */
  async dueToOpen(): Promise<ProjectId[]> {
    const rows = await this.db.rows<{ id: ProjectId }>(
      `select p.id from projects.project p join projects.campaign c on c.project_id = p.id
       where p.state = 'published' and c.opens_on <= (platform.now() at time zone 'Europe/Chisinau')::date order by p.id`,
    );
    return rows.map(({ id }) => id);
  }

  /** Campaigns that are open although their last day is over. */
  async dueToClose(): Promise<ProjectId[]> {
    const rows = await this.db.rows<{ id: ProjectId }>(
      `select p.id from projects.campaign c join projects.project p on p.id = c.project_id
       where p.state = 'campaign' and c.closed_at is null and c.closes_at <= platform.now() order by c.closes_at, p.id`,
    );
    return rows.map(({ id }) => id);
  }

  /** The project that a file is attached to, and whether anybody may read it (a photo's public copies, a public paper of a public project). */
  async ofFile(fileId: FileId): Promise<{ projectId: ProjectId; public: boolean } | null> {
    const [row] = await this.db.rows<{ id: ProjectId; open: boolean }>(
      `select p.id, f.open and (p.published_at is not null or ${ASKED_SQL}) as open
       from (select project_id, true as open from projects.photo where file_id = $1
         union all select project_id, public from projects.document where file_id = $1
         union all select project_id, false from projects.funding_source where act_file = $1) f
       join projects.project p on p.id = f.project_id order by open desc limit 1`,
      [fileId],
    );
    return row ? { projectId: row.id, public: row.open } : null;
  }
}
