import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { Handlers } from '#libs/platform/src/index.js';
import { SharesService } from './shares.service.js';

/** Books the funding plan when its project is published. */
@Injectable()
export class CofundingHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly shares: SharesService,
  ) {}

  onModuleInit(): void {
    this.handlers.on('projects.moved', 'cofunding.book-plan', async (tx, { data }) => {
      if (data.to === 'published') await this.shares.bookPlan(tx, data.projectId as ProjectId);
    });
  }
}
