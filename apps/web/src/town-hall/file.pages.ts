import { Controller, Get, Param, Post } from '@nestjs/common';
import { BudgetVotesQueries, ResultsQueries } from '#libs/budgeting/src/index.js';
import { BodiesQueries, type PlaceFound, PlacesQueries } from '#libs/hometowns/src/index.js';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { OptionsQueries } from '#libs/needs/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { ClosingService, DeskQueries } from '#libs/pledges/src/index.js';
import { type ObjectionId, ObjectionsService, PartnersQueries, ProjectFileQueries, ProjectIncomplete, RecordQueries, SubmissionService } from '#libs/projects/src/index.js'; // prettier-ignore
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { filePage, type FileView } from './file.view.js';
import { Offices, type OwnProject } from './offices.js';
import type { Origin } from './origin.view.js';
import { AnswerForm, WithdrawForm } from './section.requests.js';

const AT = '/:lang(^ro|ru|en$)/town-hall/:body/projects/:project';
type Where = Readonly<Record<'body' | 'project', string>>;

/** A project's file: what is done, what is missing, and the way out of the draft. */
@Controller()
export class FilePages {
  constructor(
    private readonly offices: Offices,
    private readonly files: ProjectFileQueries,
    private readonly record: RecordQueries,
    private readonly votes: VotesQueries,
    private readonly campaigns: DeskQueries,
    private readonly places: PlacesQueries,
    private readonly together: PartnersQueries,
    private readonly bodies: BodiesQueries,
    private readonly submission: SubmissionService,
    private readonly objections: ObjectionsService,
    private readonly closing: ClosingService,
    private readonly results: ResultsQueries,
    private readonly budgetVotes: BudgetVotesQueries,
    private readonly options: OptionsQueries,
  ) {}

  @Get(AT)
  async show(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return filePage(reading, { ...(await this.view(reading, where)), form: Form.blank() });
  }

  @Post(`${AT}/submit`)
  submit(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    return this.act(reading, where, {
      form,
      work: async ({ plan }) => {
        try {
          await this.submission.submit(plan.project.id, reading.person());
        } catch (error) {
          // The page lists what is missing by itself.
          if (!(error instanceof ProjectIncomplete)) throw error;
        }
      },
    });
  }

  @Post(`${AT}/withdraw`)
  withdraw(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(WithdrawForm) form: Form<WithdrawForm>,
  ): Promise<Page | Redirect> {
    return this.act(reading, where, {
      form,
      work: ({ plan }, { reason = '' }) => this.submission.withdraw(plan.project.id, reason, reading.person()),
    });
  }

  @Post(`${AT}/objections/:objection`)
  answer(
    @Read() reading: Reading,
    @Param() where: Where & { objection: string },
    @FormOf(AnswerForm) form: Form<AnswerForm>,
  ): Promise<Page | Redirect> {
    const objection = where.objection as ObjectionId;
    return this.act(reading, where, {
      form,
      work: ({ plan }, { text }) => this.objections.answer(plan.project.id, objection, text, reading.person()),
    });
  }

  @Post(`${AT}/close-early`)
  closeEarly(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    return this.act(reading, where, {
      form,
      work: ({ plan }) => this.closing.closeEarly(plan.project.id, 'town-hall', reading.person()),
    });
  }

  /** Does something with the project and shows it again. */
  private async act<Input extends object>(
    reading: Reading,
    where: Where,
    { form, work }: { form: Form<Input>; work: (own: OwnProject, input: Input) => Promise<unknown> },
  ): Promise<Page | Redirect> {
    const own = await this.offices.mustOwn(reading, where.body, where.project);
    const path = `/town-hall/${where.body}/projects/${where.project}`;
    return form.submit(
      reading,
      async (input) => {
        await work(own, input);
        return seeOther(reading.href(path));
      },
      async (again) => filePage(reading, { ...(await this.view(reading, where)), form: again }),
    );
  }

  private async view(reading: Reading, where: Where): Promise<Omit<FileView, 'form'>> {
    const own = await this.offices.mustOwn(reading, where.body, where.project);
    const { id, placeCode, slug, isPublic } = own.plan.project;
    const [file, steps, objections, votes, partners, associations, place, progress, missing] = await Promise.all([
      this.files.file(id),
      this.record.transitions(id),
      this.record.objections(id),
      this.votes.ofProject(id),
      this.together.of(id),
      this.together.bodiesOf(own.plan.project).then((all) => this.bodies.findAll(all.associations)),
      this.places.byCode(placeCode),
      own.plan.project.state === 'campaign' ? this.campaigns.progress(id) : null,
      own.plan.project.state === 'campaign' ? this.closing.missing(id) : null,
    ]);
    const publicPath = isPublic ? `/p/${place!.slug}/${slug}` : null;
    return {
      ...own,
      file: file!,
      steps,
      objections,
      votes,
      partners,
      associations,
      publicPath,
      signatures: progress?.signatures ?? null,
      missing,
      origin: await this.origin(id, place!),
    };
  }

  private async origin(id: ProjectId, place: PlaceFound): Promise<Origin | null> {
    const won = await this.results.wonBy(id);
    if (!won) return null;
    const [vote, option] = await Promise.all([this.budgetVotes.find(won.voteId), this.options.find(won.optionId)]);
    return { vote: vote!, option: option!, place };
  }
}
