import { Controller, Get, Param } from '@nestjs/common';
import { type BudgetVote, type BudgetVoteId, BudgetVotesQueries } from '#libs/budgeting/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import { Raw, Redirect } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Towns } from '../neighbours/town-of.service.js';
import { posterPaper, typedAddress } from '../papers/poster.js';
import { ballotPaper } from './ballot.paper.js';

/** A town's open vote under a budget on a wall and in the hand: a poster, the short address that stands on it, an empty ballot. */
@Controller()
export class VotePosterPages {
  constructor(
    private readonly towns: Towns,
    private readonly votes: BudgetVotesQueries,
    private readonly places: PlacesQueries,
    private readonly clock: Clock,
  ) {}

  /** The address of print and speech: the town's newest vote that has opened, else its board. */
  @Get('/t/:place/vote')
  async short(@Read() reading: Reading, @Param('place') slug: string): Promise<Redirect> {
    const { place } = await this.towns.at(reading, slug);
    const [newest] = await this.votes.ofTown(place.code, { limit: 1 });
    return new Redirect(reading.href(newest ? `/budget-votes/${newest.id}` : `/t/${place.slug}/needs`), 302);
  }

  @Get('/:lang(^ro|ru|en$)/budget-votes/:vote/poster.pdf')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  async poster(@Read() reading: Reading, @Param('vote') id: string): Promise<Raw> {
    const { say, text, money, until, lang, href, absolute } = reading;
    const vote = await this.open(id);
    const place = (await this.places.byCode(vote.placeCode))!;
    const address = typedAddress(absolute(`/t/${place.slug}/vote`));
    const bytes = await posterPaper(reading, {
      title: text(vote.title).text,
      lead: say('budget.poster.lead', { sum: money(vote.budget), until: until(vote.closesAt!) }),
      steps: ['read', 'tick', 'check'].map((step) => say(`budget.poster.${step}`)),
      ...{ url: absolute(href(`/budget-votes/${vote.id}`)), address },
      notes: [say('budget.secret')],
      at: await this.clock.now(),
    });
    return new Raw('application/pdf', bytes, {
      'content-disposition': `inline; filename="plai-${place.slug}-vote-${lang}.pdf"`,
    });
  }

  /** The vote's empty ballot, for whoever votes on paper. */
  @Get('/:lang(^ro|ru|en$)/budget-votes/:vote/ballot.pdf')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  async ballot(@Read() reading: Reading, @Param('vote') id: string): Promise<Raw> {
    const vote = await this.open(id);
    const [place, options] = await Promise.all([this.places.byCode(vote.placeCode), this.votes.options(vote.id)]);
    const bytes = await ballotPaper(reading, { vote, place: place!, options, at: await this.clock.now() });
    const name = `plai-${place!.slug}-ballot-${reading.lang}.pdf`;
    return new Raw('application/pdf', bytes, { 'content-disposition': `inline; filename="${name}"` });
  }

  private async open(id: string): Promise<BudgetVote> {
    const vote = isId(id) ? await this.votes.find(id as BudgetVoteId) : null;
    if (vote?.state !== 'open') throw refuse('not-found', 'not-found', 'No vote is open here.');
    return vote;
  }
}
