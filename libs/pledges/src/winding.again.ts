import { type Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { Pledge } from './pledge.entity.js';
import { campaignEvent } from './pledge.events.js';

/**
 * A gift that is heard of after its project became smaller goes the way of those before it: when its donor wanted
 * everything or nothing, the winding that has ended goes on.
 */
export async function windLate(tx: Tx, outbox: Outbox, { projectId, shortfall }: Pledge): Promise<void> {
  if (shortfall !== 'return') return;
  const again = await rowsOf(
    tx,
    `update pledges.winding set ended_at = null where project_id = $1 and why = 'smaller' returning 1`,
    [projectId],
  );
  if (again.length > 0) await outbox.add(tx, campaignEvent('wind-on', projectId));
}
