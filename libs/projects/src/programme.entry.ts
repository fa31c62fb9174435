import { Injectable } from '@nestjs/common';
import { civilDate, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Edition, type EditionId, EditionsQueries, floorBpOf, isOpen } from '#libs/programmes/src/index.js';
import { fresh, type Rate, RatesService } from '#libs/rates/src/index.js';
import { type Gap, gapsOf } from './gap.js';
import type { ProjectPlan } from './project.plan.js';
import { ProjectsQueries } from './projects.queries.js';

interface Entered {
  readonly programmeEditionId: EditionId | null;
  readonly problem: Gap | null;
}

/** How a project enters a programme: the edition's floor becomes its own, and foreign sums get the rate of that day. */
@Injectable()
export class ProgrammeEntry {
  constructor(
    private readonly editions: EditionsQueries,
    private readonly projects: ProjectsQueries,
    private readonly rates: RatesService,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes this the project's edition; null leaves every programme. The one that it is in already stays as it was entered,
   * rate and all. One that cannot be entered is noted as `programme-unknown` and the project is in none. Throws
   * `rate-missing` and `rate-stale` when the programme counts in a currency that has no fresh rate.
   */
  async enter(tx: Tx, projectId: ProjectId, id: EditionId | null): Promise<Entered> {
    const [now] = await rowsOf<{ id: EditionId | null }>(
      tx,
      'select programme_edition_id as id from projects.project where id = $1',
      [projectId],
    );
    if (now?.id === id) return { programmeEditionId: id, problem: null };
    const today = civilDate(await this.clock.now(tx));
    const edition = id && (await this.editions.find(id, tx));
    if (!edition || !isOpen(edition, today)) {
      await this.keep(tx, projectId, null);
      const problem = id ? gapsOf('funding')('/programmeEdition', 'programme-unknown') : null;
      return { programmeEditionId: null, problem };
    }
    const { currency } = edition;
    const rate = currency === 'MDL' ? null : fresh(await this.rates.current(currency, today, tx));
    await this.keep(tx, projectId, { edition, rate });
    return { programmeEditionId: edition.id, problem: null };
  }

  /** A project's plan as if it entered this edition today, also one that is not published; null for a code that is nobody's. */
  async asIfEntered(code: string, edition: Edition): Promise<ProjectPlan | null> {
    const project = await this.projects.byCode(code.trim().toUpperCase());
    const plan = project && (await this.projects.plan(project.id));
    if (!plan) return null;
    const { currency } = edition;
    const rate = currency === 'MDL' ? null : await this.rates.current(currency, civilDate(await this.clock.now()));
    return { ...plan, programme: { edition, rate, open: true } };
  }

  private async keep(
    tx: Tx,
    projectId: ProjectId,
    entered: { edition: Edition; rate: Rate | null } | null,
  ): Promise<void> {
    await tx.query(
      'update projects.project set programme_edition_id = $2, floor_bp = $3, programme_rate = $4 where id = $1',
      [
        projectId,
        entered?.edition.id,
        entered && floorBpOf(entered.edition),
        entered?.rate && JSON.stringify(entered.rate),
      ],
    );
  }
}
