import { Injectable } from '@nestjs/common';
import { addDays, civilDate, daysBetween, endOfDay, parseCivilDate, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock, Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { CampaignGate } from './campaign-gate.service.js';
import { keepCorrections } from './correction.log.js';
import { ProjectsQueries } from './projects.queries.js';
import { skipMoved } from './submission.service.js';

/** Opens campaigns when their day has come. Closing them is for whoever counts the money. */
@Injectable()
export class CampaignsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly projects: ProjectsQueries,
    private readonly gate: CampaignGate,
  ) {}

  /**
   * Opens every published campaign whose first day has come; how many. One that could not open on its day (it was published
   * later) keeps its length: both days move, and the public history says so.
   */
  async openDue(): Promise<number> {
    let opened = 0;
    for (const id of await this.projects.dueToOpen()) {
      opened += await this.db.transaction((tx) => this.open(tx, id)).then(() => 1, skipMoved);
    }
    return opened;
  }

  private async open(tx: Tx, id: ProjectId): Promise<void> {
    const now = await this.clock.now(tx);
    const today = civilDate(now);
    await this.gate.move(tx, id, 'campaign', { by: null });
    const [planned] = await rowsOf<Record<'opens' | 'closes', string>>(
      tx,
      'select opens_on::text as opens, closes_on::text as closes from projects.campaign where project_id = $1',
      [id],
    );
    const [opensOn, closesOn] = [parseCivilDate(planned!.opens)!, parseCivilDate(planned!.closes)!];
    const late = Math.max(0, daysBetween(opensOn, today));
    const closes = addDays(closesOn, late);
    await tx.query(
      'update projects.campaign set opens_on = $2, closes_on = $3, opened_at = $4, closes_at = $5 where project_id = $1',
      [id, addDays(opensOn, late), closes, now, endOfDay(closes)],
    );
    if (late === 0) return;
    await keepCorrections(tx, { projectId: id, section: 'campaign', reason: null, by: null }, [
      { field: '/opensOn', before: opensOn, after: addDays(opensOn, late) },
      { field: '/closesOn', before: closesOn, after: closes },
    ]); // prettier-ignore
  }
}
