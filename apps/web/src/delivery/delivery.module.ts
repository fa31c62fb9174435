import { Module, type OnModuleInit } from '@nestjs/common';
import { CancellationService, DeliveryModule as DeliveryLib, ReleasesService } from '#libs/delivery/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { TranchesApi } from './tranches.api.js';
import { WorksApi } from './works.api.js';

/** What happens after a campaign: tranches, works, completion. */
@Module({ imports: [DeliveryLib, ProjectsModule], controllers: [TranchesApi, WorksApi] })
export class DeliveryModule implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly releases: ReleasesService,
    private readonly cancellations: CancellationService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('tranche-release', {
      give: (id, by) => this.releases.confirmRelease(id, by),
      refuse: ({ id }, reason, by) => this.releases.refuseRelease(id, reason, by),
    });
    this.decisions.register('project-cancel', {
      give: (id, by) => this.cancellations.confirm(id, by),
      refuse: ({ id }, reason, by) => this.cancellations.refuse(id, reason, by),
    });
  }
}
