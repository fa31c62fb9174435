import { Injectable } from '@nestjs/common';
import type { FileId, ProjectId } from '#libs/kernel/src/index.js';
import { CofundingQueries } from '#libs/cofunding/src/index.js';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { BodiesQueries, MembersQueries, OrganisationQueries } from '#libs/hometowns/src/index.js';
import type { FileCopy, FileInfo } from '#libs/platform/src/index.js';
import { AccessService, ProjectsQueries } from '#libs/projects/src/index.js';
import { VoiceQueries } from '#libs/voice/src/index.js';
import type { Viewer } from '../edge/viewer.js';

/** Everybody may see it and keep it, this viewer may, or it is not there for him. */
export type FileVerdict = 'public' | 'internal' | null;

/** A file as a part of a project. */
interface Attached {
  readonly projectId: ProjectId;
  readonly public: boolean;
}

/** Who may see which file: asked of every room for its own rows. What belongs to nothing is not there, not even for its sender. */
@Injectable()
export class FileAccess {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly delivery: DeliveryQueries,
    private readonly cofunding: CofundingQueries,
    private readonly voice: VoiceQueries,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly organisation: OrganisationQueries,
    private readonly access: AccessService,
  ) {}

  /**
   * Whether this copy may be sent to this viewer. Published papers, statutes and the public copies of photos are everybody's; the
   * rest is for the project's town hall, its association and the operator. The original of a photo holds place and time:
   * it is for officers. An application's papers are for the operator and those who applied.
   */
  async of({ id, kind }: Pick<FileInfo, 'id' | 'kind'>, copy: FileCopy, viewer: Viewer | null): Promise<FileVerdict> {
    const original = copy === 'original' && kind === 'photo';
    const attached = await this.attached(id);
    if (!original && attached.some((one) => one.public)) return 'public';
    if (await this.organisation.isStatute(id)) return 'public';
    if (!viewer) return null;
    const near = await Promise.all(attached.map(({ projectId }) => this.isNear(projectId, viewer, original)));
    return near.includes(true) || (await this.hasAppliedWith(id, viewer)) ? 'internal' : null;
  }

  private async attached(file: FileId): Promise<Attached[]> {
    const rooms = [this.projects, this.delivery, this.cofunding, this.voice];
    return (await Promise.all(rooms.map((room) => room.ofFile(file)))).filter((one) => one !== null);
  }

  private async isNear(projectId: ProjectId, { personId, staff }: Viewer, asOfficer: boolean): Promise<boolean> {
    if (!(await this.access.isNear(projectId, personId))) return false;
    if (staff || !asOfficer) return true;
    const [project, roles] = await Promise.all([this.projects.find(projectId), this.members.rolesOf(personId)]);
    const offices = [project?.townHallId, project?.associationId];
    return roles.some(({ body, role }) => role !== 'member' && offices.includes(body.id));
  }

  private async hasAppliedWith(file: FileId, { personId, staff }: Viewer): Promise<boolean> {
    const applications = await this.bodies.withDocument(file);
    if (applications.length === 0 || staff) return applications.length > 0;
    const roles = await this.members.rolesOf(personId);
    return applications.some(
      ({ id, appliedBy }) =>
        appliedBy === personId || roles.some(({ body, role }) => body.id === id && role !== 'member'),
    );
  }
}
