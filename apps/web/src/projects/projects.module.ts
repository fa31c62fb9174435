import { Module, type OnModuleInit } from '@nestjs/common';
import { thingOf } from '#libs/approvals/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule as ProjectsLib, ReviewService } from '#libs/projects/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { DraftsApi } from './drafts.api.js';
import { ProjectsApi } from './projects.api.js';

/** Projects: their pages and their file. */
@Module({ imports: [ProjectsLib, PledgesModule], controllers: [DraftsApi, ProjectsApi] })
export class ProjectsModule implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly review: ReviewService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('project-review', {
      give: (id, by) => this.review.confirm(id, by),
      refuse: (approval, reason, by) => this.review.askChanges(thingOf(approval), { reason }, by),
    });
  }
}
