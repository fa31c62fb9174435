import { type RecordShare, SharesService, STAGES } from '#libs/cofunding/src/index.js';
import { Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { acts } from '../act.js';
import type { SimulatedWorld } from '../world.js';

/** A step of a co-funder's share with its paper, and who records it: a town that builds it together its own, the town hall any. */
async function stepOf(world: SimulatedWorld): Promise<readonly [RecordShare, PersonId]> {
  const { project, walk, town, partner } = world.one(world.sites);
  const sourceId = world.one(project.sources.slice(1));
  const by = partner && sourceId === project.sources[1] && world.below(2) ? partner.accountant : town.accountant;
  const [date, file] = [await walk.today(), await walk.pdf(by)];
  const step: RecordShare = {
    id: newId<'Share'>(),
    projectId: project.id,
    sourceId,
    stage: world.one(STAGES),
    amount: Money.lei(BigInt(1 + world.below(30_000))),
    act: { kind: 'council-decision', number: '7/3', date, file },
  };
  return [step, by];
}

async function share(world: SimulatedWorld): Promise<void> {
  await world.get(SharesService).record(...(await stepOf(world)));
}

async function shareFalls(world: SimulatedWorld): Promise<void> {
  await world.get(SharesService).reverse(...(await stepOf(world)));
}

async function inKind(world: SimulatedWorld): Promise<void> {
  const { project, walk, town } = world.one(world.sites);
  const [date, file] = [await walk.today(), await walk.pdf(town.accountant)];
  const act = { number: '7/3', date, file };
  const what = { original: 'ro', ro: 'Munca a zece oameni' } as const;
  const amount = Money.lei(BigInt(1 + world.below(30_000)));
  await world.get(SharesService).recordInKind({ id: newId<'Share'>(), projectId: project.id, what, amount, act }, town.accountant);
} // prettier-ignore

/** What partners promise and pay. */
export const COFUNDING_ACTS = acts({
  share: [share, 1, 1, 0],
  shareFalls: [shareFalls, 1, 1, 0],
  inKind: [inKind, 1, 1, 0],
});
