import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { FileAccess, type FileRule } from './file-access.js';

/** Photos and papers of projects: everybody sees what is public of a published one, its town hall and association all of it. */
@Injectable()
export class ProjectFiles implements OnModuleInit {
  constructor(
    private readonly access: FileAccess,
    private readonly projects: ProjectsQueries,
    private readonly members: MembersQueries,
  ) {}

  onModuleInit(): void {
    this.access.allow(this.rule);
  }

  private readonly rule: FileRule = async (file, viewer) => {
    const found = await this.projects.ofFile(file);
    if (!found) return null;
    if (viewer && (viewer.staff || (await this.isTheirs(found.projectId, viewer.personId)))) return 'internal';
    return found.public ? 'public' : null;
  };

  private async isTheirs(
    projectId: Parameters<ProjectsQueries['find']>[0],
    person: Parameters<MembersQueries['rolesOf']>[0],
  ): Promise<boolean> {
    const [project, roles] = await Promise.all([this.projects.find(projectId), this.members.rolesOf(person)]);
    return roles.some(
      ({ body, role }) => role !== 'member' && (body.id === project?.townHallId || body.id === project?.associationId),
    );
  }
}
