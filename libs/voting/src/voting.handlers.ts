import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId, type ProjectId } from '#libs/kernel/src/index.js';
import { Handlers, type StoredEvent, type Tx } from '#libs/platform/src/index.js';
import { PartnersQueries } from '#libs/projects/src/index.js';
import { ClosingVotesService } from './closing.service.js';
import { VotesService } from './votes.service.js';

const ENDS_VOTES = new Set(['cancelled', 'failed']);

/** Opens the endorsement votes when a project comes to them, ends votes that lost their sense, closes what is due. */
@Injectable()
export class VotingHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly partners: PartnersQueries,
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
    if (ENDS_VOTES.has(String(data.to))) await this.votes.endOpen(tx, { projectId });
    if (data.to !== 'endorsement') return;
    for (const associationId of await this.partners.awaited(projectId, tx)) {
      await this.votes.open(tx, {
        id: newId<'Vote'>(),
        kind: 'endorsement',
        subject: `project:${projectId}`,
        projectId,
        associationId,
      });
    }
  }
}
