import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { isId, type PledgeId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { DisputesQueries } from '#libs/payments/src/index.js';
import { GiftDisputesQueries, LossesService, PledgesQueries, type ProjectLoss } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { disputePage, disputesPage } from './disputes.view.js';
import { lossPage, type NamedLoss } from './losses.view.js';
import { LossForm, ReserveForm } from './operator.requests.js';
import { SignedThings } from './signed.service.js';

const SHOWN = 50;

/** Payments that donors' banks take back, and the losses that come of them. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator')
export class DisputePages {
  constructor(
    private readonly disputes: DisputesQueries,
    private readonly books: GiftDisputesQueries,
    private readonly losses: LossesService,
    private readonly pledges: PledgesQueries,
    private readonly projects: ProjectsQueries,
    private readonly things: SignedThings,
  ) {}

  @Get('/disputes')
  async list(@Read() reading: Reading): Promise<Page> {
    return this.listed(reading, Form.blank());
  }

  /** Sets some of the operator's own means aside for losses. */
  @Post('/disputes')
  fill(@Read() reading: Reading, @FormOf(ReserveForm) form: Form<ReserveForm>): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ id: approvalId, amount }) => {
        const act = { approvalId, kind: 'set-aside', projectId: null, amount: typedSum(amount, 'MDL') } as const;
        await this.losses.ask(act, reading.person());
        return seeOther(reading.href('/operator?done=asked'));
      },
      (again) => this.listed(reading, again),
    );
  }

  @Get('/disputes/:id')
  async one(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const dispute = await this.disputes.find(id);
    if (!dispute) throw refuse('not-found', 'not-found', 'No such dispute.');
    const [did, pledge] = await Promise.all([
      this.books.find(id),
      this.pledges.find(dispute.owner.split(':')[1] as PledgeId),
    ]);
    const project = pledge && (await this.projects.find(pledge.projectId));
    return disputePage(reading, { dispute, did, pledge, project });
  }

  @Get('/losses/:id')
  async loss(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.lossShown(reading, id, Form.blank());
  }

  /** Recovers a loss from the project's own money, or covers it from the reserve. */
  @Post('/losses/:id')
  settle(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(LossForm) form: Form<LossForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ id: approvalId, kind, amount }) => {
        const { projectId } = await this.mustFind(id);
        await this.losses.ask({ approvalId, kind, projectId, amount: typedSum(amount, 'MDL') }, reading.person());
        return seeOther(reading.href('/operator?done=asked'));
      },
      (again) => this.lossShown(reading, id, again),
    );
  }

  private async listed(reading: Reading, form: Form): Promise<Page> {
    const after = reading.query.get('after') ?? undefined;
    const [disputes, warnings, losses, reserve, waits] = await Promise.all([
      this.disputes.disputes({ after, limit: SHOWN + 1 }),
      this.disputes.warnings({ limit: SHOWN }),
      this.books.losses(),
      this.books.reserve(),
      this.things.waiting('loss:reserve'),
    ]);
    const next = disputes.length > SHOWN ? disputes[SHOWN - 1]!.id : null;
    const named = await Promise.all(losses.map((loss) => this.named(loss)));
    return disputesPage(
      reading,
      { disputes: disputes.slice(0, SHOWN), next, warnings, losses: named, reserve, waits },
      form,
    );
  }

  private async lossShown(reading: Reading, id: string, form: Form): Promise<Page> {
    const [loss, reserve, waits] = await Promise.all([
      this.mustFind(id),
      this.books.reserve(),
      this.things.waiting(`loss:${id}`),
    ]);
    return lossPage(reading, { loss: await this.named(loss), reserve, waits }, form);
  }

  private async named(loss: ProjectLoss): Promise<NamedLoss> {
    return { ...loss, project: (await this.projects.find(loss.projectId))! };
  }

  private async mustFind(id: string): Promise<ProjectLoss> {
    const loss = isId(id) ? await this.books.lossOf(id as ProjectId) : null;
    if (!loss) throw refuse('not-found', 'not-found', 'No loss of this project.');
    return loss;
  }
}
