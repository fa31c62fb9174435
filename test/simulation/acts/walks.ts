import { DeliveryQueries, ReleasesService, type TrancheRequest } from '#libs/delivery/src/index.js';
import { DomainError, Money } from '#libs/kernel/src/index.js';
import { acts } from '../act.js';
import type { Site, SimulatedWorld } from '../world.js';
import { inspectorOf } from './people.js';
import { cancelProject, completeProject, release, sendBackHalf, siteAtWork, spend, unspentOf, vote } from './works.js';

const STEPS_MAX = 12;
const OBJECTION_SECONDS = 11 * 86_400;
const ON_ITS_WAY: readonly TrancheRequest['state'][] = ['asked', 'objections', 'voting', 'accepted', 'approved', 'released']; // prettier-ignore
const FALLEN: readonly TrancheRequest['state'][] = ['refused', 'rejected', 'void'];

/** The lei of a project lie at Stripe or in euros: its operator pays in from his own means, mostly. */
export async function payIn(world: SimulatedWorld, amount: Money): Promise<void> {
  if (world.below(6)) await world.bank.line({ meaning: 'own-means', amount });
}

/** A project's next tranche is asked for and agreed to, if none is. Refused when it comes to nothing. */
export async function walkToApproval(world: SimulatedWorld, site: Site): Promise<TrancheRequest> {
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const requests = await requestsOf(world, site);
    const approved = requests.find(({ state }) => state === 'approved');
    if (approved) return approved;
    const one = requests.find(({ state }) => ON_ITS_WAY.includes(state));
    if (one) await goOn(world, site, one);
    else await askNext(site, requests);
  }
  throw new DomainError('not-found', 'none', 'no tranche is approved');
}

/** The works come to an end: what is on its way arrives or falls, what was spent is proven, and the project is completed with what is left. */
async function finish(world: SimulatedWorld): Promise<void> {
  const site = await siteAtWork(world);
  await walkToTreasury(world, site);
  if (world.below(3)) await sendBackHalf(world, site);
  const unspent = await unspentOf(site);
  if (unspent > 0n) await spend(world, site, { amount: Money.lei(unspent), proven: true });
  await completeProject(world, site);
}

/** The works have begun when the project is given up: the town hall has the money, has spent some, sends some back. */
async function giveUp(world: SimulatedWorld): Promise<void> {
  const site = await siteAtWork(world);
  await walkToTreasury(world, site);
  const unspent = await unspentOf(site);
  if (unspent > 2n && world.below(3)) await spend(world, site, { amount: Money.lei(unspent / 3n), proven: true });
  await cancelProject(world, site.project.id);
  if (world.below(2)) await world.settle();
  if ((await unspentOf(site)) > 1n && world.below(3)) await sendBackHalf(world, site);
}

/** What is on its way to the town hall arrives or falls; a tranche is asked for when none has arrived. */
export async function walkToTreasury(world: SimulatedWorld, site: Site): Promise<void> {
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const requests = await requestsOf(world, site);
    const one = requests.find(({ state }) => ON_ITS_WAY.includes(state));
    if (one) await goOn(world, site, one);
    else if (requests.some(({ state }) => state === 'received')) return;
    else await askNext(site, requests);
  }
}

/** What is next for a tranche, as if nobody objected. */
async function goOn(world: SimulatedWorld, site: Site, request: TrancheRequest): Promise<void> {
  const { id, state, amount, orderId } = request;
  if (state === 'asked') await site.walk.inspect(id, 'accepted', await inspectorOf(world, site));
  else if (state === 'voting') await vote(world, request);
  else if (state === 'objections') await world.pass(OBJECTION_SECONDS);
  else if (state === 'approved') await payIn(world, amount).then(() => release(world, id));
  else if (state === 'released') await world.bank.line({ meaning: 'order', amount, refersTo: orderId! });
  else await world.get(ReleasesService).refuse(id, 'Nu sunt bani.', world.staff[0]);
  await world.settle();
}

async function askNext({ project, walk }: Site, requests: readonly TrancheRequest[]): Promise<void> {
  const taken = new Set(requests.filter(({ state }) => !FALLEN.includes(state)).map(({ trancheId }) => trancheId));
  const next = project.tranches.findIndex((id) => !taken.has(id));
  if (next < 0) throw new DomainError('not-found', 'none', 'every tranche was paid');
  await walk.ask(next);
}

function requestsOf(world: SimulatedWorld, { project }: Site): Promise<TrancheRequest[]> {
  return world.get(DeliveryQueries).requests(project.id);
}

/** A project walked to its end, or given up on the way. */
export const WALKS_ACTS = acts({ finish: [finish, 0, 1, 6], giveUp: [giveUp, 0, 1, 4] });
