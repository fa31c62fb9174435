import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import {
  type ApplicationDetails,
  ApplicationsService,
  BodiesQueries,
  PlacesQueries,
} from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type BodyId, type FileId, isId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { AccessService, ProjectFileQueries, RecordQueries, ReviewService, SECTIONS } from '#libs/projects/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { applicationPage } from './application.view.js';
import { ApplicationForm, ReviewForm, type SectionNotes } from './operator.requests.js';
import { reviewPage } from './review.view.js';
import { SignedThings } from './signed.service.js';

/** Two files that the operator reads whole before he answers: an application, and a project. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator')
export class FilePages {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly places: PlacesQueries,
    private readonly applications: ApplicationsService,
    private readonly persons: PersonsService,
    private readonly files: Files,
    private readonly projectFiles: ProjectFileQueries,
    private readonly access: AccessService,
    private readonly record: RecordQueries,
    private readonly review: ReviewService,
    private readonly things: SignedThings,
  ) {}

  @Get('/applications/:id')
  async application(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.applicationShown(reading, id, Form.blank());
  }

  @Post('/applications/:id')
  answerApplication(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(ApplicationForm) form: Form<ApplicationForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ decision, reason = '' }) => {
        const { body } = await this.mustFind(id);
        const by = reading.person();
        if (decision === 'refuse') await this.applications.refuse(body.id, reason, by);
        else await this.applications.verify(body.id, by);
        return seeOther(reading.href(`/operator?done=${decision === 'refuse' ? 'refused' : 'asked'}`));
      },
      (again) => this.applicationShown(reading, id, again),
    );
  }

  @Get('/reviews/:id')
  async reviewed(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.reviewShown(reading, id, Form.blank());
  }

  @Post('/reviews/:id')
  answerReview(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(ReviewForm) form: Form<ReviewForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ decision, reason = '', notes = {}, version }) => {
        const project = await this.mustRead(reading, id);
        const by = reading.person();
        if (decision === 'recommend') await this.review.recommend(project, by, version);
        else if (decision === 'reject') await this.review.reject(project, reason, by, version);
        else await this.review.askChanges(project, { reason, notes: notesOf(notes) }, by, version);
        return seeOther(reading.href(`/operator?done=${decision === 'recommend' ? 'asked' : 'answered'}`));
      },
      (again) => this.reviewShown(reading, id, again),
    );
  }

  private async applicationShown(reading: Reading, id: string, form: Form): Promise<Page> {
    const { body, documents, people, founders } = await this.mustFind(id);
    const [place, files, cards, waits] = await Promise.all([
      this.places.byCode(body.placeCode),
      this.files.infos([...documents]),
      this.persons.cards(people.map(({ personId }) => personId)),
      this.things.waiting(`body:${body.id}`),
    ]);
    const named = people.map(({ personId, role, via }) => ({ card: cards.find((c) => c.id === personId), role, via }));
    return applicationPage(reading, { body, place, files, people: named, founders, waits }, form);
  }

  private async reviewShown(reading: Reading, id: string, form: Form): Promise<Page> {
    const projectId = await this.mustRead(reading, id);
    const file = await this.projectFiles.file(projectId);
    if (!file) throw refuse('not-found', 'not-found', 'No such project.');
    const { plan } = file;
    const papers: FileId[] = [...plan.documents, ...plan.photos].map(({ fileId }) => fileId);
    const acts = plan.sources.flatMap(({ act }) => (act?.file ? [act.file] : []));
    const [names, townHall, association, steps, waits] = await Promise.all([
      this.files.infos([...papers, ...acts]),
      this.bodies.find(plan.project.townHallId),
      plan.project.associationId ? this.bodies.find(plan.project.associationId) : null,
      this.record.transitions(projectId),
      this.things.waiting(`project:${projectId}`),
    ]);
    return reviewPage(reading, { file, names, townHall, association, steps, waits }, form);
  }

  private async mustFind(id: string): Promise<ApplicationDetails> {
    const found = isId(id) ? await this.bodies.application(id as BodyId) : null;
    if (!found) throw refuse('not-found', 'not-found', 'No such application.');
    return found;
  }

  private async mustRead(reading: Reading, id: string): Promise<ProjectId> {
    if (!isId(id)) throw refuse('not-found', 'not-found', 'No such project.');
    await this.access.mustRead(id as ProjectId, reading.person());
    return id as ProjectId;
  }
}

function notesOf(notes: SectionNotes): { section: (typeof SECTIONS)[number]; text: string }[] {
  return SECTIONS.flatMap((section) => (notes[section] ? [{ section, text: notes[section] }] : []));
}
