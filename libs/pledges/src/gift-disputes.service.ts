import { Injectable } from '@nestjs/common';
import type { PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { CampaignGate, ProjectsQueries } from '#libs/projects/src/index.js';
import { DisputeBooks } from './dispute-books.service.js';
import { MatchesService } from './matches.service.js';
import { keepPledge, lockPledge } from './pledge.lock.js';
import { WindingService } from './winding.service.js';

/** What donors' banks take back, as a project feels it: under its gate, and what waited for the decision goes on. */
@Injectable()
export class GiftDisputesService {
  constructor(
    private readonly gate: CampaignGate,
    private readonly projects: ProjectsQueries,
    private readonly books: DisputeBooks,
    private readonly matches: MatchesService,
    private readonly winding: WindingService,
  ) {}

  /** Does what is to be done about a dispute now. */
  async look(tx: Tx, pledgeId: PledgeId, disputeId: string): Promise<void> {
    const sql = 'select project_id as "projectId" from pledges.pledge where id = $1';
    const [found] = await rowsOf<{ projectId: ProjectId }>(tx, sql, [pledgeId]);
    if (!found) throw new Error(`payments tell of a pledge ${pledgeId} that is not there`);
    const campaign = await this.gate.hold(tx, found.projectId);
    const pledge = await lockPledge(tx, pledgeId);
    const { placeCode } = (await this.projects.find(found.projectId, tx))!;
    const done = await this.books.look(tx, disputeId, pledge, placeCode);
    if (!done) return;
    await keepPledge(tx, pledge);
    await this.matches.follow(tx, pledge, 'disputed');
    if (done === 'ended') await this.winding.goOn(tx, found.projectId);
    else await this.winding.reopen(tx, campaign);
  }

  /** Looks again at every dispute that is not in the books as far as it has come. */
  async lookDue(): Promise<void> {
    await this.books.lookDue<PledgeId>('pledge', (tx, pledgeId, id) => this.look(tx, pledgeId, id));
  }
}
