import { Controller, Get, Param, Post } from '@nestjs/common';
import { type Pledge, PromisesService } from '#libs/pledges/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { choicePage } from './choice.view.js';
import { accessOf, pledgeId, tokenQuery } from './gift.access.js';
import { ChoiceRequest } from './pledges.requests.js';

/** Where a donor says anew what becomes of the money when not everything is raised, while the campaign is open. */
@Controller('/:lang(^ro|ru|en$)/gift/:id/choice')
export class ChoicePages {
  constructor(
    private readonly promises: PromisesService,
    private readonly faces: ProjectFaces,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const { shortfall } = await this.find(reading, id);
    return this.shown(reading, id, Form.blank({ shortfall }));
  }

  @Post()
  choose(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(ChoiceRequest) form: Form<ChoiceRequest>,
  ): Promise<Page | Redirect> {
    const work = async ({ shortfall }: ChoiceRequest) => {
      await this.promises.choose(pledgeId(id), accessOf(reading), shortfall);
      return seeOther(reading.href(`/gift/${id}${tokenQuery(reading)}`));
    };
    return form.submit(reading, work, (again) => this.shown(reading, id, again));
  }

  private async shown(reading: Reading, id: string, form: Form): Promise<Page> {
    const pledge = await this.find(reading, id);
    return choicePage(reading, pledge, { face: await this.faces.of(pledge.projectId), form, query: tokenQuery(reading) }); // prettier-ignore
  }

  private find(reading: Reading, id: string): Promise<Pledge> {
    return this.promises.find(pledgeId(id), accessOf(reading));
  }
}
