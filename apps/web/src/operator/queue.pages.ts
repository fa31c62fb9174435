import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { type Approval, ApprovalsQueries } from '#libs/approvals/src/index.js';
import { addDays, type ApprovalId, civilDate, isId, refuse, startOfDay } from '#libs/kernel/src/index.js';
import { HidingQueries } from '#libs/needs/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listPage, type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { DecisionForm } from './operator.requests.js';
import { QueueService } from './queue.service.js';
import { approvalPage, queuePage } from './queue.view.js';
import { SignedThings } from './signed.service.js';

/** How many tasks a page shows. */
const SHOWN = 50;

/** What waits for the operator, and the second signatures. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator')
export class QueuePages {
  constructor(
    private readonly queue: QueueService,
    private readonly things: SignedThings,
    private readonly approvals: ApprovalsQueries,
    private readonly decisions: Decisions,
    private readonly boards: HidingQueries,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Read() reading: Reading): Promise<Page> {
    const [what, after] = [reading.query.get('kind') || undefined, reading.query.get('after') || undefined];
    const now = await this.clock.now();
    const [found, counts, written] = await Promise.all([
      this.queue.page(reading, { what, after, limit: SHOWN + 1 }),
      this.queue.counts(reading),
      this.boards.since(startOfDay(addDays(civilDate(now), -1))),
    ]);
    const { items: tasks, next } = listPage(found, SHOWN, { keyOf: ({ key }) => key, show: (task) => task });
    return queuePage(reading, { tasks, next, what, ...counts, written }, now);
  }

  @Get('/approvals/:id')
  async approval(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, Form.blank());
  }

  @Post('/approvals/:id')
  decide(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(DecisionForm) form: Form<DecisionForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ decision, reason = '' }) => {
        await this.mustFind(id);
        await this.decisions.decide(id as ApprovalId, { give: decision === 'give', reason }, reading.person());
        return seeOther(reading.href(`/operator?done=${decision === 'give' ? 'given' : 'refused'}`));
      },
      (again) => this.shown(reading, id, again),
    );
  }

  private async shown(reading: Reading, id: string, form: Form): Promise<Page> {
    const approval = await this.mustFind(id);
    const thing = await this.things.of(reading, approval);
    return approvalPage(reading, { approval, thing }, form, reading.person());
  }

  private async mustFind(id: string): Promise<Approval> {
    const approval = isId(id) ? await this.approvals.find(id as ApprovalId) : null;
    if (approval?.office !== 'operator') throw refuse('not-found', 'not-found', 'No such approval.');
    return approval;
  }
}
