import { Injectable } from '@nestjs/common';
import { type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { MembersQueries, type Role } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';
import { PartnersQueries } from './partners.queries.js';
import { Project } from './project.entity.js';
import { ProjectsQueries } from './projects.queries.js';

/** Who may see a project, and who may act for its town hall. */
@Injectable()
export class AccessService {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly partners: PartnersQueries,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
  ) {}

  /**
   * The project, when this person may see it: anybody a public one; its town halls everything, one that is only invited too; the
   * operator and the members of its associations what has been sent. Throws `not-found` otherwise.
   */
  async mustRead(projectId: ProjectId, by: PersonId | null): Promise<Project> {
    const project = await this.projects.find(projectId);
    if (!project) throw missing();
    if (project.isPublic || (by && (await this.belongs(project, by)))) return project;
    throw missing();
  }

  /** Whether a person sees more of a project than the public: its town hall, and of what has been sent its association and the operator. */
  async isNear(projectId: ProjectId, by: PersonId): Promise<boolean> {
    const project = await this.projects.find(projectId);
    return project !== null && this.belongs(project, by);
  }

  /**
   * The project, its row held until the transaction ends, when this person holds one of these roles in its town hall.
   * Throws `not-found` to people from elsewhere, and as `mustHold`.
   */
  async mustActFor(tx: Tx, projectId: ProjectId, by: PersonId, roles: readonly Role[]): Promise<Project> {
    const project = await this.hold(tx, projectId);
    await this.members.mustHold(tx, by, project.townHallId, roles);
    return project;
  }

  /**
   * The project, its row held, when this person is on the operator's staff and belongs to none of its bodies, nor did not long
   * ago. Throws `not-found`, `own-project`.
   */
  async mustReview(tx: Tx, projectId: ProjectId, by: PersonId): Promise<Project> {
    await this.staff.mustBe(tx, by);
    const project = await this.hold(tx, projectId);
    const { townHalls, associations } = await this.partners.bodiesOf(project, tx);
    for (const body of [...townHalls, ...associations])
      if (await this.members.isOf(tx, body, by))
        throw refuse('forbidden', 'own-project', 'Whoever belongs to a project’s bodies does not review it.');
    return project;
  }

  /** The project, its row held until the transaction ends, so that its state stays what is read. Throws `not-found`. */
  async hold(tx: Tx, projectId: ProjectId): Promise<Project> {
    await tx.query('select 1 from projects.project where id = $1 for no key update', [projectId]);
    const project = await tx.findOneBy(Project, { id: projectId });
    if (!project) throw missing();
    return project;
  }

  private async belongs(project: Project, by: PersonId): Promise<boolean> {
    const mine = (await this.members.rolesOf(by)).filter(({ body }) => body.state === 'verified');
    const invited = (await this.partners.of(project.id)).filter(({ state }) => state === 'invited');
    const { townHalls, associations } = await this.partners.bodiesOf(project);
    const halls = [...townHalls, ...invited.map(({ townHallId }) => townHallId)];
    if (mine.some(({ body }) => halls.includes(body.id))) return true;
    if (project.state === 'draft') return false;
    return mine.some(({ body }) => associations.includes(body.id)) || (await this.staff.includes(by));
  }
}

function missing(): Error {
  return refuse('not-found', 'not-found', 'There is no such project.');
}
