import { expect } from '@jest/globals';
import { HeadsQueries, SealService } from '#libs/ledger/src/index.js';
import { eventually } from './eventually.js';
import type { Room } from './room.js';

/** Seals until all that is posted is sealed: whatever runs on the same cluster, for another spec too, holds the watermark back. */
export function sealAll(room: Pick<Room, 'get'>): Promise<void> {
  return eventually(async () => {
    await room.get(SealService).seal();
    expect(await room.get(HeadsQueries).secondsUnsealed()).toBe(0);
  });
}
