import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { AssembliesQueries } from '#libs/assemblies/src/index.js';
import { BRING_DAYS, CashQueries } from '#libs/cash/src/index.js';
import { DissolutionsQueries, type Succession, type SuccessionId, SuccessionsService } from '#libs/dissolutions/src/index.js'; // prettier-ignore
import { type Body, BodiesQueries } from '#libs/hometowns/src/index.js';
import { type BodyId, isId, Money, refuse } from '#libs/kernel/src/index.js';
import { isToHandOver, ProjectsQueries } from '#libs/projects/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Offices } from '../town-hall/offices.js';
import { type DissolutionView, dissolutionPage } from './dissolution.view.js';
import { AnswerForm, OfferForm } from './dissolutions.requests.js';
import type { InTheWay } from './steps.view.js';

const AT = '/:lang(^ro|ru|en$)/association/:body/dissolution';
const CANDIDATES_MOST = 500;

/** How an association ends, for its members; and what others that end offer to it. */
@Controller(AT)
export class DissolutionPages {
  constructor(
    private readonly offices: Offices,
    private readonly queries: DissolutionsQueries,
    private readonly successions: SuccessionsService,
    private readonly bodies: BodiesQueries,
    private readonly projects: ProjectsQueries,
    private readonly votes: VotesQueries,
    private readonly assemblies: AssembliesQueries,
    private readonly cash: CashQueries,
    private readonly approvals: ApprovalsQueries,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return dissolutionPage(reading, { ...(await this.view(reading, id)), form: Form.blank() });
  }

  /** Asks another association to go on with the projects. */
  @Post('/successor')
  async offer(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(OfferForm) form: Form<OfferForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, id);
    const work = async (offer: OfferForm) => {
      await this.successions.offer(view.office.body.id, offer, reading.person());
      return seeOther(reading.href(`/association/${id}/dissolution`));
    };
    return form.submit(reading, work, (again) => dissolutionPage(reading, { ...view, form: again }));
  }

  /** Takes the offer back. */
  @Post('/successor/end')
  async takeBack(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, id);
    const work = async () => {
      const asked = view.dissolution?.succession;
      if (asked) await this.successions.takeBack(view.office.body.id, asked.id, reading.person());
      return seeOther(reading.href(`/association/${id}/dissolution`));
    };
    return form.submit(reading, work, (again) => dissolutionPage(reading, { ...view, form: again }));
  }

  /** Answers an offer of another association. */
  @Post('/offers/:offer')
  async answer(
    @Read() reading: Reading,
    @Param() { body: id, offer }: { body: string; offer: string },
    @FormOf(AnswerForm) form: Form<AnswerForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, id);
    const found = view.offers.find(({ succession }) => succession.id === (offer as SuccessionId));
    if (!isId(offer) || !found) throw refuse('not-found', 'not-found', 'No such offer to this association.');
    const work = async ({ answer, reason = '' }: AnswerForm) => {
      const [succession, by] = [found.succession.id, reading.person()];
      await (answer === 'agree'
        ? this.successions.agree(succession, by)
        : this.successions.decline(succession, reason, by));
      return seeOther(reading.href(`/association/${id}/dissolution`));
    };
    return form.submit(reading, work, (again) => dissolutionPage(reading, { ...view, form: again }));
  }

  private async view(reading: Reading, id: string): Promise<Omit<DissolutionView, 'form'>> {
    const office = await this.offices.mustBe(reading, 'association', id);
    const { body } = office;
    const [dissolution, offers] = await Promise.all([this.queries.ofAssociation(body.id), this.queries.offersTo(body.id)]); // prettier-ignore
    const asked = dissolution?.succession;
    const [projects, inTheWay, names, candidates] = await Promise.all([
      this.openOf(body.id),
      this.inTheWay(body.id),
      this.namesOf([...offers.map(({ associationId }) => associationId), ...(asked ? [asked.successorId] : [])]),
      dissolution && office.roles.includes('president') ? this.candidates(reading, body) : [],
    ]);
    const head = office.roles.includes('president');
    const withProjects = offers.map(async (succession) => ({ succession, ...(await this.offered(succession, head)) }));
    return { office, dissolution, projects, inTheWay, names, candidates, offers: await Promise.all(withProjects) };
  }

  /** What would stop the end today, beside the open projects. */
  private async inTheWay(id: BodyId): Promise<InTheWay> {
    const [votes, assemblies, cash, waits] = await Promise.all([
      this.votes.ofAssociation(id),
      this.assemblies.ofAssociation(id),
      // All that is in hand: none of it is due later than that.
      this.cash.due(BRING_DAYS, id),
      this.approvals.waiting(`association:${id}`),
    ]);
    return {
      votes: votes.filter(({ state }) => state === 'open').length,
      assemblies: assemblies.filter(({ state }) => state === 'called' || state === 'open').length,
      cash: cash.reduce((sum, { lei }) => sum.plus(lei), Money.lei(0n)),
      waits: waits.length,
    };
  }

  /** What another association offers; of what is not public the president who answers sees the titles, and members a number. */
  private async offered({ associationId, state }: Succession, head: boolean) {
    const all = await this.openOf(associationId);
    const projects = all.filter(({ publishedAt }) => publishedAt !== null || head || state === 'agreed');
    return { projects, more: all.length - projects.length };
  }

  private async openOf(id: BodyId) {
    return (await this.projects.ofAssociation(id)).filter(isToHandOver);
  }

  private async namesOf(ids: readonly BodyId[]): Promise<ReadonlyMap<BodyId, Body>> {
    return new Map((await this.bodies.findAll([...new Set(ids)])).map((one) => [one.id, one]));
  }

  /** Associations that could go on: those of the town first, then all others by name. */
  private async candidates(reading: Reading, { id, placeCode }: Body): Promise<readonly Body[]> {
    const all = await this.bodies.list({ kind: 'association', state: 'verified', limit: CANDIDATES_MOST });
    const near = new Set((await this.bodies.associationsOf(placeCode)).map((one) => one.id));
    const name = (body: Body) => reading.text(body.name).text;
    return all
      .filter((one) => one.id !== id)
      .sort((a, b) => Number(near.has(b.id)) - Number(near.has(a.id)) || name(a).localeCompare(name(b), reading.lang));
  }
}
