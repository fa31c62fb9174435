import { Controller, Get, Post } from '@nestjs/common';
import { AuditQueries, AuditService, type Finding } from '#libs/audit/src/index.js';
import { PersonsService, StaffService } from '#libs/identity/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Database, TrailQueries } from '#libs/platform/src/index.js';
import { OperatorOnly } from '../bank/operator-only.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { StaffForm, StepForm } from './operator.requests.js';
import { SignedThings } from './signed.service.js';
import { auditPage, logPage, staffPage } from './watch.view.js';

const RUNS = 10;
const ROWS = 50;

/** Watching over the house: the audit, the log of what everybody did, and who is on the staff. */
@Controller('/:lang(^ro|ru|en$)/operator')
export class WatchPages {
  constructor(
    private readonly operator: OperatorOnly,
    private readonly audit: AuditService,
    private readonly runs: AuditQueries,
    private readonly trail: TrailQueries,
    private readonly things: SignedThings,
    private readonly staff: StaffService,
    private readonly persons: PersonsService,
    private readonly db: Database,
  ) {}

  @Get('/audit')
  async found(@Read() reading: Reading): Promise<Page> {
    this.operator.mustBe(reading);
    return auditPage(reading, { runs: await this.runs.runs(RUNS), now: null });
  }

  /** Runs the audit at this moment and shows what it finds. */
  @Post('/audit')
  run(@Read() reading: Reading, @FormOf(StepForm) form: Form<StepForm>): Promise<Page | Redirect> {
    this.operator.mustBe(reading);
    const shown = async (now: readonly Finding[] | null) =>
      auditPage(reading, { runs: await this.runs.runs(RUNS), now });
    return form.submit(
      reading,
      async () => shown(await this.audit.run()),
      () => shown(null),
    );
  }

  @Get('/log')
  async log(@Read() reading: Reading): Promise<Page> {
    this.operator.mustBe(reading);
    const search = reading.query.get('search')?.trim().slice(0, 120) ?? '';
    const asked = reading.query.get('before') ?? '';
    const before = /^\d{1,18}$/.test(asked) ? asked : undefined;
    const rows = await this.trail.newest({ search, ...(before && { before }) }, ROWS + 1);
    const names = await this.things.names(rows.flatMap(({ actor }) => (actor ? [actor as PersonId] : [])));
    const next = rows.length > ROWS ? rows[ROWS - 1]!.id : null;
    return logPage(reading, { rows: rows.slice(0, ROWS), names, search, next });
  }

  @Get('/staff')
  async people(@Read() reading: Reading): Promise<Page> {
    this.operator.mustBe(reading);
    return this.staffShown(reading, Form.blank());
  }

  /** Takes somebody onto the staff. */
  @Post('/staff')
  appoint(@Read() reading: Reading, @FormOf(StaffForm) form: Form<StaffForm>): Promise<Page | Redirect> {
    this.operator.mustBe(reading);
    return form.submit(
      reading,
      async ({ email }) => {
        await this.db.transaction(async (tx) => {
          await this.staff.mustBe(tx, reading.person());
          const person = await this.persons.ensure(tx, { email, lang: reading.lang });
          await this.staff.appoint(tx, person, reading.person());
        });
        return seeOther(reading.href('/operator/staff?done=staff'));
      },
      (again) => this.staffShown(reading, again),
    );
  }

  private async staffShown(reading: Reading, form: Form): Promise<Page> {
    return staffPage(reading, await this.persons.cards(await this.staff.all()), form);
  }
}
