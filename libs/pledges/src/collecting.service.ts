import { Injectable } from '@nestjs/common';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { ChargesService } from '#libs/payments/src/index.js';
import { Clock, Database, Outbox, type Tx } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { CampaignStands } from './campaign-stands.service.js';
import { PayingService } from './paying.service.js';
import { campaignEvent } from './pledge.events.js';
import { keepPledge, lockPledges } from './pledge.lock.js';

const BATCH = 100;

/** After success: charges what was promised, and lets fall what could not be repaired in time. */
@Injectable()
export class CollectingService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly projects: ProjectsQueries,
    private readonly stands: CampaignStands,
    private readonly charges: ChargesService,
    private readonly paying: PayingService,
    private readonly outbox: Outbox,
  ) {}

  /** Wants the charges of the next hundred promises; each pledge leaves "promised" with its charge, so a repeat finds the rest. */
  async chargeSome(tx: Tx, projectId: ProjectId): Promise<void> {
    if ((await this.projects.find(projectId, tx))?.state !== 'collecting') return;
    const pledges = await lockPledges(
      tx,
      `select id from pledges.pledge where project_id = $1 and state = 'promised' order by id limit ${BATCH}`,
      [projectId],
    );
    const smaller = await this.stands.isSmaller(tx, projectId);
    for (const pledge of pledges.filter(({ state }) => state === 'promised')) {
      // Who wanted everything or nothing is not charged for less.
      if (smaller && pledge.shortfall === 'return') {
        await this.paying.lapse(tx, pledge, 'smaller');
        continue;
      }
      await this.paying.charge(tx, pledge);
      await keepPledge(tx, pledge);
    }
    if (pledges.length === BATCH) await this.outbox.add(tx, campaignEvent('collect-on', projectId));
  }

  /** Act 4: lets declined promises fall whose seven days are over and for which no charge is on its way; returns how many. */
  async lapseDue(): Promise<number> {
    const now = await this.clock.now();
    return this.db.transaction(async (tx) => {
      const pledges = await lockPledges(
        tx,
        `select id from pledges.pledge where state = 'declined' and repair_until <= $1 order by repair_until limit ${BATCH}`,
        [now],
      );
      let fallen = 0;
      for (const pledge of pledges) {
        if (pledge.state !== 'declined' || pledge.repairUntil! > now) continue;
        const charges = await this.charges.ofOwner(pledge.owner, tx);
        if (charges.some(({ state }) => state === 'wanted' || state === 'processing' || state === 'succeeded'))
          continue;
        await this.paying.lapse(tx, pledge);
        fallen += 1;
      }
      return fallen;
    });
  }
}
