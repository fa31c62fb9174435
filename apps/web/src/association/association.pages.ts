import { Controller, Get, Param, Post } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { DeliveryQueries, type RequestId, TranchesService } from '#libs/delivery/src/index.js';
import {
  BodiesQueries,
  type JoinRequestId,
  type MembershipId,
  MembersQueries,
  VouchesService,
  VoteRulesService,
} from '#libs/hometowns/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { PartnersQueries, ProjectsQueries } from '#libs/projects/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { mustBeId } from '../edge/ids.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { FirstSteps } from '../town-hall/first-steps.service.js';
import { Offices } from '../town-hall/offices.js';
import { Papers } from '../town-hall/papers.service.js';
import { InspectionForm, JoinForm, ObjectionForm, RuleForm } from './association.requests.js';
import { AssociationDesk } from './desk.service.js';
import { desksPage, homePage } from './desk.view.js';
import { inspectionPage, type InspectionView } from './inspection.view.js';
import { ruleForm, withRule } from './rule.form.js';
import { rulePage, type RuleView } from './rule.view.js';

const AT = '/:lang(^ro|ru|en$)/association';

/** The association's desk: what waits for its members and officers. */
@Controller(AT)
export class AssociationPages {
  constructor(
    private readonly offices: Offices,
    private readonly desk: AssociationDesk,
    private readonly firstSteps: FirstSteps,
    private readonly vouches: VouchesService,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly rules: VoteRulesService,
    private readonly delivery: DeliveryQueries,
    private readonly tranches: TranchesService,
    private readonly projects: ProjectsQueries,
    private readonly partners: PartnersQueries,
    private readonly papers: Papers,
    private readonly files: Files,
  ) {}

  @Get()
  async choose(@Read() reading: Reading): Promise<Page | Redirect> {
    const mine = await this.offices.of(reading, 'association');
    if (mine.length === 1) return seeOther(reading.href(`/association/${mine[0]!.body.id}`));
    return desksPage(reading, mine);
  }

  @Get('/:body')
  async home(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return this.showHome(reading, id, Form.blank());
  }

  @Post('/:body/joins/:request')
  async join(
    @Read() reading: Reading,
    @Param() { body, request }: { body: string; request: string },
    @FormOf(JoinForm) form: Form<JoinForm>,
  ): Promise<Page | Redirect> {
    await this.offices.mustBe(reading, 'association', body);
    const work = async ({ then }: JoinForm) => {
      const id = mustBeId<JoinRequestId>(request);
      await (then === 'vouch' ? this.vouches.vouch(id, reading.person()) : this.vouches.decline(id, reading.person()));
      return seeOther(reading.href(`/association/${body}`));
    };
    return form.submit(reading, work, (again) => this.showHome(reading, body, again));
  }

  /** Objects to somebody who came in by others' words. */
  @Post('/:body/newcomers/:membership')
  async object(
    @Read() reading: Reading,
    @Param() { body, membership }: { body: string; membership: string },
    @FormOf(ObjectionForm) form: Form<ObjectionForm>,
  ): Promise<Page | Redirect> {
    await this.offices.mustBe(reading, 'association', body);
    const work = async ({ reason }: ObjectionForm) => {
      await this.vouches.object(mustBeId<MembershipId>(membership), reason, reading.person());
      return seeOther(reading.href(`/association/${body}#joins`));
    };
    return form.submit(reading, work, (again) => this.showHome(reading, body, again));
  }

  @Get('/:body/requests/:request')
  async request(@Read() reading: Reading, @Param() where: { body: string; request: string }): Promise<Page> {
    return inspectionPage(reading, { ...(await this.requestOf(reading, where)), form: Form.blank() });
  }

  @Post('/:body/requests/:request')
  async inspect(
    @Read() reading: Reading,
    @Param() where: { body: string; request: string },
    @FormOf(InspectionForm) form: Form<InspectionForm>,
  ): Promise<Page | Redirect> {
    const view = await this.requestOf(reading, where);
    const by = reading.person();
    const work = async ({ items, verdict }: InspectionForm) => {
      const seen = items.map(async (item, n) => ({ ...item, photo: (await this.papers.keep(form, `photo.${n}`, by))[0] }));
      await this.tranches.inspect(view.request.id, await Promise.all(seen), verdict, by);
      const asked = await this.delivery.request(view.request.id);
      const own = asked?.votes.find(({ associationId }) => associationId === view.office.body.id);
      return seeOther(reading.href(own ? `/votes/${own.voteId}` : `/association/${where.body}`));
    }; // prettier-ignore
    return form.submit(reading, work, (again) => inspectionPage(reading, { ...view, form: again }));
  }

  @Get('/:body/rule')
  async rule(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    const view = await this.ruleOf(reading, id);
    return rulePage(reading, { ...view, form: ruleForm(view.rule) });
  }

  @Post('/:body/rule')
  async setRule(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(RuleForm) form: Form<RuleForm>,
  ): Promise<Page | Redirect> {
    const view = await this.ruleOf(reading, id);
    const work = async (typed: RuleForm) => {
      await withRule(typed, (rule) => this.rules.set(view.office.body.id, rule, reading.person()));
      return seeOther(reading.href(`/association/${id}/rule?saved=1`));
    };
    return form.submit(reading, work, (again) => rulePage(reading, { ...view, form: again }));
  }

  private async ruleOf(reading: Reading, id: string): Promise<Omit<RuleView, 'form'>> {
    const office = await this.offices.mustBe(reading, 'association', id);
    const { id: bodyId } = office.body;
    const [rule, theirs, called] = await Promise.all([
      this.bodies.voteRuleOf(bodyId),
      this.bodies.ruleIsMembers(bodyId),
      this.members.isCalled(bodyId),
    ]);
    return { office, rule, theirs, called };
  }

  private async showHome(reading: Reading, id: string, form: Form): Promise<Page> {
    const office = await this.offices.mustBe(reading, 'association', id);
    const [first, desk] = await Promise.all([this.firstSteps.of(office), this.desk.of(office, reading.person())]);
    return homePage(reading, { office, first, ...desk, form });
  }

  /** A tranche request of a project that this association verifies. */
  private async requestOf(
    reading: Reading,
    where: { body: string; request: string },
  ): Promise<Omit<InspectionView, 'form'>> {
    const office = await this.offices.mustBe(reading, 'association', where.body);
    const request = await this.delivery.request(mustBeId<RequestId>(where.request));
    const plan = request && (await this.projects.plan(request.projectId));
    const bodies = plan && (await this.partners.bodiesOf(plan.project));
    if (!request || !plan || !bodies?.associations.includes(office.body.id)) throw refuse('not-found', 'not-found', 'Not its request.'); // prettier-ignore
    const [evidence, inspection, paused] = await Promise.all([
      this.delivery.evidence(request.id),
      this.delivery.inspection(request.id),
      this.delivery.pausedSince(request.projectId),
    ]);
    const infos = await this.files.infos(evidence.map(({ fileId }) => fileId));
    const names = new Map(infos.map((one) => [one.id, one.name]));
    return { office, plan, request, paused, evidence, inspection, names };
  }
}
