import { DomainError, type ProjectId } from '#libs/kernel/src/index.js';
import type { RequestId } from '#libs/delivery/src/index.js';
import { acts } from '../act.js';
import type { SimulatedWorld } from '../world.js';
import { giveToFund } from './funds.js';
import { emptyFund } from './needs.js';
import { mustSay } from './stripe.js';
import { cancelProject, release } from './works.js';

const UNDISPUTED = `c.state = 'succeeded' and not exists (select from payments.dispute d where d.charge_id = c.id)`;

/** One payment of those that no bank claims yet is disputed and lost at once, as far as the wires let it through. Refused when there is none. */
async function loseOne(world: SimulatedWorld, sql: string, params: readonly unknown[]): Promise<void> {
  const rows = await world.db.rows<{ id: string }>(sql, params);
  const charges = rows.filter(({ id }) => !world.done.has(id));
  if (charges.length === 0) throw new DomainError('not-found', 'none', 'no such payment');
  const { id } = world.one(charges);
  world.done.add(id);
  await world.stripe.control.dispute(id, {}).catch(mustSay('already'));
  await world.settle();
  const [open] = await world.db.rows<{ id: string }>('select d.id from payments.dispute d join payments.charge c on c.id = d.charge_id where c.stripe_charge = $1 and d.outcome is null', [id]); // prettier-ignore
  if (!open) return;
  world.done.add(open.id);
  await world.stripe.control.closeDispute(open.id, { outcome: 'lost' }).catch(mustSay('already closed'));
  await world.settle();
}

/** Banks take gifts back whose money a tranche is about to take: it is ordered all the same, or the project cancelled. */
async function loseAtTranche(world: SimulatedWorld): Promise<void> {
  const approved = await world.db.rows<{ id: RequestId; projectId: ProjectId }>(`select id, project_id as "projectId" from delivery.request where state = 'approved' order by id`); // prettier-ignore
  if (approved.length === 0) throw new DomainError('not-found', 'none', 'no tranche is approved');
  const { id, projectId } = world.one(approved);
  const gifts = `select c.stripe_charge as id from payments.charge c join pledges.pledge p on p.charge_id = c.id
    where p.project_id = $1 and p.state = 'counted' and ${UNDISPUTED} order by c.id`;
  for (let times = 0; times < 1 + world.below(2); times += 1) await loseOne(world, gifts, [projectId]);
  if (world.below(3)) await release(world, id);
  else await cancelProject(world, projectId);
}

/** Somebody gives to the fund, which gives everything away; his bank or another's takes a gift to it back, and somebody gives again. */
async function loseFromFund(world: SimulatedWorld): Promise<void> {
  const gifts = `select c.stripe_charge as id from payments.charge c join funds.gift g on g.charge_id = c.id
    where g.state = 'counted' and ${UNDISPUTED} order by c.id`;
  await giveToFund(world);
  await world.settle();
  await emptyFund(world).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
  });
  await loseOne(world, gifts, []);
  if (world.below(3)) await giveToFund(world);
}

export const LOSSES_ACTS = acts({
  loseAtTranche: [loseAtTranche, 0, 6, 3],
  loseFromFund: [loseFromFund, 3, 3, 2],
});
