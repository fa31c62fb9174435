import { DomainError } from '#libs/kernel/src/index.js';
import { acts } from '../act.js';
import type { SimulatedWorld } from '../world.js';
import { giveToFund } from './funds.js';
import { emptyFund } from './needs.js';
import { mustSay } from './stripe.js';
import { payIn, walkToApproval, walkToTreasury } from './walks.js';
import { cancelProject, release, siteAtWork } from './works.js';

/** So many gifts are lost at the most until the project has a loss. */
const LOST_MAX = 4;
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

/** Banks take gifts back whose money a tranche is about to take, until that is a loss: it is ordered all the same, or the project cancelled. */
async function loseAtTranche(world: SimulatedWorld): Promise<void> {
  const site = await siteAtWork(world);
  // Of some the first has gone already.
  if (site.project.tranches.length > 1 && world.below(2)) await walkToTreasury(world, site);
  const { id, amount } = await walkToApproval(world, site);
  const gifts = `select c.stripe_charge as id from payments.charge c join pledges.pledge p on p.charge_id = c.id
    where p.project_id = $1 and p.state = 'counted' and ${UNDISPUTED} order by c.id`;
  const lost = async () => ((await site.walk.books()).loss ?? 0n) !== 0n;
  for (let times = 0; times < LOST_MAX && !(await lost()); times += 1) await loseOne(world, gifts, [site.project.id]);
  if (world.below(3) === 0) return cancelProject(world, site.project.id);
  await payIn(world, amount);
  await release(world, id);
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

/** What becomes of losses. */
export const LOSSES_ACTS = acts({
  loseAtTranche: [loseAtTranche, 0, 4, 3],
  loseFromFund: [loseFromFund, 3, 3, 2],
});
