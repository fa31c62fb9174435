import { type RecordShare, SharesService, STAGES } from '#libs/cofunding/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { acts } from '../act.js';
import type { SimulatedWorld } from '../world.js';

/** A step that the town hall records of a co-funder's share, with its paper. */
async function stepOf(world: SimulatedWorld): Promise<readonly [RecordShare, SimulatedWorld['sites'][number]]> {
  const site = world.one(world.sites);
  const { project, walk, town } = site;
  const [date, file] = [await walk.today(), await walk.pdf(town.accountant)];
  const step: RecordShare = {
    id: newId<'Share'>(),
    projectId: project.id,
    sourceId: world.one(project.sources.slice(1)),
    stage: world.one(STAGES),
    amount: Money.lei(BigInt(1 + world.below(30_000))),
    act: { kind: 'council-decision', number: '7/3', date, file },
  };
  return [step, site];
}

async function share(world: SimulatedWorld): Promise<void> {
  const [step, { town }] = await stepOf(world);
  await world.get(SharesService).record(step, town.accountant);
}

async function shareFalls(world: SimulatedWorld): Promise<void> {
  const [step, { town }] = await stepOf(world);
  await world.get(SharesService).reverse(step, town.accountant);
}

async function inKind(world: SimulatedWorld): Promise<void> {
  const [{ id, projectId, amount, act }, { town }] = await stepOf(world);
  await world
    .get(SharesService)
    .recordInKind({ id, projectId, what: { original: 'ro', ro: 'Munca a zece oameni' }, amount, act }, town.accountant);
}

export const COFUNDING_ACTS = acts({
  share: [share, 1, 1, 0],
  shareFalls: [shareFalls, 1, 1, 0],
  inKind: [inKind, 1, 1, 0],
});
