import { type ApprovalId, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { AnswersService, ANSWERS, BoardService, MergesService, type OptionId, OptionsQueries, OptionsService, PapersQueries, PapersService, type TownNeedId } from '#libs/needs/src/index.js'; // prettier-ignore
import { acts, allowed } from '../act.js';
import type { SimulatedWorld } from '../world.js';
import { headOf, joins, NAMES, neighboursOf, PARTS } from './people.js';

/** What the town needs, as its board shows it. */
async function needsOf(world: SimulatedWorld): Promise<TownNeedId[]> {
  const sql = 'select id from needs.need where place_code = $1 order by at, id';
  return (await world.db.rows<{ id: TownNeedId }>(sql, [world.towns[0]!.placeCode])).map(({ id }) => id);
}

/** A neighbour puts a need on the board. */
async function propose(world: SimulatedWorld): Promise<TownNeedId> {
  const [id, here] = [newId<'TownNeed'>(), await neighboursOf(world)];
  const by = here.length > 2 && world.below(3) ? world.one(here) : await joins(world);
  const said = { lang: 'ro', title: `Fântână pe strada ${world.below(90)}`, why: 'Cea veche a secat.' } as const;
  await world.get(BoardService).propose({ id, placeCode: world.towns[0]!.placeCode, ...said }, by);
  return id;
}

/** Neighbours propose and support; officers answer, and find two to be the same. */
async function board(world: SimulatedWorld): Promise<void> {
  const { mayor } = world.towns[0]!;
  const needs = await needsOf(world);
  if (needs.length < 2) needs.push(await propose(world));
  const [needId, here, service] = [world.one(needs), await neighboursOf(world), world.get(BoardService)];
  if (here.length === 0) here.push(await joins(world));
  await world.one([
    () => propose(world),
    () => service.support(needId, world.one(here)),
    () => service.support(needId, world.one(here)),
    () => service.unsupport(needId, world.one(here)),
    () => world.get(AnswersService).answer({ id: newId<'Answer'>(), needId, kind: world.one(ANSWERS), lang: 'ro', why: 'În iunie.' }, mayor), // prettier-ignore
    () => world.get(MergesService).merge(needId, world.one(needs), mayor),
    () => world.get(MergesService).undo(needId, mayor),
  ])();
}

/** The town hall has priced so many things at least that may be voted on. */
export async function optionsOf(world: SimulatedWorld, least: number): Promise<{ id: OptionId; cost: Money }[]> {
  const { placeCode, mayor } = world.towns[0]!;
  const options = [...(await world.get(OptionsQueries).ofTown(placeCode))];
  while (options.length < least) {
    const id = newId<'Option'>();
    const [needs, cost] = [[await propose(world)], Money.lei(BigInt(100_000 + world.below(900_000)))];
    const said = { lang: 'ro', title: `Fântâna ${options.length + 1}`, description: 'Cu capac.', source: 'oferta firmei' } as const; // prettier-ignore
    await world.get(OptionsService).make({ id, placeCode, needs, cost, ...said }, mayor);
    options.push((await world.get(OptionsQueries).ofTown(placeCode)).find((one) => one.id === id)!);
  }
  return options;
}

/** An officer types what somebody without an account handed in: he proposes, or supports what is there. */
async function enterPaper(world: SimulatedWorld, by: PersonId): Promise<ApprovalId> {
  const [id, needs, { placeCode }] = [newId<'Approval'>(), await needsOf(world), world.towns[0]!];
  const own = needs.length === 0 || world.below(3) === 0;
  const slip = { number: `${world.one(['P', 'N'])}-${id.slice(-9)}`, name: world.one(NAMES), roll: world.one(['resident', 'resident', 'native'] as const) }; // prettier-ignore
  const words = own ? { needId: null, title: 'Bancă la poștă', why: 'Bătrânii stau în picioare.', part: world.one(PARTS) } : { needId: world.one(needs) }; // prettier-ignore
  await world.get(PapersService).enter({ id, placeCode, lang: 'ro', ...slip, ...words }, by);
  return id;
}

/** A paper comes to the town's board: one body enters it, the other signs; some are refused or taken back, some nobody ever signs. */
async function paperNeed(world: SimulatedWorld): Promise<void> {
  const { mayor, secretary } = world.towns[0]!;
  const [papers, head] = [world.get(PapersService), await headOf(world, world.towns[0]!)];
  const [one, other] = world.one([
    [secretary, head],
    [mayor, head],
    [head, secretary],
    [secretary, mayor],
  ] as const);
  const old = await world.get(PapersQueries).waiting(world.towns[0]!.placeCode);
  const later = old.filter(({ by }) => by !== other);
  const id = later.length > 0 && world.below(4) === 0 ? world.one(later).id : await enterPaper(world, one);
  const [end, lot] = [(what: string) => world.note(`paper need ${what}`), world.below(9)];
  if (lot === 0) return end('nobody signed yet');
  if (lot === 1) return papers.decline({ id }, 'Semnătura lipsește.', other).then(() => end('refused'));
  if (lot === 2 && (await allowed(papers.decline({ id }, '', one)))) return end('taken back');
  await papers.sign(id, other);
  end('counted');
}

/** What is handed in on paper. */
export const BOARD_ACTS = acts({
  board: [board, 1, 1, 1],
  paperNeed: [paperNeed, 3, 2, 1],
});
