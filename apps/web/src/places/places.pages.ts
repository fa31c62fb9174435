import { Controller, Get, Param } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { BudgetVotesQueries, ResultsQueries } from '#libs/budgeting/src/index.js';
import { DissolutionsQueries } from '#libs/dissolutions/src/index.js';
import { FundsQueries } from '#libs/funds/src/index.js';
import { AssembliesQueries } from '#libs/assemblies/src/index.js';
import {
  BodiesQueries,
  type Body,
  MembersQueries,
  OrganisationQueries,
  PlacesQueries,
  seatOf,
} from '#libs/hometowns/src/index.js';
import { MatchingQueries } from '#libs/matching/src/index.js';
import { BoardQueries } from '#libs/needs/src/index.js';
import { HandOversService, HistoryQueries, ProjectsQueries } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Cards } from '../finding/cards.js';
import { associationPage } from './association.view.js';
import { townPage } from './town.view.js';

const PROJECTS_MAX = 24;
const NEEDS_MAX = 3;
const VOTES_MAX = 10;

/** A locality's own page, and an association's. */
@Controller()
export class PlacesPages {
  constructor(
    private readonly places: PlacesQueries,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly organisation: OrganisationQueries,
    private readonly assemblies: AssembliesQueries,
    private readonly dissolutions: DissolutionsQueries,
    private readonly handOvers: HandOversService,
    private readonly projects: ProjectsQueries,
    private readonly cards: Cards,
    private readonly history: HistoryQueries,
    private readonly funds: FundsQueries,
    private readonly board: BoardQueries,
    private readonly calls: MatchingQueries,
    private readonly votes: BudgetVotesQueries,
    private readonly results: ResultsQueries,
  ) {}

  @Get('/:lang(^ro|ru|en$)/t/:place')
  @PublicPage()
  async town(@Read() reading: Reading, @Param('place') slug: string): Promise<Page> {
    const place = await this.places.bySlug(slug);
    if (!place) throw refuse('not-found', 'place-unknown', `No place at ${slug}.`);
    const top = place.parent === null;
    const here = top ? { district: place.code } : { placeCode: place.code };
    // A village has its commune's board, and votes with it.
    const seat = seatOf(place);
    const [hall, associations, within, history, asked, projects, fund, needs, calls, votes, chosen] = await Promise.all(
      [
        this.bodies.townHallOf(place.code),
        this.bodies.associationsOf(place.code),
        this.places.within(place.code),
        this.history.ofPlace(place.code),
        this.projects.asked(here, PROJECTS_MAX),
        this.projects.list(here, null, PROJECTS_MAX),
        this.funds.totals(place.code),
        seat && this.board.ofTown(seat.code, NEEDS_MAX),
        top ? [] : this.calls.openIn(place.code),
        this.votes.ofTown((seat ?? place).code, { limit: VOTES_MAX }),
        this.results.chosenIn((seat ?? place).code),
      ],
    );
    return townPage(reading, {
      place,
      hall,
      associations,
      within,
      history,
      board: seat && needs && { place: seat, needs },
      calls,
      fund: hall && fund.held,
      votes,
      chosen,
      asked: await this.cards.views(reading, asked),
      cards: await this.cards.views(reading, projects),
    });
  }

  @Get('/:lang(^ro|ru|en$)/a/:slug')
  @PublicPage()
  async association(@Read() reading: Reading, @Param('slug') slug: string): Promise<Page> {
    const body = await this.bodies.bySlug(slug);
    if (body?.kind !== 'association') throw refuse('not-found', 'not-found', `No association at ${slug}.`);
    const [place, rule, members, projects, statutes, offices, chapters, assemblies, dissolution, moved] =
      await Promise.all([
        this.places.byCode(body.placeCode),
        this.bodies.voteRuleOf(body.id),
        this.membersOf(body),
        this.projects.ofAssociation(body.id),
        this.organisation.statutes(body.id),
        this.organisation.offices(body.id),
        this.organisation.chapters(body.id),
        this.assemblies.ofAssociation(body.id),
        this.dissolutions.ofAssociation(body.id),
        this.handOvers.from(body.id),
      ]);
    const to = moved[0]?.toId;
    const published = projects.filter(({ publishedAt }) => publishedAt !== null);
    return associationPage(reading, {
      body,
      place: place!,
      rule,
      ...{ statutes, offices, chapters, assemblies, dissolution, moved },
      successor: to ? await this.bodies.find(to) : null,
      members,
      cards: await this.cards.views(reading, published),
    });
  }

  /** How many belong to an association, or did when it was dissolved. */
  private async membersOf({ id, state }: Body): Promise<number> {
    if (state === 'dissolved') return (await this.members.lastOf(id)).length;
    return new Set((await this.members.list(id)).map(({ personId }) => personId)).size;
  }
}
