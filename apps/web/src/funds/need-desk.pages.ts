import { Controller, Get, Param, Post } from '@nestjs/common';
import { FundsQueries, type Need, type NeedId, NeedsQueries, NeedsService } from '#libs/funds/src/index.js';
import { type PlaceFound, PlacesQueries } from '#libs/hometowns/src/index.js';
import { DomainError, isId, type Money, refuse } from '#libs/kernel/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { besideItsField } from '../pledging/chosen-sum.js';
import { type Office, Offices } from '../town-hall/offices.js';
import { SecondForm } from '../town-hall/people.requests.js';
import { answerPage, askPage, type Candidate } from './need-desk.view.js';
import { NeedForm } from './needs.requests.js';

const HALL = '/:lang(^ro|ru|en$)/town-hall/:body/fund';
const ASSOCIATION = '/:lang(^ro|ru|en$)/association/:body/fund';
const TAKING = ['campaign', 'funded', 'in-delivery'];
const ROWS = 100;

/** The town's fund at the desks of both: the town hall asks, the association agrees or not. */
@Controller()
export class NeedDeskPages {
  constructor(
    private readonly offices: Offices,
    private readonly needs: NeedsService,
    private readonly list: NeedsQueries,
    private readonly funds: FundsQueries,
    private readonly projects: ProjectsQueries,
    private readonly places: PlacesQueries,
  ) {}

  @Get(HALL)
  async fund(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return this.hall(reading, await this.offices.mustBe(reading, 'town-hall', id), Form.blank());
  }

  @Post(HALL)
  async ask(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(NeedForm) form: Form<NeedForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', id);
    const work = async (input: NeedForm) => {
      const own = await this.offices.mustOwn(reading, id, input.projectId);
      const wish = {
        ...input,
        projectId: own.plan.project.id,
        amount: typedSum(input.amount, 'MDL'),
        lang: reading.lang,
      };
      await besideItsField(() => this.needs.ask(wish, reading.person()), 'amount');
      return seeOther(reading.href(`/town-hall/${id}/fund#asked`));
    };
    return form.submit(reading, work, (again) => this.hall(reading, office, again));
  }

  @Post(`${HALL}/:need/withdrawal`)
  async withdraw(
    @Read() reading: Reading,
    @Param() where: { body: string; need: string },
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', where.body);
    const work = async () => {
      const need = await this.of(where.need, ({ townHallId }) => townHallId === office.body.id);
      await this.needs.withdraw(need.id, reading.person());
      return seeOther(reading.href(`/town-hall/${where.body}/fund#asked`));
    };
    return form.submit(reading, work, (again) => this.hall(reading, office, again));
  }

  @Get(ASSOCIATION)
  async asked(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return this.association(reading, await this.offices.mustBe(reading, 'association', id), Form.blank());
  }

  @Post(`${ASSOCIATION}/:need/answer`)
  async answer(
    @Read() reading: Reading,
    @Param() where: { body: string; need: string },
    @FormOf(SecondForm) form: Form<SecondForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'association', where.body);
    const work = async ({ then, reason = '' }: SecondForm) => {
      const { id } = await this.of(where.need, ({ associationId }) => associationId === office.body.id);
      await (then === 'give'
        ? this.needs.agree(id, reading.person())
        : this.needs.refuse(id, reason, reading.person()));
      return seeOther(reading.href(`/association/${where.body}/fund`));
    };
    return form.submit(reading, work, (again) => this.association(reading, office, again));
  }

  private async hall(reading: Reading, office: Office, form: Form): Promise<Page> {
    const { id } = office.body;
    const cards = (await this.projects.ofTownHall(id)).filter(({ state }) => TAKING.includes(state));
    const [candidates, needs] = await Promise.all([
      Promise.all(cards.map(({ id: projectId, title }) => this.candidate({ projectId, title }))),
      this.list.list({ townHallId: id, limit: ROWS }),
    ]);
    const found = candidates.filter((one) => one !== null);
    return askPage(reading, { office, needs, form, candidates: found, ...(await this.fundOf(office)) });
  }

  private async association(reading: Reading, office: Office, form: Form): Promise<Page> {
    const needs = await this.list.list({ associationId: office.body.id, limit: ROWS });
    return answerPage(reading, { office, needs, form, ...(await this.fundOf(office)) });
  }

  private async fundOf({ body: { placeCode } }: Office): Promise<{ fund: PlaceFound; held: Money }> {
    const [fund, { held }] = await Promise.all([this.places.byCode(placeCode), this.funds.totals(placeCode)]);
    return { fund: fund!, held };
  }

  /** What may be asked for a project; null where nothing may. */
  private async candidate({ projectId, title }: Pick<Candidate, 'projectId' | 'title'>): Promise<Candidate | null> {
    try {
      const { free, lacking } = await this.needs.roomFor(projectId);
      return free.isPositive() ? { projectId, title, free, lacking } : null;
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  private async of(id: string, own: (need: Need) => boolean): Promise<Need> {
    const need = isId(id) ? await this.list.find(id as NeedId) : null;
    if (!need || !own(need)) throw refuse('not-found', 'not-found', 'Nobody asked for this.');
    return need;
  }
}
