import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { CampaignsService } from './campaigns.service.js';
import { SubmissionService } from './submission.service.js';

/** What comes due by itself: campaigns that open, days of objections that end. */
@Injectable()
export class ProjectsHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly campaigns: CampaignsService,
    private readonly submission: SubmissionService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(5, 'projects.open-campaigns', async () => void (await this.campaigns.openDue()));
    this.handlers.every(60, 'projects.objections-over', async () => void (await this.submission.objectionsOver()));
  }
}
