import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { Handlers, type StoredEvent } from '#libs/platform/src/index.js';
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
      this.handlers.on(event, 'voice.follow', async (tx, { data }) => {
        const giver = giverOf(data);
        if (giver && data.follow === true) await this.follows.followByGift(tx, ...giver);
      });
    }
    this.handlers.on('pledges.withdrawn', 'voice.follow', async (tx, { data }) => {
      const giver = giverOf(data);
      if (giver && data.gives === false) await this.follows.endWithGift(tx, ...giver);
    });
  }
}

function giverOf({ projectId, personId }: StoredEvent['data']): [ProjectId, PersonId] | null {
  if (!isId(projectId) || !isId(personId)) return null;
  return [projectId as string as ProjectId, personId as string as PersonId];
}
