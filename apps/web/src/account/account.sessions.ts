import { Injectable } from '@nestjs/common';
import { SessionsService } from '#libs/identity/src/index.js';
import { Sessions, type Viewer } from '../edge/viewer.js';

/** The edge's view of sessions: the room `identity`. */
@Injectable()
export class AccountSessions extends Sessions {
  constructor(private readonly sessions: SessionsService) {
    super();
  }

  override find(token: string): Promise<Viewer | null> {
    return this.sessions.find(token);
  }
}
