import { Controller, Get, Param, Post } from '@nestjs/common';
import { BodiesQueries, type Body } from '#libs/hometowns/src/index.js';
import { type BodyId, isId, Money, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { PartnersQueries, PartnersService, ProjectsQueries } from '#libs/projects/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Offices } from '../town-hall/offices.js';
import { jointPage, type JointView } from './joint.view.js';
import { partnersPage } from './partners.view.js';
import { AgreementForm, DeclineForm, InviteForm } from './together.requests.js';

const DESK = '/:lang(^ro|ru|en$)/town-hall/:body';
const LEAD = `${DESK}/projects/:project/partners`;
const JOINT = `${DESK}/joint/:project`;
type Where = Readonly<Record<'body' | 'project', string>>;
/** More town halls than the country has. */
const ALL = 1000;

/** With whom a town hall builds: those that it asks, and the projects of others to which it is asked. */
@Controller()
export class TogetherPages {
  constructor(
    private readonly offices: Offices,
    private readonly partners: PartnersService,
    private readonly together: PartnersQueries,
    private readonly projects: ProjectsQueries,
    private readonly bodies: BodiesQueries,
    private readonly votes: VotesQueries,
  ) {}

  @Get(LEAD)
  async lead(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return this.showPartners(reading, where, Form.blank());
  }

  @Post(LEAD)
  async invite(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(InviteForm) form: Form<InviteForm>,
  ): Promise<Page | Redirect> {
    const { plan } = await this.offices.mustOwn(reading, where.body, where.project);
    const work = async ({ townHallId }: InviteForm) => {
      await this.partners.invite(plan.project.id, townHallId, reading.person());
      return seeOther(reading.href(`/town-hall/${where.body}/projects/${where.project}/partners`));
    };
    return form.submit(reading, work, (again) => this.showPartners(reading, where, again));
  }

  @Post(`${LEAD}/:townHall/removal`)
  async remove(
    @Read() reading: Reading,
    @Param() where: Where & { townHall: string },
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const { plan } = await this.offices.mustOwn(reading, where.body, where.project);
    const work = async () => {
      if (!isId(where.townHall)) throw refuse('not-found', 'not-found', 'No such town hall.');
      await this.partners.remove(plan.project.id, where.townHall as string as BodyId, reading.person());
      return seeOther(reading.href(`/town-hall/${where.body}/projects/${where.project}/partners`));
    };
    return form.submit(reading, work, (again) => this.showPartners(reading, where, again));
  }

  @Get(JOINT)
  async joint(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return jointPage(reading, { ...(await this.view(reading, where)), form: Form.blank() });
  }

  @Post(`${JOINT}/agreement`)
  async agree(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(AgreementForm) form: Form<AgreementForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, where);
    const work = async (input: AgreementForm) => {
      const share = Money.parse(input.share, 'MDL');
      await this.partners.agree({ ...input, share, projectId: view.plan.project.id, townHallId: view.body.id }, reading.person()); // prettier-ignore
      return seeOther(reading.href(`/town-hall/${where.body}/joint/${where.project}`));
    };
    return form.submit(reading, work, (again) => jointPage(reading, { ...view, form: again }));
  }

  @Post(`${JOINT}/refusal`)
  async decline(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(DeclineForm) form: Form<DeclineForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, where);
    const work = async ({ reason = '' }: DeclineForm) => {
      await this.partners.decline(view.plan.project.id, view.body.id, reason, reading.person());
      return seeOther(reading.href(`/town-hall/${where.body}`));
    };
    return form.submit(reading, work, (again) => jointPage(reading, { ...view, form: again }));
  }

  private async showPartners(reading: Reading, where: Where, form: Form): Promise<Page> {
    const own = await this.offices.mustOwn(reading, where.body, where.project);
    const [partners, halls] = await Promise.all([
      this.together.of(own.plan.project.id),
      this.bodies.list({ kind: 'town-hall', state: 'verified', limit: ALL }),
    ]);
    const living = partners.filter(({ state }) => state === 'invited' || state === 'agreed');
    const taken = [own.body.id, ...living.map(({ townHallId }) => townHallId)];
    const named = ({ name }: Body) => reading.text(name).text;
    const others = halls.filter(({ id }) => !taken.includes(id)).sort((a, b) => named(a).localeCompare(named(b), reading.lang)); // prettier-ignore
    return partnersPage(reading, { ...own, partners, others, form });
  }

  /** A project of another town hall to which this one is asked; once it has said no it is not there any more. */
  private async view(reading: Reading, where: Where): Promise<Omit<JointView, 'form'>> {
    const office = await this.offices.mustBe(reading, 'town-hall', where.body);
    const id = where.project as ProjectId;
    const partner = isId(where.project) ? await this.together.one(id, office.body.id) : null;
    const plan = partner && ['invited', 'agreed'].includes(partner.state) ? await this.projects.plan(id) : null;
    if (!partner || !plan) throw refuse('not-found', 'not-found', 'It is not asked to this project.');
    const [lead, partners, associations, votes] = await Promise.all([
      this.bodies.find(plan.project.townHallId),
      this.together.of(id),
      this.bodies.associationsOf(office.body.placeCode),
      this.votes.ofProject(id),
    ]);
    return { ...office, plan, partner, lead: lead!, partners, associations, votes };
  }
}
