import { Controller, Get, Param } from '@nestjs/common';
import { FundsQueries } from '#libs/funds/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { Read } from '../edge/decorators.js';
import { type Page, Raw } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import type { Given } from '../pledging/given.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { yearOf } from './year.js';
import { yearPaper } from './year.paper.js';
import { type GivenFor, type YearView, yearPage } from './year.view.js';

/** What a person has given in a year, to read and on paper. A year without gifts does not exist. */
@Controller('/:lang(^ro|ru|en$)/account/years/:year')
export class YearPages {
  constructor(
    private readonly pledges: PledgesQueries,
    private readonly faces: ProjectFaces,
    private readonly persons: PersonsService,
    private readonly clock: Clock,
    private readonly funds: FundsQueries,
    private readonly places: PlacesQueries,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param('year') year: string): Promise<Page> {
    return yearPage(reading, await this.find(reading, year));
  }

  @Get('/statement.pdf')
  async paper(@Read() reading: Reading, @Param('year') year: string): Promise<Raw> {
    const found = await this.find(reading, year);
    const [card] = await this.persons.cards([reading.person()]);
    const bytes = await yearPaper(reading, { ...found, card: card!, at: await this.clock.now() });
    return new Raw('application/pdf', bytes, {
      'content-disposition': `attachment; filename="plai-${found.year}.pdf"`,
    });
  }

  private async find(reading: Reading, year: string): Promise<YearView> {
    const found = yearOf([...(await this.toProjects(reading)), ...(await this.toFunds(reading))], year);
    if (found.gifts.length === 0) throw refuse('not-found', 'not-found', 'No gift came in this year.');
    return found;
  }

  private async toProjects(reading: Reading): Promise<GivenFor[]> {
    const gifts = (await this.pledges.ofPerson(reading.person())).filter(({ countedAt }) => countedAt !== null);
    const faces = await this.faces.ofMany(gifts.map(({ projectId }) => projectId));
    return gifts.map((gift) => {
      const { plan, place } = faces.get(gift.projectId)!;
      const title = reading.text(plan.project.title).text;
      return givenFor(gift, { title, where: placeLine(reading, place), path: `/gift/${gift.id}` });
    });
  }

  private async toFunds(reading: Reading): Promise<GivenFor[]> {
    const gifts = (await this.funds.giftsOf(reading.person())).filter(({ countedAt }) => countedAt !== null);
    return Promise.all(
      gifts.map(async (gift) => {
        const place = (await this.places.byCode(gift.placeCode))!;
        const where = placeLine(reading, place);
        return givenFor(gift, { title: reading.say('fund.label'), where, path: `/fund-gift/${gift.id}` });
      }),
    );
  }
}

function givenFor(gift: Given, purpose: Pick<GivenFor, 'title' | 'where' | 'path'>): GivenFor {
  const { ref, receiptCode, personId, lang, way, currency, came, cameLei, rateSource, rateOn, cover, countedAt } = gift;
  const { gone, goneLei } = gift;
  return { ref, receiptCode, personId, lang, way, currency, came, cameLei, rateSource, rateOn, cover, countedAt, gone, goneLei, ...purpose };
} // prettier-ignore
