import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type BodyId, refuse } from '#libs/kernel/src/index.js';
import {
  BodiesQueries,
  type Chapter,
  type ChapterId,
  ChaptersService,
  type Interest,
  InterestsService,
  isPublic,
  MembersQueries,
  type OfficeTerm,
  OrganisationQueries,
  type Statute,
  StatutesService,
  TermsService,
} from '#libs/hometowns/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Reading } from '../edge/reading.js';
import { BodyParams } from './bodies.requests.js';
import {
  ChapterParams,
  ChapterRequest,
  InterestParams,
  InterestRequest,
  OwnChapterRequest,
  StatuteParams,
  StatuteRequest,
  TermParams,
  TermRequest,
} from './organisation.requests.js';

/** How an association is organised. */
interface Organisation {
  /** Every version, the one in force first. */
  readonly statutes: readonly Statute[];
  /** Offices with their terms; without the people who hold them. */
  readonly offices: readonly Omit<OfficeTerm, 'personId'>[];
  readonly chapters: readonly Omit<Chapter, 'coordinator'>[];
  /** What members see of each other, and the reader's own chapter; null for everybody else. */
  readonly within: { readonly interests: readonly Interest[]; readonly chapterId: ChapterId | null } | null;
}

/** An association's statute, terms of office, chapters, and what its members declare of themselves. */
@ApiTags('bodies')
@Controller('/api/v1/bodies/:id')
export class OrganisationApi {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly queries: OrganisationQueries,
    private readonly statutes: StatutesService,
    private readonly terms: TermsService,
    private readonly chapters: ChaptersService,
    private readonly interests: InterestsService,
  ) {}

  /** How a verified body is organised, which an association writes down; its members see their declarations too. */
  @Get('/organisation')
  @PublicPage()
  async find(@Read() reading: Reading, @Param() { id }: BodyParams): Promise<Organisation> {
    const body = await this.bodies.find(id);
    const member = await this.isMember(reading, id);
    if (!body || (!isPublic(body) && !member)) throw refuse('not-found', 'not-found', 'No such body.');
    const [statutes, offices, chapters] = await Promise.all([
      this.queries.statutes(id),
      this.queries.offices(id),
      this.queries.chapters(id),
    ]);
    return {
      statutes,
      offices: offices.map(({ membershipId, role, from, until, decision, elected, over }) => ({
        ...{ membershipId, role, from },
        ...{ until, decision, elected, over },
      })),
      chapters: chapters.map(({ id: chapterId, country, members }) => ({ id: chapterId, country, members })),
      within: member ? await this.within(reading, id) : null,
    };
  }

  /** Publishes the statute, or its next version. */
  @ApiBearerAuth()
  @Put('/statutes/:statuteId')
  async adopt(
    @Read() reading: Reading,
    @Param() { id, statuteId }: StatuteParams,
    @Body() { file: fileId, decision, decidedOn }: StatuteRequest,
  ): Promise<void> {
    await this.statutes.adopt(
      id,
      { id: statuteId, fileId, decision: decision ?? null, decidedOn: decidedOn ?? null },
      reading.person(),
    );
  }

  /** Enters for how long an officer was elected. */
  @ApiBearerAuth()
  @Put('/terms/:membershipId')
  async setTerm(
    @Read() reading: Reading,
    @Param() { id, membershipId }: TermParams,
    @Body() term: TermRequest,
  ): Promise<void> {
    await this.terms.set(id, membershipId, term, reading.person());
  }

  /** Founds the chapter of a country, or gives it another coordinator. */
  @ApiBearerAuth()
  @Put('/chapters/:chapterId')
  async found(
    @Read() reading: Reading,
    @Param() { id, chapterId }: ChapterParams,
    @Body() chapter: ChapterRequest,
  ): Promise<void> {
    await this.chapters.found(id, { id: chapterId, ...chapter }, reading.person());
  }

  /** Ends a chapter: its members belong to none again. */
  @ApiBearerAuth()
  @Delete('/chapters/:chapterId')
  async end(@Read() reading: Reading, @Param() { id, chapterId }: ChapterParams): Promise<void> {
    await this.chapters.end(id, chapterId, reading.person());
  }

  /** Says to which chapter the reader belongs, or to none. */
  @ApiBearerAuth()
  @Put('/my-chapter')
  async choose(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Body() { chapterId }: OwnChapterRequest,
  ): Promise<void> {
    await this.chapters.choose(id, chapterId ?? null, reading.person());
  }

  /** Declares a conflict of interest of one's own, for votes that open from now on. */
  @ApiBearerAuth()
  @Put('/interests/:interestId')
  async declare(
    @Read() reading: Reading,
    @Param() { id, interestId }: InterestParams,
    @Body() interest: InterestRequest,
  ): Promise<void> {
    await this.interests.declare(id, { id: interestId, ...interest }, reading.person());
  }

  /** Withdraws a declaration of one's own. */
  @ApiBearerAuth()
  @Delete('/interests/:interestId')
  async withdraw(@Read() reading: Reading, @Param() { id, interestId }: InterestParams): Promise<void> {
    await this.interests.withdraw(id, interestId, reading.person());
  }

  private async isMember(reading: Reading, id: BodyId): Promise<boolean> {
    if (!reading.viewer) return false;
    return (await this.members.rolesOf(reading.viewer.personId)).some(({ body }) => body.id === id);
  }

  private async within(reading: Reading, id: BodyId): Promise<Organisation['within']> {
    const [interests, chapterId] = await Promise.all([
      this.queries.interests(id),
      this.queries.chapterOf(id, reading.person()),
    ]);
    return { interests, chapterId };
  }
}
