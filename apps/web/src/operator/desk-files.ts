import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import type { FileId } from '#libs/kernel/src/index.js';
import { AccessService, ProjectsQueries } from '#libs/projects/src/index.js';
import type { Viewer } from '../edge/viewer.js';
import { FileAccess } from '../files/file-access.js';

/** Papers of applications, and of projects that have been sent in, are the staff's to read. */
@Injectable()
export class DeskFiles implements OnModuleInit {
  constructor(
    private readonly files: FileAccess,
    private readonly bodies: BodiesQueries,
    private readonly projects: ProjectsQueries,
    private readonly access: AccessService,
  ) {}

  onModuleInit(): void {
    this.files.allow(async (file, viewer) => ((await this.mayRead(file, viewer)) ? 'internal' : null));
  }

  private async mayRead(file: FileId, viewer: Viewer | null): Promise<boolean> {
    if (!viewer?.staff) return false;
    if (await this.bodies.hasDocument(file)) return true;
    const found = await this.projects.ofFile(file);
    if (!found) return false;
    return this.access.mustRead(found.projectId, viewer.personId).then(
      () => true,
      () => false,
    );
  }
}
