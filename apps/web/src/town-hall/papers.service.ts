import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type FileId, type PersonId, refuseFields } from '#libs/kernel/src/index.js';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import type { Viewer } from '../edge/viewer.js';
import { FileAccess, type FileVerdict } from '../files/file-access.js';

/** Papers and photos that come with the desks' forms, and who may open them afterwards. */
@Injectable()
export class Papers implements OnModuleInit {
  constructor(
    private readonly files: Files,
    private readonly access: FileAccess,
    private readonly projects: ProjectsQueries,
    private readonly delivery: DeliveryQueries,
    private readonly members: MembersQueries,
  ) {}

  onModuleInit(): void {
    this.access.allow((file, viewer) => this.verdict(file, viewer));
  }

  /** Keeps every file of a field. */
  async keep(form: Form, field: string, by: PersonId): Promise<FileId[]> {
    return Promise.all(form.files(field).map(async (file) => (await this.files.keep({ ...file, by })).id));
  }

  /** Keeps the one file that a form must bring. Throws `document-missing` at the field. */
  async keepOne(form: Form, field: string, by: PersonId): Promise<FileId> {
    const [id] = await this.keep(form, field, by);
    if (!id) throw refuseFields({ pointer: `/${field}`, code: 'document-missing' });
    return id;
  }

  /** What is published is everybody's; the rest is for the project's town hall, its association and the operator. */
  private async verdict(file: FileId, viewer: Viewer | null): Promise<FileVerdict> {
    const found = (await this.projects.ofFile(file)) ?? (await this.delivery.ofFile(file));
    if (!found) return null;
    if (found.public) return 'public';
    const project = viewer && (await this.projects.find(found.projectId));
    if (!project) return null;
    const mine = (await this.members.rolesOf(viewer.personId)).map(({ body }) => body.id);
    const near = mine.includes(project.townHallId) || (project.state !== 'draft' && mine.includes(project.associationId!)); // prettier-ignore
    return near || (viewer.staff && project.state !== 'draft') ? 'internal' : null;
  }
}
