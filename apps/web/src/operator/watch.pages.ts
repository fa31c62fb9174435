import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { AuditQueries, AuditService } from '#libs/audit/src/index.js';
import { type PersonId, refuse } from '#libs/kernel/src/index.js';
import { HeadsQueries } from '#libs/ledger/src/index.js';
import { Queues, TrailQueries } from '#libs/platform/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { auditPage } from './audit.view.js';
import { LogThings } from './log-things.service.js';
import { DismissalForm, StaffForm, StepForm } from './operator.requests.js';
import { SignedThings } from './signed.service.js';
import { Staffing } from './staffing.service.js';
import { dismissalPage, logPage, staffPage } from './watch.view.js';

const RUNS = 10;
const ROWS = 50;

/** Watching over the house: the audit, the log of what everybody did, and who is on the staff. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator')
export class WatchPages {
  constructor(
    private readonly audit: AuditService,
    private readonly runs: AuditQueries,
    private readonly trail: TrailQueries,
    private readonly things: SignedThings,
    private readonly logged: LogThings,
    private readonly staffing: Staffing,
    private readonly queues: Queues,
    private readonly heads: HeadsQueries,
  ) {}

  @Get('/audit')
  async found(@Read() reading: Reading): Promise<Page> {
    return this.auditShown(reading);
  }

  /** Runs the audit at this moment; its page shows what it found. */
  @Post('/audit')
  run(@Read() reading: Reading, @FormOf(StepForm) form: Form<StepForm>): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async () => {
        await this.audit.run();
        return seeOther(reading.href('/operator/audit'));
      },
      () => this.auditShown(reading),
    );
  }

  /** Sends again what the queues gave up. */
  @Post('/audit/again')
  sendAgain(@Read() reading: Reading, @FormOf(StepForm) form: Form<StepForm>): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async () => {
        await this.queues.sendAgain(reading.person());
        return seeOther(reading.href('/operator/audit?done=sent-again'));
      },
      () => this.auditShown(reading),
    );
  }

  @Get('/log')
  async log(@Read() reading: Reading): Promise<Page> {
    const search = reading.query.get('search')?.trim().slice(0, 120) ?? '';
    const asked = reading.query.get('before') ?? '';
    const before = /^\d{1,18}$/.test(asked) ? asked : undefined;
    const rows = await this.trail.newest({ search, ...(before && { before }) }, ROWS + 1);
    const shown = rows.slice(0, ROWS);
    const [names, things] = await Promise.all([
      this.things.names(shown.flatMap(({ actor }) => (actor ? [actor as PersonId] : []))),
      this.logged.named(reading, shown),
    ]);
    return logPage(reading, { rows: shown, names, things, search, next: rows.length > ROWS ? shown.at(-1)!.id : null });
  }

  @Get('/staff')
  async people(@Read() reading: Reading): Promise<Page> {
    return this.staffShown(reading, Form.blank());
  }

  /** Asks a second operator to take somebody onto the staff. */
  @Post('/staff')
  appoint(@Read() reading: Reading, @FormOf(StaffForm) form: Form<StaffForm>): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ id, email }) => {
        await this.staffing.appoint(reading, id, email);
        return seeOther(reading.href('/operator?done=asked'));
      },
      (again) => this.staffShown(reading, again),
    );
  }

  @Get('/staff/:id/dismissal')
  async dismissing(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const person = (await this.staffing.people()).find((one) => one.id === id);
    if (!person) throw refuse('not-found', 'not-found', 'Nobody of the staff.');
    return dismissalPage(reading, person, Form.blank());
  }

  /** Ends somebody's time on the staff. */
  @Post('/staff/dismissal')
  dismiss(@Read() reading: Reading, @FormOf(DismissalForm) form: Form<DismissalForm>): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ personId }) => {
        await this.staffing.dismiss(reading, personId);
        return seeOther(reading.href('/operator/staff?done=dismissed'));
      },
      (again) => this.staffShown(reading, again),
    );
  }

  private async auditShown(reading: Reading): Promise<Page> {
    const [runs, queues, failed, chores, head, unsealed] = await Promise.all([
      this.runs.runs(RUNS),
      this.queues.state(),
      this.queues.failed(ROWS),
      this.queues.failedChores(),
      this.heads.newest(),
      this.heads.secondsUnsealed(),
    ]);
    return auditPage(reading, { runs, queues, failed, chores, head, unsealed });
  }

  private async staffShown(reading: Reading, form: Form): Promise<Page> {
    return staffPage(reading, { people: await this.staffing.people(), by: reading.person() }, form);
  }
}
