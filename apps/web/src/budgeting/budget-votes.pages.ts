import fs from 'node:fs';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { BudgetVotesQueries, CastingService, ResultsQueries } from '#libs/budgeting/src/index.js'; // prettier-ignore
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import { FormOf, PublicPage, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, Raw, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Towns } from '../neighbours/town-of.service.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { BallotForm } from './budget-votes.forms.js';
import type { BudgetVoteView } from './budget-vote.seen.js';
import { budgetVotePage } from './budget-vote.view.js';
import { CountedVotes } from './counted-votes.js';

const AT = '/:lang(^ro|ru|en$)/budget-votes/:vote';
const BALLOTS = 100;
/** The program that recounts a vote under a budget, as it is handed out. */
const PROGRAM = fs.readFileSync(fromRoot('libs/budgeting/data/recount.mjs'), 'utf8');

/** A vote under a budget: what is on it for everybody, the ballot for neighbours, after counting all that a stranger needs to recount. */
@Controller()
export class BudgetVotesPages {
  constructor(
    private readonly votes: BudgetVotesQueries,
    private readonly results: ResultsQueries,
    private readonly casting: CastingService,
    private readonly towns: Towns,
    private readonly places: PlacesQueries,
    private readonly counted: CountedVotes,
    private readonly faces: ProjectFaces,
  ) {}

  @Get(AT)
  @PublicPage()
  async show(@Read() reading: Reading, @Param('vote') id: string): Promise<Page> {
    return budgetVotePage(reading, { ...(await this.view(reading, id)), form: Form.blank() });
  }

  @Post(AT)
  async cast(
    @Read() reading: Reading,
    @Param('vote') id: string,
    @FormOf(BallotForm) form: Form<BallotForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, id);
    const work = async ({ ticked = [], roll, part }: BallotForm) => {
      const by = reading.person();
      await this.casting.cast(view.vote.id, ticked, by, { roll: roll!, part: part ?? null });
      return seeOther(reading.href(`/budget-votes/${id}?voted=1#ballot`));
    };
    return form.submit(reading, work, (again) => budgetVotePage(reading, { ...view, form: again }));
  }

  /** The program that counts such a file again, to keep and to run. */
  @Get('/recount-budget.mjs')
  @PublicPage()
  program(): Raw {
    return new Raw('text/javascript; charset=utf-8', PROGRAM, {
      'content-disposition': 'attachment; filename="recount-budget.mjs"',
    });
  }

  private async view(reading: Reading, id: string): Promise<Omit<BudgetVoteView, 'form'>> {
    const vote = await this.counted.opened(id);
    const [after, me] = [reading.query.get('after') ?? undefined, reading.viewer?.personId];
    const closed = vote.state === 'closed';
    const place = await this.places.byCode(vote.placeCode);
    const [town, options, counts, parts, winners, ballots, standing] = await Promise.all([
      this.towns.at(reading, place!.slug),
      this.votes.options(vote.id),
      closed ? this.results.counts(vote.id) : [],
      closed ? this.results.parts(vote.id) : [],
      closed ? this.results.winners(vote.id) : [],
      closed ? this.results.ballots(vote.id, { after, limit: BALLOTS + 1 }) : [],
      me ? this.votes.standing(vote.id, me) : null,
    ]);
    const projects = await this.faces.ofMany(winners.flatMap(({ projectId }) => projectId ?? []));
    return { vote, town, options, counts, parts, winners, projects, ...cut(ballots), me: standing };
  }
}

function cut(ballots: BudgetVoteView['ballots']): Pick<BudgetVoteView, 'ballots' | 'next'> {
  const shown = ballots.slice(0, BALLOTS);
  return { ballots: shown, next: ballots.length > BALLOTS ? shown.at(-1)!.receipt : null };
}
