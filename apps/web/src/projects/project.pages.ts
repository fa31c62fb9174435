import { Controller, Get, Param, Post } from '@nestjs/common';
import { EvidenceService, type RequestId } from '#libs/delivery/src/index.js';
import { type Id, isId, newId, refuse } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { type ObjectionId, ObjectionsService } from '#libs/projects/src/index.js';
import { FollowsService } from '#libs/voice/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Limit, PublicPage, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Dossiers } from './dossier.queries.js';
import { followPage } from './follow.view.js';
import { objectPage } from './objections.view.js';
import { ProjectFaces } from './project.faces.js';
import { ObjectionForm, TrancheObjectionForm } from './project-pages.requests.js';
import { projectPage } from './project.view.js';

/** A project's page in each of its states, and what people do there beside giving. */
@Controller()
export class ProjectPages {
  constructor(
    private readonly faces: ProjectFaces,
    private readonly dossiers: Dossiers,
    private readonly follows: FollowsService,
    private readonly objections: ObjectionsService,
    private readonly evidence: EvidenceService,
    private readonly db: Database,
  ) {}

  @Get('/:lang(^ro|ru|en$)/p/:place/:slug')
  @PublicPage()
  async show(@Read() reading: Reading, @Param('place') place: string, @Param('slug') slug: string): Promise<Page> {
    return projectPage(reading, await this.dossiers.of(await this.faces.at(place, slug)));
  }

  /** The short address of print and speech. */
  @Get('/p/:code')
  async short(@Read() reading: Reading, @Param('code') code: string): Promise<Redirect> {
    return new Redirect(reading.href((await this.faces.byCode(code)).path), 302);
  }

  @Get('/:lang(^ro|ru|en$)/p/:place/:slug/follow')
  async askFollow(@Read() reading: Reading, @Param('place') place: string, @Param('slug') slug: string): Promise<Page> {
    reading.person();
    return followPage(reading, await this.faces.at(place, slug));
  }

  @Post('/:lang(^ro|ru|en$)/p/:place/:slug/follow')
  async follow(
    @Read() reading: Reading,
    @Param('place') place: string,
    @Param('slug') slug: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const [by, face] = [reading.person(), await this.faces.at(place, slug)];
    const work = async () => {
      await this.db.transaction((tx) => this.follows.follow(tx, face.plan.project.id, by));
      return seeOther(reading.href('/account'));
    };
    return form.submit(reading, work, () => followPage(reading, face));
  }

  @Get('/:lang(^ro|ru|en$)/p/:place/:slug/object')
  async askObject(@Read() reading: Reading, @Param('place') place: string, @Param('slug') slug: string): Promise<Page> {
    reading.person();
    return objectPage(reading, await this.faces.at(place, slug), Form.blank({ id: newId() }));
  }

  @Post('/:lang(^ro|ru|en$)/p/:place/:slug/object')
  @Limit({ name: 'object', points: 10, seconds: 600 })
  async object(
    @Read() reading: Reading,
    @Param('place') place: string,
    @Param('slug') slug: string,
    @FormOf(ObjectionForm) form: Form<ObjectionForm>,
  ): Promise<Page | Redirect> {
    const [by, face] = [reading.person(), await this.faces.at(place, slug)];
    const work = async ({ id, text, name }: ObjectionForm) => {
      await this.objections.object({ id: id as ObjectionId, projectId: face.plan.project.id, text, name }, by);
      return seeOther(`${reading.href(face.path)}#objections`);
    };
    return form.submit(reading, work, (again) => objectPage(reading, face, again));
  }

  @Get('/:lang(^ro|ru|en$)/p/:place/:slug/tranches/:request/object')
  async askObjectTranche(
    @Read() reading: Reading,
    @Param('place') place: string,
    @Param('slug') slug: string,
  ): Promise<Page> {
    reading.person();
    return objectPage(reading, await this.faces.at(place, slug), Form.blank({ id: newId() }), 'tranche');
  }

  /** Where no association votes on a tranche, anybody says in its ten days what is wrong. */
  @Post('/:lang(^ro|ru|en$)/p/:place/:slug/tranches/:request/object')
  @Limit({ name: 'object', points: 10, seconds: 600 })
  async objectTranche(
    @Read() reading: Reading,
    @Param() { place, slug, request }: { place: string; slug: string; request: string },
    @FormOf(TrancheObjectionForm) form: Form<TrancheObjectionForm>,
  ): Promise<Page | Redirect> {
    const [by, face] = [reading.person(), await this.faces.at(place, slug)];
    const work = async ({ id, text }: TrancheObjectionForm) => {
      if (!isId(request)) throw refuse('not-found', 'not-found', 'No such request.');
      await this.evidence.object(request as RequestId, { id: id as Id<'Objection'>, text }, by);
      return seeOther(reading.href(face.path));
    };
    return form.submit(reading, work, (again) => objectPage(reading, face, again, 'tranche'));
  }
}
