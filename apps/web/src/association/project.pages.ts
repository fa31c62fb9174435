import { Controller, Get, Param, Post } from '@nestjs/common';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { ClosingService, DeskQueries } from '#libs/pledges/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Offices } from '../town-hall/offices.js';
import { projectPage } from './project.view.js';

const AT = '/:lang(^ro|ru|en$)/association/:body/projects/:project';
type Where = Readonly<Record<'body' | 'project', string>>;

/** One project as the association that answers for it sees it: votes, tranches, papers, news. */
@Controller()
export class AssociationProjectPages {
  constructor(
    private readonly offices: Offices,
    private readonly votes: VotesQueries,
    private readonly delivery: DeliveryQueries,
    private readonly places: PlacesQueries,
    private readonly campaigns: DeskQueries,
    private readonly closing: ClosingService,
    private readonly files: Files,
  ) {}

  @Get(AT)
  show(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return this.page(reading, where, Form.blank());
  }

  @Post(`${AT}/close-early`)
  async closeEarly(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const { plan } = await this.offices.mustAnswerFor(reading, where.body, where.project);
    const work = async () => {
      await this.closing.closeEarly(plan.project.id, 'association', reading.person());
      return seeOther(reading.href(`/association/${where.body}/projects/${where.project}`));
    };
    return form.submit(reading, work, (again) => this.page(reading, where, again));
  }

  private async page(reading: Reading, where: Where, form: Form): Promise<Page> {
    const own = await this.offices.mustAnswerFor(reading, where.body, where.project);
    const { id, state, placeCode, slug, publishedAt, associationId } = own.plan.project;
    const [votes, requests, paused, place, progress, papers, missing] = await Promise.all([
      this.votes.ofProject(id),
      this.delivery.requests(id),
      this.delivery.pausedSince(id),
      this.places.byCode(placeCode),
      state === 'campaign' && associationId === own.body.id ? this.campaigns.progress(id) : null,
      this.files.infos(own.plan.documents.map(({ fileId }) => fileId)),
      state === 'campaign' && associationId === own.body.id ? this.closing.missing(id) : null,
    ]);
    return projectPage(reading, {
      ...own,
      votes: votes.filter(({ associationId: of }) => of === own.body.id),
      requests,
      paused,
      papers: new Map(papers.map((one) => [one.id, one])),
      publicPath: publishedAt ? `/p/${place!.slug}/${slug}` : null,
      signatures: progress?.signatures ?? null,
      missing,
      form,
    });
  }
}
