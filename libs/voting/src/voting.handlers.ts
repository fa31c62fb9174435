import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId, type ProjectId } from '#libs/kernel/src/index.js';
import { Handlers, type StoredEvent, type Tx } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { ClosingVotesService } from './closing.service.js';
import { VotesService } from './votes.service.js';

const ENDS_VOTES = new Set(['draft', 'cancelled', 'failed']);

/** Opens the endorsement vote when a project comes to it, ends votes that lost their sense, closes what is due. */
@Injectable()
export class VotingHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly projects: ProjectsQueries,
    private readonly votes: VotesService,
    private readonly closing: ClosingVotesService,
  ) {}

  onModuleInit(): void {
    this.handlers.on('projects.moved', 'voting.endorsement', (tx, event) => this.moved(tx, event));
    this.handlers.every(1, 'voting.close', () => this.closing.closeDue());
    this.handlers.every(30, 'voting.remind', () => this.closing.remind());
  }

  private async moved(tx: Tx, { data }: StoredEvent): Promise<void> {
    const projectId = data.projectId as ProjectId;
    if (ENDS_VOTES.has(String(data.to))) await this.closing.voidOf(tx, projectId);
    if (data.to !== 'endorsement') return;
    const project = await this.projects.find(projectId, tx);
    if (project?.state !== 'endorsement' || !project.associationId) return;
    await this.votes.open(tx, {
      id: newId<'Vote'>(),
      kind: 'endorsement',
      subject: `project:${projectId}`,
      projectId,
      associationId: project.associationId,
    });
  }
}
