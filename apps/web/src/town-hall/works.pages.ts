import { Controller, Get, Param, Post } from '@nestjs/common';
import { addDays, civilDate, type FileId, isId, refuse, type TrancheId } from '#libs/kernel/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { BankService } from '#libs/banking/src/index.js';
import { DeliveryQueries, EvidenceService, type RequestId, StagesService, TranchesService, UNSPENT_DAYS } from '#libs/delivery/src/index.js'; // prettier-ignore
import { Clock, Files } from '#libs/platform/src/index.js';
import { RecordQueries } from '#libs/projects/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import type { GivenUp } from './given-up.view.js';
import { Offices, type OwnProject } from './offices.js';
import { Papers } from './papers.service.js';
import { requestPage, stagePage, tranchePage, type RequestView } from './tranche.view.js';
import { StageForm, TrancheForm } from './works.requests.js';
import { worksPage } from './works.view.js';

const AT = '/:lang(^ro|ru|en$)/town-hall/:body/projects/:project/works';
type Where = Readonly<Record<'body' | 'project', string>>;

/** Works under way: tranches with their evidence, stages met or late. */
@Controller()
export class WorksPages {
  constructor(
    private readonly offices: Offices,
    private readonly bodies: BodiesQueries,
    private readonly delivery: DeliveryQueries,
    private readonly tranches: TranchesService,
    private readonly evidence: EvidenceService,
    private readonly stages: StagesService,
    private readonly papers: Papers,
    private readonly files: Files,
    private readonly record: RecordQueries,
    private readonly bank: BankService,
    private readonly clock: Clock,
  ) {}

  @Get(AT)
  async works(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    const own = await this.offices.mustOwn(reading, where.body, where.project);
    const { id } = own.plan.project;
    const [requests, paused, invoices, closing, givenUp, now] = await Promise.all([
      this.delivery.requests(id),
      this.delivery.pausedSince(id),
      this.delivery.invoices(id),
      this.delivery.closing(id),
      this.givenUp(own),
      this.clock.now(),
    ]);
    return worksPage(reading, { ...own, requests, paused, invoices, closing, givenUp, today: civilDate(now) });
  }

  @Get(`${AT}/tranches/:tranche`)
  async tranche(@Read() reading: Reading, @Param() where: Where & { tranche: string }): Promise<Page> {
    return tranchePage(reading, { ...(await this.trancheOf(reading, where)), form: Form.blank() });
  }

  @Post(`${AT}/tranches/:tranche`)
  async ask(
    @Read() reading: Reading,
    @Param() where: Where & { tranche: string },
    @FormOf(TrancheForm) form: Form<TrancheForm>,
  ): Promise<Page | Redirect> {
    const own = await this.trancheOf(reading, where);
    const by = reading.person();
    const work = async (input: TrancheForm) => {
      const evidence = await this.papers.keep(form, 'evidence', by);
      const ask = { ...input, evidence, projectId: own.plan.project.id, trancheId: own.tranche.id };
      await this.tranches.ask(ask, by);
      return seeOther(reading.href(`/town-hall/${where.body}/projects/${where.project}/works/requests/${input.id}`));
    };
    return form.submit(reading, work, (again) => tranchePage(reading, { ...own, form: again }));
  }

  @Get(`${AT}/requests/:request`)
  async request(@Read() reading: Reading, @Param() where: Where & { request: string }): Promise<Page> {
    return requestPage(reading, { ...(await this.requestOf(reading, where)), form: Form.blank() });
  }

  @Post(`${AT}/requests/:request`)
  async add(
    @Read() reading: Reading,
    @Param() where: Where & { request: string },
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const own = await this.requestOf(reading, where);
    const work = async () => {
      const by = reading.person();
      await this.evidence.add(own.request.id, await this.papers.keep(form, 'evidence', by), by);
      return seeOther(reading.url);
    };
    return form.submit(reading, work, (again) => requestPage(reading, { ...own, form: again }));
  }

