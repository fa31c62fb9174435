import { Injectable } from '@nestjs/common';
import { worksOrDid } from '#libs/hometowns/src/index.js';
import type { BodyId, PersonId, ProjectId } from '#libs/kernel/src/index.js';
import { Database, type Multilingual, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Bodies, type JointProject, type Partner, PARTNER_SQL, partnerOf, type PartnerRow } from './partner.js';
import type { Project } from './project.entity.js';

/** Reads with whom a town hall builds. */
@Injectable()
export class PartnersQueries {
  constructor(private readonly db: Database) {}

  /** The last word of each town hall that was ever invited to a project, in the order of invitation; for its desks. */
  async of(projectId: ProjectId, tx?: Tx): Promise<Partner[]> {
    return this.read(
      `${PARTNER_SQL} where q.project_id = $1 and not exists (select from projects.partner n
         where n.project_id = q.project_id and n.town_hall_id = q.town_hall_id and (n.invited_at, n.id) > (q.invited_at, q.id))
       order by q.invited_at, q.id`,
      [projectId],
      tx,
    );
  }

  /** The towns that build it together with its own, in the order of invitation. Public once the project is. */
  async agreed(projectId: ProjectId, tx?: Tx): Promise<Partner[]> {
    return this.read(
      `${PARTNER_SQL} where q.project_id = $1 and q.state = 'agreed' order by q.invited_at, q.id`,
      [projectId],
      tx,
    );
  }

  /** The last answer of one town hall, or null when it was never invited. */
  async one(projectId: ProjectId, townHallId: BodyId, tx?: Tx): Promise<Partner | null> {
    const [last] = await this.read(
      `${PARTNER_SQL} where q.project_id = $1 and q.town_hall_id = $2 order by q.invited_at desc, q.id desc limit 1`,
      [projectId, townHallId],
      tx,
    );
    return last ?? null;
  }

  /** Projects of others to which a town hall is invited or has agreed, the newest invitation first; not those given up before they were public. */
  async ofTownHall(townHallId: BodyId): Promise<JointProject[]> {
    const rows = await this.db.rows<PartnerRow & { title: Multilingual; draft: boolean }>(
      `select q.*, p.title, p.state = 'draft' as draft from (${PARTNER_SQL}) q join projects.project p on p.id = q."projectId"
        where q."townHallId" = $1 and q.state in ('invited', 'agreed') and (p.state <> 'cancelled' or p.published_at is not null)
       order by q."invitedAt" desc, q.id desc`,
      [townHallId],
    );
    return rows.map(({ title, draft, ...row }) => ({ partner: partnerOf(row), title, draft }));
  }

  /** Everybody who answers for a project. */
  async bodiesOf(project: Pick<Project, 'id' | 'townHallId' | 'associationId'>, tx?: Tx): Promise<Bodies> {
    const partners = await this.agreed(project.id, tx);
    const verifiers = [project.associationId, ...partners.map(({ associationId }) => associationId)];
    return {
      townHalls: [project.townHallId, ...partners.map(({ townHallId }) => townHallId)],
      associations: [...new Set(verifiers.filter((id) => id !== null))],
      asksPublic: verifiers.includes(null),
    };
  }

  /** Everybody who works for one of a project's town halls, or did not long ago. */
  async staffOf(tx: Tx, projectId: ProjectId): Promise<PersonId[]> {
    const rows = await rowsOf<{ person_id: PersonId }>(
      tx,
      `select distinct m.person_id from hometowns.membership m where m.kind = 'town-hall' and ${worksOrDid('m')} and m.body_id in (
         select town_hall_id from projects.project where id = $1
         union all select town_hall_id from projects.partner where project_id = $1 and state = 'agreed')
       order by m.person_id`,
      [projectId],
    );
    return rows.map(({ person_id: id }) => id);
  }

  /** The associations whose word a project that was sent still waits for. */
  async awaited(projectId: ProjectId, tx?: Tx): Promise<BodyId[]> {
    const sql = `select association_id as id from projects.endorsement where project_id = $1 and outcome is null order by 1`;
    const rows = tx ? await rowsOf<{ id: BodyId }>(tx, sql, [projectId]) : await this.db.rows<{ id: BodyId }>(sql, [projectId]); // prettier-ignore
    return rows.map(({ id }) => id);
  }

  private async read(sql: string, params: readonly unknown[], tx?: Tx): Promise<Partner[]> {
    const rows = await (tx ? rowsOf<PartnerRow>(tx, sql, params) : this.db.rows<PartnerRow>(sql, params));
    return rows.map(partnerOf);
  }
}
