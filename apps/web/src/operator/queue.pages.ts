import { Controller, Get, Param, Post } from '@nestjs/common';
import { type Approval, ApprovalsQueries } from '#libs/approvals/src/index.js';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { type ApprovalId, isId, refuse } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { OperatorOnly } from '../bank/operator-only.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { DecisionForm } from './operator.requests.js';
import { QueueService } from './queue.service.js';
import { approvalPage, itemsPage, queuePage } from './queue.view.js';
import { SignedThings } from './signed.service.js';

/** What waits for the operator, and the second signatures. */
@Controller('/:lang(^ro|ru|en$)/operator')
export class QueuePages {
  constructor(
    private readonly operator: OperatorOnly,
    private readonly queue: QueueService,
    private readonly things: SignedThings,
    private readonly approvals: ApprovalsQueries,
    private readonly decisions: Decisions,
    private readonly bodies: BodiesQueries,
    private readonly projects: ProjectsQueries,
    private readonly delivery: DeliveryQueries,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Read() reading: Reading): Promise<Page> {
    this.operator.mustBe(reading);
    const [{ approvals, waiting }, now] = await Promise.all([this.queue.all(), this.clock.now()]);
    const signatures = await Promise.all(
      approvals.map(async (approval) => ({ approval, thing: await this.things.of(reading, approval) })),
    );
    return queuePage(reading, { signatures, waiting, now });
  }

  @Get('/approvals/:id')
  async approval(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    this.operator.mustBe(reading);
    return this.shown(reading, await this.mustFind(id), Form.blank());
  }

  @Post('/approvals/:id')
  decide(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(DecisionForm) form: Form<DecisionForm>,
  ): Promise<Page | Redirect> {
    this.operator.mustBe(reading);
    return form.submit(
      reading,
      async ({ decision, reason = '' }) => {
        await this.mustFind(id);
        await this.decisions.decide(id as ApprovalId, { give: decision === 'give', reason }, reading.person());
        return seeOther(reading.href(`/operator?done=${decision === 'give' ? 'given' : 'refused'}`));
      },
      async (again) => this.shown(reading, await this.mustFind(id), again),
    );
  }

  @Get('/applications')
  async applications(@Read() reading: Reading): Promise<Page> {
    this.operator.mustBe(reading);
    const items = (await this.bodies.listApplied()).map(({ id, name, appliedAt }) => ({
      path: `/applications/${id}`,
      title: reading.text(name).text,
      since: appliedAt,
    }));
    return itemsPage(reading, reading.say('operator.waiting.applications'), items, await this.clock.now());
  }

  @Get('/reviews')
  async reviews(@Read() reading: Reading): Promise<Page> {
    this.operator.mustBe(reading);
    const items = (await this.projects.reviewQueue()).map(({ id, title, since }) => ({
      path: `/reviews/${id}`,
      title: reading.text(title).text,
      since,
    }));
    return itemsPage(reading, reading.say('operator.waiting.reviews'), items, await this.clock.now());
  }

  @Get('/tranches')
  async tranches(@Read() reading: Reading): Promise<Page> {
    this.operator.mustBe(reading);
    const items = await Promise.all(
      (await this.delivery.inStates(['approved'])).map(async ({ id, projectId, number, amount, askedAt }) => {
        const project = await this.projects.find(projectId);
        const name = project ? reading.text(project.title).text : projectId;
        const title = reading.say('operator.tranche-of', { n: number, project: name, sum: reading.money(amount) });
        return { path: `/tranches/${id}`, title, since: askedAt };
      }),
    );
    return itemsPage(reading, reading.say('operator.waiting.tranches'), items, await this.clock.now());
  }

  private async shown(reading: Reading, approval: Approval, form: Form): Promise<Page> {
    const thing = await this.things.of(reading, approval);
    return approvalPage(reading, { approval, thing }, form, reading.person());
  }

  private async mustFind(id: string): Promise<Approval> {
    const approval = isId(id) ? await this.approvals.find(id as ApprovalId) : null;
    if (approval?.office !== 'operator') throw refuse('not-found', 'not-found', 'No such approval.');
    return approval;
  }
}