  @Get(`${AT}/stages/:stage`)
  async stage(@Read() reading: Reading, @Param() where: Where & { stage: string }): Promise<Page> {
    return stagePage(reading, { ...(await this.stageOf(reading, where)), form: Form.blank() });
  }

  @Post(`${AT}/stages/:stage`)
  async report(
    @Read() reading: Reading,
    @Param() where: Where & { stage: string },
    @FormOf(StageForm) form: Form<StageForm>,
  ): Promise<Page | Redirect> {
    const own = await this.stageOf(reading, where);
    const { id: projectId, lang } = own.plan.project;
    const by = reading.person();
    const work = async ({ id, what, on, reason = '' }: StageForm) => {
      const report = { id, projectId, milestoneId: own.stage.id };
      if (what === 'met') await this.stages.met({ ...report, on, file: await this.papers.keepOne(form, 'file', by) }, by);
      else await this.stages.delay({ ...report, newDate: on, reason: { original: lang, [lang]: reason } }, by);
      return seeOther(reading.href(`/town-hall/${where.body}/projects/${where.project}/works`));
    }; // prettier-ignore
    return form.submit(reading, work, (again) => stagePage(reading, { ...own, form: again }));
  }

  /** What the town hall has still to account for when the project was given up, until when, and where it sends it back. */
  private async givenUp({ plan }: OwnProject): Promise<GivenUp | null> {
    const { id, state, code } = plan.project;
    if (state !== 'cancelled') return null;
    const [[left], steps, accounts] = await Promise.all([
      this.delivery.unspent([id]),
      this.record.transitions(id),
      this.bank.accounts(),
    ]);
    const account = accounts.find(({ currency }) => currency === 'MDL') ?? null;
    return { left: left?.amount ?? null, by: addDays(civilDate(steps.at(-1)!.at), UNSPENT_DAYS), account, code };
  }

  private async trancheOf(reading: Reading, where: Where & { tranche: string }) {
    const own = await this.offices.mustOwn(reading, where.body, where.project);
    const tranche = own.plan.tranches.find(({ id }) => id === (where.tranche as TrancheId));
    if (!tranche) throw refuse('not-found', 'not-found', 'No such tranche.');
    const [amount, paused] = await Promise.all([
      this.tranches.amountNow(own.plan, tranche.id),
      this.delivery.pausedSince(own.plan.project.id),
    ]);
    return { ...own, tranche, amount, paused };
  }

  private async stageOf(reading: Reading, where: Where & { stage: string }) {
    const own = await this.offices.mustOwn(reading, where.body, where.project);
    const stage = own.plan.milestones.find(({ id }) => id === where.stage);
    if (!stage) throw refuse('not-found', 'not-found', 'No such stage.');
    return { ...own, stage };
  }

  private async requestOf(reading: Reading, where: Where & { request: string }): Promise<Omit<RequestView, 'form'>> {
    const own = await this.offices.mustOwn(reading, where.body, where.project);
    const request = isId(where.request) ? await this.delivery.request(where.request as RequestId) : null;
    if (request?.projectId !== own.plan.project.id) throw refuse('not-found', 'not-found', 'No such request.');
    const [paused, steps, evidence, inspection, objections, associations] = await Promise.all([
      this.delivery.pausedSince(request.projectId),
      this.delivery.steps(request.id),
      this.delivery.evidence(request.id),
      this.delivery.inspection(request.id),
      this.delivery.objections(request.id),
      this.bodies.findAll(request.votes.map(({ associationId }) => associationId)),
    ]);
    const names = await this.namesOf(evidence.map(({ fileId }) => fileId));
    return { ...own, request, paused, steps, evidence, inspection, objections, associations, names };
  }

  private async namesOf(ids: readonly FileId[]): Promise<Map<FileId, string>> {
    return new Map((await this.files.infos(ids)).map(({ id, name }) => [id, name]));
  }
}
