import { Controller, Get, Header } from '@nestjs/common';
import { BudgetVotesQueries } from '#libs/budgeting/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { type ProjectCard, ProjectsQueries, type ProjectState } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { type Page, Redirect } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Cards } from '../finding/cards.js';
import { type HomeSums, homePage } from './home.view.js';
import type { VoteHere } from './village.view.js';

const VOTES_MAX = 3;

/** The first page. */
@Controller()
export class HomePages {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly pledges: PledgesQueries,
    private readonly cards: Cards,
    private readonly votes: BudgetVotesQueries,
    private readonly places: PlacesQueries,
    private readonly clock: Clock,
  ) {}

  @Get('/')
  @Header('vary', 'accept-language, cookie')
  toLanguage(@Read() reading: Reading): Redirect {
    return new Redirect(`/${reading.lang}`, 302);
  }

  @Get('/:lang(^ro|ru|en$)')
  @PublicPage()
  async home(@Read() reading: Reading): Promise<Page> {
    const of = (limit: number, ...state: ProjectState[]) => this.projects.list({ state }, null, limit);
    const [votes, asked, open, soon, work, done] = await Promise.all([
      this.open(),
      this.projects.asked({}, 3),
      of(6, 'campaign', 'collecting'),
      of(3, 'published'),
      of(3, 'funded', 'in-delivery'),
      of(4, 'completed'),
    ]);
    const views = await this.cards.views(reading, [...asked, ...open, ...soon, ...work, ...done]);
    const part = (cards: readonly ProjectCard[]) =>
      views.filter(({ code }) => cards.some((card) => card.code === code));
    return homePage(reading, {
      votes,
      asked: part(asked),
      open: part(open),
      soon: part(soon),
      work: part(work),
      done: part(done),
      sums: await this.sums(),
    });
  }

  /** Votes of towns that go on, each with its town. */
  private async open(): Promise<VoteHere[]> {
    const votes = await this.votes.goingOn(VOTES_MAX);
    return Promise.all(votes.map(async (vote) => ({ ...vote, place: (await this.places.byCode(vote.placeCode))! })));
  }

  private async sums(): Promise<HomeSums> {
    const [counts, now, raised] = await Promise.all([
      this.projects.counts(),
      this.clock.now(),
      this.projects.published().then((ids) => this.pledges.raised(ids)),
    ]);
    const n = (...states: ProjectState[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
    return {
      raised,
      open: n('campaign', 'collecting'),
      work: n('funded', 'in-delivery'),
      done: n('completed'),
      asOf: now,
    };
  }
}
