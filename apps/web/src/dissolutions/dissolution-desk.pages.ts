import { Controller, Get, type OnModuleInit, Param, Post, UseGuards } from '@nestjs/common';
import { DissolutionsQueries, DissolutionsService } from '#libs/dissolutions/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { type BodyId, isId, refuse } from '#libs/kernel/src/index.js';
import { isToHandOver, ProjectsQueries } from '#libs/projects/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { SignedThings } from '../operator/signed.service.js';
import { type DissolutionDesk, dissolutionDeskPage } from './dissolution-desk.view.js';
import { DissolveForm } from './dissolutions.requests.js';

/** The end of an association at the operator's desk: one asks, another confirms. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/bodies/:id/dissolution')
export class DissolutionDeskPages implements OnModuleInit {
  constructor(
    private readonly queries: DissolutionsQueries,
    private readonly dissolutions: DissolutionsService,
    private readonly bodies: BodiesQueries,
    private readonly projects: ProjectsQueries,
    private readonly things: SignedThings,
    private readonly decisions: Decisions,
  ) {}

  onModuleInit(): void {
    this.decisions.register('body-dissolution', {
      give: (id, by) => this.dissolutions.confirm(id, by),
      refuse: ({ id }, reason, by) => this.dissolutions.refuse(id, reason, by),
    });
  }

  @Get()
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return dissolutionDeskPage(reading, await this.view(id), Form.blank());
  }

  /** Asks a second operator to end it. */
  @Post()
  async ask(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(DissolveForm) form: Form<DissolveForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(id);
    const work = async ({ standIn = false }: DissolveForm) => {
      await this.dissolutions.ask(view.body.id, { standIn }, reading.person());
      return seeOther(reading.href('/operator?done=asked'));
    };
    return form.submit(reading, work, (again) => dissolutionDeskPage(reading, view, again));
  }

  private async view(id: string): Promise<DissolutionDesk> {
    const body = isId(id) ? await this.bodies.find(id as BodyId) : null;
    const dissolution = body && (await this.queries.ofAssociation(body.id));
    if (!body || !dissolution) throw refuse('not-found', 'not-found', 'No association whose members have ended it.');
    const asked = dissolution.succession;
    const [cards, successor, waits] = await Promise.all([
      this.projects.ofAssociation(body.id),
      asked && ['offered', 'agreed'].includes(asked.state) ? this.bodies.find(asked.successorId) : null,
      this.things.waiting(`body:${body.id}`),
    ]);
    return { body, dissolution, successor, waits, projects: cards.filter(isToHandOver) };
  }
}
