import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { Handlers, type StoredEvent, type Tx } from '#libs/platform/src/index.js';
import { FollowsService } from './follows.service.js';

/** Makes followers of those who ticked the box when they gave. Gifts live above this lib: their news name the giver. */
@Injectable()
export class VoiceHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly follows: FollowsService,
  ) {}

  onModuleInit(): void {
    for (const event of ['pledges.promised', 'pledges.counted']) {
      this.handlers.on(event, 'voice.follow', (tx, news) => this.given(tx, news));
    }
  }

  private async given(tx: Tx, { data }: StoredEvent): Promise<void> {
    if (data.follow !== true || !isId(data.personId) || !isId(data.projectId)) return;
    await this.follows.followUnlessStopped(
      tx,
      data.projectId as string as ProjectId,
      data.personId as string as PersonId,
    );
  }
}
