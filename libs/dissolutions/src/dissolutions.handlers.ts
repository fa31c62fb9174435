import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { VoteId } from '#libs/kernel/src/index.js';
import { Handlers, type StoredEvent, type Tx } from '#libs/platform/src/index.js';
import { DissolutionsService } from './dissolutions.service.js';

/** Hears that the members of an association have voted that it ends. */
@Injectable()
export class DissolutionsHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly dissolutions: DissolutionsService,
  ) {}

  onModuleInit(): void {
    this.handlers.on('voting.closed', 'dissolutions.vote', (tx, event) => this.closed(tx, event));
  }

  private async closed(tx: Tx, { data }: StoredEvent): Promise<void> {
    if (data.kind === 'dissolution' && data.outcome === 'accepted')
      await this.dissolutions.decided(tx, data.voteId as VoteId);
  }
}
