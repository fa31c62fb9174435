import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { type FundGiftId, FundsQueries } from '#libs/funds/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { DisputesQueries, type Owner } from '#libs/payments/src/index.js';
import { GiftDisputesQueries, type Loss, LossesService, PledgesQueries } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listById, type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { disputePage, disputesPage } from './disputes.view.js';
import { fundTitle } from '../funds/fund.view.js';
import { homeOf } from './loss-home.js';
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
    private readonly places: PlacesQueries,
    private readonly funds: FundsQueries,
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
        const act = { approvalId, kind: 'set-aside', home: null, amount: typedSum(amount, 'MDL') } as const;
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
    const [did, gift] = await Promise.all([this.books.find(id), this.giftOf(reading, dispute.owner)]);
    return disputePage(reading, { dispute, did, gift });
  }

  @Get('/losses/:id')
  async loss(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.lossShown(reading, id, Form.blank());
  }

  /** Recovers a loss of a project or a fund from its own money, or covers it from the reserve. */
  @Post('/losses/:id')
  settle(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(LossForm) form: Form<LossForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ id: approvalId, kind, amount }) => {
        const { home } = await this.mustFind(id);
        await this.losses.ask({ approvalId, kind, home, amount: typedSum(amount, 'MDL') }, reading.person());
        return seeOther(reading.href('/operator?done=asked'));
      },
      (again) => this.lossShown(reading, id, again),
    );
  }

  private async giftOf(reading: Reading, owner: Owner) {
    const [kind, id] = owner.split(':');
    if (kind === 'fund-gift') {
      const gift = await this.funds.find(id as FundGiftId);
      const place = gift && (await this.places.byCode(gift.placeCode));
      return gift && { ref: gift.ref, to: fundTitle(reading, { place: place! }), path: `/t/${place!.slug}/fund` };
    }
    const pledge = await this.pledges.find(id as PledgeId);
    const project = pledge && (await this.projects.find(pledge.projectId));
    return (
      pledge && { ref: pledge.ref, to: reading.text(project!.title).text, path: `/operator/projects/${project!.id}` }
    );
  }

  private async listed(reading: Reading, form: Form): Promise<Page> {
    const after = reading.query.get('after') ?? undefined;
    const [found, warnings, losses, reserve, waits] = await Promise.all([
      this.disputes.disputes({ after, limit: SHOWN + 1 }),
      this.disputes.warnings({ limit: SHOWN }),
      this.books.losses(),
      this.books.reserve(),
      this.things.waiting('loss:reserve'),
    ]);
    const { items: disputes, next } = listById(found, SHOWN);
    const named = await Promise.all(losses.map((loss) => this.named(reading, loss)));
    return disputesPage(reading, { disputes, next, warnings, losses: named, reserve, waits }, form);
  }

  private async lossShown(reading: Reading, id: string, form: Form): Promise<Page> {
    const [loss, reserve, waits] = await Promise.all([
      this.mustFind(id),
      this.books.reserve(),
      this.things.waiting(`loss:${id}`),
    ]);
    return lossPage(reading, { loss: await this.named(reading, loss), reserve, waits }, form);
  }

  private async named(reading: Reading, loss: Loss): Promise<NamedLoss> {
    const { kind, id } = loss.home;
    if (kind === 'town') return { ...loss, name: fundTitle(reading, { place: (await this.places.byCode(id))! }) };
    return { ...loss, name: reading.text((await this.projects.find(id))!.title).text };
  }

  private async mustFind(id: string): Promise<Loss> {
    const home = homeOf(id);
    const loss = home && (await this.books.lossOf(home));
    if (!loss) throw refuse('not-found', 'not-found', 'No such loss.');
    return loss;
  }
}
