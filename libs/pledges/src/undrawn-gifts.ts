import { Injectable } from '@nestjs/common';
import type { ProjectId } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';

/** Whether gifts of a project have still to draw from a sponsor. The project's gate is held. */
export type AreUndrawn = (tx: Tx, projectId: ProjectId) => Promise<boolean>;

/** What sponsors add is decided above, a moment after each gift: a campaign is decided only when nothing of it is on its way. */
@Injectable()
export class UndrawnGifts {
  private readonly known: AreUndrawn[] = [];

  /** Decisions wait while `are` says so. It must not do so for ever. */
  waitWhile(are: AreUndrawn): void {
    this.known.push(are);
  }

  async of(tx: Tx, projectId: ProjectId): Promise<boolean> {
    for (const are of this.known) if (await are(tx, projectId)) return true;
    return false;
  }
}
