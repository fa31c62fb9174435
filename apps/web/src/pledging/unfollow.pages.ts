import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { FollowsService } from '#libs/voice/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { unfollowedPage, unfollowPage } from './unfollow.view.js';

/** The "stop these letters" link. Looking changes nothing; a press, or a mail program's one-click POST (RFC 8058), does. */
@Controller('/:lang(^ro|ru|en$)/unfollow/:token')
export class UnfollowPages {
  constructor(
    private readonly follows: FollowsService,
    private readonly faces: ProjectFaces,
  ) {}

  @Get()
  ask(@Read() reading: Reading): Page {
    return unfollowPage(reading);
  }

  // The body is not read: mail programs send "List-Unsubscribe=One-Click", our button sends nothing.
  @Post()
  @HttpCode(200)
  @Limit({ name: 'unfollow', points: 60, seconds: 600 })
  async stop(@Read() reading: Reading, @Param('token') token: string): Promise<Page> {
    const { projectId } = await this.follows.unfollow(token);
    return unfollowedPage(reading, await this.faces.of(projectId));
  }
}
