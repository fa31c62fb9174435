import { acts } from '../act.js';
import type { SimulatedWorld } from '../world.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

const hours = (world: SimulatedWorld) => world.pass(world.one([HOUR, 3 * HOUR]));
const days = (world: SimulatedWorld) => world.pass(world.one([DAY, 4 * DAY]));
const month = (world: SimulatedWorld) => world.pass(31 * DAY);
const work = (world: SimulatedWorld) => world.work();

/** From now on Stripe tells nothing, all of it backwards, several times at once, or at last as it should. */
async function wires(world: SimulatedWorld): Promise<void> {
  const { stripe } = world;
  if (stripe.telling === null) stripe.lost = true;
  stripe.telling = world.one([
    null,
    { order: 'last' },
    { order: 'shuffle', seed: world.below(1_000) },
    { copies: 3 },
    {},
  ] as const);
  return Promise.resolve();
}

/** Some of what Stripe tells next never arrives. */
const lose = (world: SimulatedWorld) => world.stripe.lose(1 + world.below(4));

/** The connection to the database is cut in the middle of the next transaction, or right after its commit. */
async function cut(world: SimulatedWorld): Promise<void> {
  const before = world.below(9);
  world.trouble((house) => house.cutNext(before === 0 ? 'untold' : { before }));
  return Promise.resolve();
}

/** The next handler's worker dies when all is done but not yet noted; sometimes the whole house with it. */
async function crash(world: SimulatedWorld): Promise<void> {
  world.trouble((house) => house.crashNext());
  if (world.below(2)) world.fallSoon();
  return Promise.resolve();
}

async function restart(world: SimulatedWorld): Promise<void> {
  world.fallSoon();
  return Promise.resolve();
}

/** The next calls of Stripe fail before or after they were done, are cut off, or are too many. */
async function stripeFails(world: SimulatedWorld): Promise<void> {
  const path = world.one(['/v1/refunds', '/v1/payment_intents', '/v1/checkout/sessions', '/v1/']);
  const times = 1 + world.below(4);
  const how = world.one([
    { status: 500, when: 'after' },
    { status: 503, when: 'before' },
    { status: 429, when: 'before' },
    { disconnect: true, when: 'after' },
    { disconnect: true, when: 'before' },
  ] as const);
  await world.stripe.control.fault({ path, times, ...(path !== '/v1/' && { method: 'POST' }), ...how });
}

/** A second Plai opens on the same database, or leaves: each works off the same queue at the same time. */
const neighbour = (world: SimulatedWorld) => world.neighbour();

/** What goes wrong, and time. */
export const TROUBLES = acts({
  hours: [hours, 1, 1, 1],
  days: [days, 0, 2, 2],
  month: [month, 0, 0, 1],
  work: [work, 1, 1, 1],
  wires: [wires, 2, 1, 1],
  lose: [lose, 1, 1, 1],
  cut: [cut, 3, 3, 2],
  crash: [crash, 1, 1, 1],
  restart: [restart, 1, 1, 1],
  stripeFails: [stripeFails, 2, 2, 1],
  neighbour: [neighbour, 1, 1, 1],
});
