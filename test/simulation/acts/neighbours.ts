import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { newId } from '#libs/kernel/src/index.js';
import { NeighboursService, type TwinsFaced, TwinsQueries, TwinsService } from '#libs/neighbours/src/index.js';
import { acts, allowed, nothing } from '../act.js';
import type { SimulatedWorld } from '../world.js';
import { castBy, openVote } from './budgeting.js';
import { joins, NAMES, neighboursOf, officersOf, PARTS } from './people.js';

const ANSWER_SECONDS = 11 * 86_400;

/** People come; now and then one goes, or says another thing than before. */
async function neighbours(world: SimulatedWorld): Promise<void> {
  const [here, { placeCode }] = [await neighboursOf(world), world.towns[0]!];
  for (let more = 1 + world.below(3); more > 0; more -= 1) await joins(world);
  if (here.length === 0 || world.below(4)) return;
  const [one, service] = [world.one(here), world.get(NeighboursService)];
  if (world.below(2)) await service.leave(placeCode, one);
  await service.join({ placeCode, roll: world.one(['resident', 'native']), part: world.one(PARTS) }, one);
}

/** Two who look like one person: those of the town who wait for a word, else two come under one name; by lot both vote before. */
async function pairOf(world: SimulatedWorld): Promise<TwinsFaced> {
  const seen = async () => (await world.get(TwinsQueries).ofTown(world.towns[0]!.placeCode)).filter(({ open }) => open);
  if ((await seen()).length === 0) {
    const [name, part] = [world.one(NAMES), world.one(PARTS)];
    for (let n = 0; n < 2; n += 1) await joins(world, name, part);
  }
  const pairs = await seen();
  if (pairs.length === 0) throw nothing('nobody looks like another');
  const pair = world.one(pairs);
  const vote = await openVote(world);
  if (vote && world.below(3))
    for (const { personId } of [pair.first, pair.later]) await allowed(castBy(world, vote, personId));
  return pair;
}

/** Whoever knows the people of the town says whether two are one, and the operator agrees, does not, or has not answered yet. */
async function lookAtTwins(world: SimulatedWorld, wanted?: 'same'): Promise<void> {
  const [twins, queries] = [world.get(TwinsService), world.get(TwinsQueries)];
  const pair = await pairOf(world);
  const desk = (await queries.desk(pair.placeCode))!;
  const [waiting] = (await world.get(ApprovalsQueries).of(`twins:${pair.id}`)).filter(({ state }) => state === 'waiting'); // prettier-ignore
  const decision = wanted ?? (world.below(3) ? 'same' : 'different');
  const id = waiting?.id ?? newId<'Approval'>();
  const by = world.one(await officersOf(world, desk.body.id, desk.roles));
  if (!waiting) await twins.say({ id, twinsId: pair.id, decision, reason: 'Îi cunosc.' }, by);
  if (!waiting && world.below(6) === 0) return world.note('twins: the operator has not looked yet');
  if (world.below(6) === 0) {
    await twins.refuse((await world.get(ApprovalsQueries).find(id))!, 'Nu e sigur.', world.staff[1]);
    return world.note('twins: the operator did not agree');
  }
  await twins.agree(id, world.staff[0]);
  const found = (await queries.find(pair.id))!.decision!;
  world.note(`twins: found to be ${found}${pair.objection ? ', after an objection' : ''}${(await openVote(world)) ? ', while a vote was open' : ''}`); // prettier-ignore
}

/** Somebody who was found to be another says why not. */
async function object(world: SimulatedWorld): Promise<void> {
  const pairs = () => world.get(TwinsQueries).ofTown(world.towns[0]!.placeCode);
  const may = async () =>
    (await pairs()).filter(({ decision, objection }) => decision === 'same' && objection === null);
  if ((await may()).length === 0) await lookAtTwins(world, 'same');
  const found = await may();
  if (found.length === 0) throw nothing('nobody was found to be another');
  const { id, later } = world.one(found);
  await world.get(TwinsService).object(id, 'Suntem veri.', later.personId);
  world.note('twins: one objected');
}

/** Nobody answers those who objected. */
async function nobodyAnswers(world: SimulatedWorld): Promise<void> {
  const sql = `select from neighbours.twins where decision = 'same' and objected_at > decided_at`;
  if ((await world.db.rows(sql)).length === 0) await object(world);
  const waiting = (await world.db.rows(sql)).length;
  if (waiting === 0) throw nothing('nobody objects');
  await world.pass(ANSWER_SECONDS);
  for (let left = waiting; left > 0; left -= 1) world.note('twins: nobody answered an objection');
}

/** What neighbours say and prove of themselves. */
export const NEIGHBOURS_ACTS = acts({
  neighbours: [neighbours, 1, 1, 0],
  lookAtTwins: [(world) => lookAtTwins(world), 2, 1, 1],
  object: [object, 1, 1, 1],
  nobodyAnswers: [nobodyAnswers, 0, 1, 1],
});
