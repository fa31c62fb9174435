import { Controller, Get, type OnModuleInit, Param, Post } from '@nestjs/common';
import type { BodyKind } from '#libs/hometowns/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { type TwinsFaced, type TwinsId, TwinsQueries, TwinsService } from '#libs/neighbours/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { type Office, Offices } from '../town-hall/offices.js';
import { TwinsForm } from './neighbours.requests.js';
import { twinsListPage, twinsPage } from './twins.view.js';

interface AtDesk {
  readonly office: string;
  readonly body: string;
}

/** Where those who decide see neighbours who may be one person: the association's desk, and the town hall's. */
@Controller('/:lang(^ro|ru|en$)/:office(^association|town-hall$)/:body/twins')
export class TwinsPages implements OnModuleInit {
  constructor(
    private readonly offices: Offices,
    private readonly twins: TwinsService,
    private readonly queries: TwinsQueries,
    private readonly decisions: Decisions,
  ) {}

  onModuleInit(): void {
    this.decisions.register('neighbours-twins', {
      give: (id, by) => this.twins.agree(id, by),
      refuse: (approval, reason, by) => this.twins.refuse(approval, reason, by),
    });
  }

  @Get()
  async list(@Read() reading: Reading, @Param() where: AtDesk): Promise<Page> {
    const { office, placeCode } = await this.desk(reading, where);
    return twinsListPage(reading, { office, at: atOf(where), pairs: await this.queries.ofTown(placeCode) });
  }

  @Get('/:twins')
  async one(@Read() reading: Reading, @Param() where: AtDesk & { readonly twins: string }): Promise<Page> {
    const { office, pair } = await this.pair(reading, where);
    return twinsPage(reading, { office, at: atOf(where), pair }, Form.blank());
  }

  @Post('/:twins')
  async say(
    @Read() reading: Reading,
    @Param() where: AtDesk & { readonly twins: string },
    @FormOf(TwinsForm) form: Form<TwinsForm>,
  ): Promise<Page | Redirect> {
    const { office, pair } = await this.pair(reading, where);
    const work = async ({ id, decision, reason }: TwinsForm) => {
      await this.twins.say({ id, twinsId: pair.id, decision, reason }, reading.person());
      return seeOther(reading.href(atOf(where)));
    };
    return form.submit(reading, work, (again) => twinsPage(reading, { office, at: atOf(where), pair }, again));
  }

  /** The desk that decides for its town. Plain members of an association decide nothing here, and see nobody's name. */
  private async desk(reading: Reading, { office: kind, body }: AtDesk): Promise<{ office: Office; placeCode: string }> {
    const office = await this.offices.mustBeVerified(reading, kind as BodyKind, body);
    const desk = await this.queries.deskOf(office.body);
    if (!desk) throw refuse('not-found', 'not-found', 'Decides about nobody.');
    if (!office.roles.some((role) => desk.roles.includes(role))) throw refuse('forbidden', 'role-missing', 'Officers only.'); // prettier-ignore
    return { office, placeCode: desk.placeCode };
  }

  private async pair(
    reading: Reading,
    where: AtDesk & { readonly twins: string },
  ): Promise<{ office: Office; pair: TwinsFaced }> {
    const { office, placeCode } = await this.desk(reading, where);
    const pair = isId(where.twins) ? await this.queries.find(where.twins as string as TwinsId) : null;
    if (pair?.placeCode !== placeCode) throw refuse('not-found', 'not-found', 'No such pair here.');
    return { office, pair };
  }
}

function atOf({ office, body }: AtDesk): string {
  return `/${office}/${body}/twins`;
}
