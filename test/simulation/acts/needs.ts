import { type NeedId, NeedsService } from '#libs/funds/src/index.js';
import { DomainError, Money, newId } from '#libs/kernel/src/index.js';
import { TransfersService } from '#libs/pledges/src/index.js';
import { acts } from '../act.js';
import type { Site, SimulatedWorld } from '../world.js';
import { giveToFund } from './funds.js';
import { give } from './giving.js';
import { headOf } from './people.js';

/** The town hall asks its fund for a project: mostly what may be asked, now and then more. */
async function askFund(world: SimulatedWorld): Promise<void> {
  const site = world.one(world.sites);
  const { free, lacking } = await world.get(NeedsService).roomFor(site.project.id);
  const most = free.min(lacking).minor;
  const bani = most < 2n ? 1n : 1n + (most * BigInt(world.below(world.below(6) ? 100 : 300))) / 100n;
  const id = await ask(world, site, Money.lei(bani));
  if (world.below(3)) await world.get(NeedsService).agree(id, await headOf(world, site.town));
}

/** The town hall asks; gives the id under which its association answers. */
async function ask(world: SimulatedWorld, { project, town }: Site, amount: Money): Promise<NeedId> {
  const id = newId<'Need'>() as NeedId;
  const wish = { id, projectId: project.id, amount, reason: 'Lipsesc doi stâlpi.', lang: 'ro' } as const;
  await world.get(NeedsService).ask(wish, world.one([town.mayor, town.secretary]));
  return id;
}

/** The fund gives all that it may to some project: what it loses after that it cannot pay. */
export async function emptyFund(world: SimulatedWorld): Promise<void> {
  const site = world.one(world.sites);
  const needs = world.get(NeedsService);
  const { free, lacking } = await needs.roomFor(site.project.id);
  await needs.agree(await ask(world, site, free.min(lacking)), await headOf(world, site.town));
}

/** One large transfer leaves a project lacking less than the fund has, before the fund is asked or after it. */
async function askNearTheLimit(world: SimulatedWorld): Promise<void> {
  const site = world.one(world.sites);
  const needs = world.get(NeedsService);
  await giveToFund(world);
  await world.settle();
  const { free, lacking } = await needs.roomFor(site.project.id);
  const most = free.min(lacking);
  if (most.minor < 2n) throw new DomainError('not-found', 'none', 'the fund has nothing');
  const rest = Money.lei(BigInt(1 + world.below(Number(most.minor) - 1)));
  const before = world.below(2) ? await ask(world, site, most) : null;
  const pledge = await give(world, lacking.minus(rest), 'transfer', site);
  const line = await world.bank.line({ meaning: 'gift', amount: pledge.gift });
  await world.get(TransfersService).match(line, pledge.id, world.staff[0]);
  const id = before ?? (await ask(world, site, world.below(2) ? most : rest));
  await needs.agree(id, await headOf(world, site.town));
}

/** Somebody answers what waits, or the town hall takes it back; now and then twice. */
async function answerFund(world: SimulatedWorld): Promise<void> {
  const waiting = await world.db.rows<{ id: NeedId }>(`select id from funds.need where state = 'waiting' order by id`);
  if (waiting.length === 0) throw new DomainError('not-found', 'none', 'nothing is asked of the fund');
  const { id } = world.one(waiting);
  const { town } = world.sites[0]!;
  const [needs, head] = [world.get(NeedsService), await headOf(world, town)];
  await world.one([
    () => needs.agree(id, head),
    () => needs.agree(id, head),
    () => needs.agree(id, head).then(() => needs.agree(id, head)),
    () => needs.refuse(id, 'Întâi fântâna.', head),
    () => needs.withdraw(id, town.secretary),
  ])();
}

/** What is asked of a town's fund. */
export const NEEDS_ACTS = acts({
  askFund: [askFund, 2, 2, 1],
  answerFund: [answerFund, 1, 1, 1],
  askNearTheLimit: [askNearTheLimit, 3, 0, 0],
});
