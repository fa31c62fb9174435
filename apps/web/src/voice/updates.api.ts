import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Database } from '#libs/platform/src/index.js';
import { FollowsService, type UpdateId, UpdatesService, VoiceQueries } from '#libs/voice/src/index.js';
import { AccessService } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { type ListPage, listById } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { UpdateParams, UpdateRequest } from './updates.requests.js';

/** News of projects, and who wants it by letter. */
@ApiTags('updates')
@Controller('/api/v1/projects/:id')
export class UpdatesApi {
  constructor(
    private readonly updates: UpdatesService,
    private readonly follows: FollowsService,
    private readonly voice: VoiceQueries,
    private readonly access: AccessService,
    private readonly db: Database,
  ) {}

  /** A project's news, the newest first. */
  @Get('/updates')
  @PublicPage()
  async list(
    @Read() reading: Reading,
    @Param() { id }: ProjectParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<object>> {
    await this.access.mustRead(id, reading.viewer?.personId ?? null);
    const rows = await this.voice.updatesOf(id, { before: (after as UpdateId) ?? null, limit: limit + 1 });
    return listById(rows, limit);
  }

  /** Publishes news; those who follow get a letter. */
  @ApiBearerAuth()
  @Put('/updates/:updateId')
  async publish(
    @Read() reading: Reading,
    @Param() { id, updateId }: UpdateParams,
    @Body() body: UpdateRequest,
  ): Promise<void> {
    await this.updates.publish({ ...body, id: updateId, projectId: id }, reading.person());
  }

  /** Follows a project: its news comes by letter. */
  @ApiBearerAuth()
  @Put('/follow')
  async follow(@Read() reading: Reading, @Param() { id }: ProjectParams): Promise<void> {
    await this.access.mustRead(id, reading.person());
    await this.db.transaction((tx) => this.follows.follow(tx, id, reading.person()));
  }

  /** No more letters about this project. */
  @ApiBearerAuth()
  @Delete('/follow')
  async unfollow(@Read() reading: Reading, @Param() { id }: ProjectParams): Promise<void> {
    await this.access.mustRead(id, reading.person());
    await this.follows.stop(id, reading.person());
  }
}
