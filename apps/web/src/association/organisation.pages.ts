import { Controller, Get, Param, Post } from '@nestjs/common';
import { AssembliesQueries } from '#libs/assemblies/src/index.js';
import {
  type ChapterId,
  ChaptersService,
  type InterestId,
  InterestsService,
  MembersQueries,
  OrganisationQueries,
  StatutesService,
  TermsService,
} from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { mustBeId } from '../edge/ids.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { namesOf } from '../layout/names.js';
import { type Office, Offices } from '../town-hall/offices.js';
import { Papers } from '../town-hall/papers.service.js';
import { membersByName } from './members-by-name.js';
import { ChapterForm, InterestForm, OwnChapterForm, StatuteForm, TermForm } from './organisation.requests.js';
import { chapterPage, statutePage, termPage } from './organisation-forms.view.js';
import { type Organisation, organisationPage } from './organisation.view.js';

/** How an association is organised: its statute, terms, chapters and declarations, for its members. */
@Controller('/:lang(^ro|ru|en$)/association/:body/organisation')
export class OrganisationPages {
  constructor(
    private readonly offices: Offices,
    private readonly assemblies: AssembliesQueries,
    private readonly queries: OrganisationQueries,
    private readonly members: MembersQueries,
    private readonly persons: PersonsService,
    private readonly statutes: StatutesService,
    private readonly terms: TermsService,
    private readonly chapters: ChaptersService,
    private readonly interests: InterestsService,
    private readonly papers: Papers,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return this.page(reading, await this.officeOf(reading, id), Form.blank());
  }

  @Get('/statute')
  async statute(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return statutePage(reading, { office: await this.officeOf(reading, id), form: Form.blank() });
  }

  /** Publishes the statute, or its next version. */
  @Post('/statute')
  async adopt(
    @Read() reading: Reading,
    @Param('body') body: string,
    @FormOf(StatuteForm) form: Form<StatuteForm>,
  ): Promise<Page | Redirect> {
    const office = await this.officeOf(reading, body);
    const work = async ({ id, decision, decidedOn }: StatuteForm) => {
      const by = reading.person();
      const fileId = await this.papers.keepOne(form, 'file', by);
      await this.statutes.adopt(
        office.body.id,
        { id, fileId, decision: decision ?? null, decidedOn: decidedOn ?? null },
        by,
      );
      return back(reading, office);
    };
    return form.submit(reading, work, (again) => statutePage(reading, { office, form: again }));
  }

  @Get('/term')
  async term(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    const view = await this.view(reading, await this.officeOf(reading, id));
    return termPage(reading, { ...view, form: Form.blank({ office: reading.query.get('of') ?? '' }) });
  }

  /** Enters for how long an officer was elected. */
  @Post('/term')
  async setTerm(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(TermForm) form: Form<TermForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, await this.officeOf(reading, id));
    const work = async ({ office, ...term }: TermForm) => {
      await this.terms.set(view.office.body.id, office, term, reading.person());
      return back(reading, view.office);
    };
    return form.submit(reading, work, (again) => termPage(reading, { ...view, form: again }));
  }

  @Get('/chapter')
  async chapter(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    const office = await this.officeOf(reading, id);
    return chapterPage(reading, {
      office,
      people: await membersByName(this.members, this.persons, office.body.id),
      form: Form.blank(),
    });
  }

  /** Founds the chapter of a country. */
  @Post('/chapter')
  async found(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(ChapterForm) form: Form<ChapterForm>,
  ): Promise<Page | Redirect> {
    const office = await this.officeOf(reading, id);
    const people = await membersByName(this.members, this.persons, office.body.id);
    const work = async (chapter: ChapterForm) => {
      await this.chapters.found(office.body.id, chapter, reading.person());
      return back(reading, office, '#chapters');
    };
    return form.submit(reading, work, (again) => chapterPage(reading, { office, people, form: again }));
  }

  /** Ends a chapter. */
  @Post('/chapters/:chapter/end')
  async end(
    @Read() reading: Reading,
    @Param() { body, chapter }: { body: string; chapter: string },
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const office = await this.officeOf(reading, body);
    const work = async () => {
      await this.chapters.end(office.body.id, mustBeId<ChapterId>(chapter), reading.person());
      return back(reading, office, '#chapters');
    };
    return form.submit(reading, work, (again) => this.page(reading, office, again));
  }

  /** Chooses one's own chapter, or none. */
  @Post('/my-chapter')
  async choose(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(OwnChapterForm) form: Form<OwnChapterForm>,
  ): Promise<Page | Redirect> {
    const office = await this.officeOf(reading, id);
    const work = async ({ chapter }: OwnChapterForm) => {
      await this.chapters.choose(office.body.id, chapter ?? null, reading.person());
      return back(reading, office, '#chapters');
    };
    return form.submit(reading, work, (again) => this.page(reading, office, again));
  }

  /** Declares a conflict of interest of one's own. */
  @Post('/interests')
  async declare(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(InterestForm) form: Form<InterestForm>,
  ): Promise<Page | Redirect> {
    const office = await this.officeOf(reading, id);
    const work = async (interest: InterestForm) => {
      await this.interests.declare(office.body.id, interest, reading.person());
      return back(reading, office, '#interests');
    };
    return form.submit(reading, work, (again) => this.page(reading, office, again));
  }

  /** Withdraws a declaration of one's own. */
  @Post('/interests/:interest/end')
  async withdraw(
    @Read() reading: Reading,
    @Param() { body, interest }: { body: string; interest: string },
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const office = await this.officeOf(reading, body);
    const work = async () => {
      await this.interests.withdraw(office.body.id, mustBeId<InterestId>(interest), reading.person());
      return back(reading, office, '#interests');
    };
    return form.submit(reading, work, (again) => this.page(reading, office, again));
  }

  private officeOf(reading: Reading, id: string): Promise<Office> {
    return this.offices.mustBe(reading, 'association', id);
  }

  private async page(reading: Reading, office: Office, form: Form): Promise<Page> {
    return organisationPage(reading, { ...(await this.view(reading, office)), form });
  }

  private async view(reading: Reading, office: Office): Promise<Omit<Organisation, 'form'>> {
    const [id, me] = [office.body.id, reading.person()];
    const [statutes, offices, chapters, interests, mine, assemblies] = await Promise.all([
      this.queries.statutes(id),
      this.queries.offices(id),
      this.queries.chapters(id),
      this.queries.interests(id),
      this.queries.chapterOf(id, me),
      this.assemblies.ofAssociation(id),
    ]);
    const people = [...offices.map((one) => one.personId), ...interests.map((one) => one.personId), ...chapters.flatMap(({ coordinator }) => coordinator ?? [])]; // prettier-ignore
    return {
      office,
      statutes,
      offices,
      assemblies,
      chapters,
      interests,
      mine,
      me,
      names: await namesOf(this.persons, people),
    };
  }
}

function back(reading: Reading, { body }: Office, at = ''): Redirect {
  return seeOther(reading.href(`/association/${body.id}/organisation${at}`));
}
