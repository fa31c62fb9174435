import { AgendaService, AssembliesQueries, AssembliesService, type Assembly, type AssemblyId, ELECTED, type NewItem } from '#libs/assemblies/src/index.js'; // prettier-ignore
import { DEFAULT_VOTE_RULE, type VoteRule, VoteRulesService } from '#libs/hometowns/src/index.js';
import { type BodyId, newId, type PersonId, type VoteId } from '#libs/kernel/src/index.js';
import { type Choice, PaperVotesService, ProxiesService, VotesService } from '#libs/voting/src/index.js';
import type { Town } from '../../support/town.js';
import { acts, allowed, nothing } from '../act.js';
import type { SimulatedWorld } from '../world.js';
import { headOf, membersOf, officersOf } from './people.js';

const NOTICE_SECONDS = 8 * 86_400 + 7_200;
const SLACK_SECONDS = 60;
const MIXED: readonly Choice[] = ['yes', 'yes', 'yes', 'yes', 'no', 'abstain'];
const OFFICERS = ['president', 'treasurer', 'inspector'] as const;

/** Whatever is next for an assembly: it is called, its day comes, its members vote on each point, two sign its minutes. */
async function assembly(world: SimulatedWorld): Promise<void> {
  const town = world.one(await living(world));
  const open = await unfinished(world, town.associationId);
  if (open) return goOn(world, open, MIXED);
  await setRule(world, town);
  await call(world, town, await agendaOf(world, town));
}

/** From the notice to the minutes. */
async function wholeAssembly(world: SimulatedWorld): Promise<void> {
  const town = world.one(await living(world));
  await setRule(world, town);
  if (!(await unfinished(world, town.associationId))) await call(world, town, await agendaOf(world, town));
  await finishAssemblies(world, town.associationId, MIXED);
}

/** Towns whose association has not ended. */
export async function living(world: SimulatedWorld): Promise<Town[]> {
  const rows = await world.db.rows<{ id: BodyId }>(`select id from hometowns.body where state = 'verified'`);
  const verified = new Set(rows.map(({ id }) => id));
  const towns = world.towns.filter(({ associationId }) => verified.has(associationId));
  if (towns.length === 0) throw nothing('every association has ended');
  return towns;
}

/** The assembly of an association that was called and whose minutes two have not signed. */
async function unfinished(world: SimulatedWorld, associationId: BodyId): Promise<Assembly | undefined> {
  const all = await world.get(AssembliesQueries).ofAssociation(associationId);
  return all.find(({ state, signatures }) => ['called', 'open'].includes(state) || (state === 'closed' && signatures.length < 2)); // prettier-ignore
}

/** Whatever was called is held, voted on and signed. */
export async function finishAssemblies(
  world: SimulatedWorld,
  associationId: BodyId,
  choices: readonly Choice[],
): Promise<void> {
  for (let one = await unfinished(world, associationId); one; one = await unfinished(world, associationId))
    await goOn(world, one, choices);
}

async function goOn(world: SimulatedWorld, one: Assembly, choices: readonly Choice[]): Promise<void> {
  if (one.state === 'called') return world.pass(NOTICE_SECONDS);
  if (one.state === 'open') return sit(world, one, choices);
  while ((await world.get(AssembliesQueries).find(one.id))!.signatures.length < 2)
    await world.get(AssembliesService).sign(one.id, world.one(await world.get(AssembliesQueries).signersOf((await world.get(AssembliesQueries).find(one.id))!))); // prettier-ignore
  world.note('minutes signed by two');
}

/** A president may set the rule until the members have voted by it: some vote for others, some on paper. */
async function setRule(world: SimulatedWorld, town: Town): Promise<void> {
  const by = await headOf(world, town);
  await allowed(world.get(VoteRulesService).set(town.associationId, someRule(world), by));
}

function someRule(world: SimulatedWorld): VoteRule {
  const shares = [{ quorumNum: 1, quorumDen: 2 }, { quorumNum: 1, quorumDen: 3 }, { quorumNum: 2, quorumDen: 3 }]; // prettier-ignore
  const hours = world.one([72, 96, 120]);
  const silence = world.one(['refused', 'cast-decides', 'inspectors'] as const);
  const rest = { secret: world.below(3) > 0, proxies: world.below(3), paperAllowed: world.below(3) > 0 };
  return { ...DEFAULT_VOTE_RULE, ...world.one(shares), hours, silence, ...rest };
}

/** A question, a new rule, an election of several: who stands for one office may be two. */
async function agendaOf(world: SimulatedWorld, { associationId }: Town): Promise<NewItem[]> {
  const members = await membersOf(world, associationId);
  const question: NewItem = { kind: 'question', question: { original: 'ro', ro: 'Intrăm în federație?' } };
  const rules: NewItem = { kind: 'rules', rule: someRule(world) };
  const elects = (role: (typeof ELECTED)[number], candidate: PersonId): NewItem => ({ kind: 'officers', role, candidate, years: 1 + world.below(3) }); // prettier-ignore
  const several = (role: (typeof ELECTED)[number]) => {
    const first = world.below(members.length);
    return [0, 1].map((n) => elects(role, members[(first + n) % members.length]!));
  };
  return [
    ...(world.below(2) ? [question] : []),
    ...several(world.below(3) ? 'president' : world.one(ELECTED)),
    ...(world.below(2) ? [elects(world.one(ELECTED), world.one(members))] : []),
    ...(world.below(3) ? [] : [rules]),
  ];
}

/** The president calls the members, or one of them proposes it and a fifth wants it too; who stands has said yes. */
export async function call(world: SimulatedWorld, town: Town, agenda: readonly NewItem[]): Promise<AssemblyId> {
  const [id, service, points] = [newId<'Assembly'>(), world.get(AssembliesService), world.get(AgendaService)];
  const members = await membersOf(world, town.associationId);
  const by = world.below(4) ? await headOf(world, town) : world.one(members);
  await points.prepare(town.associationId, { id, opensOn: null }, by);
  for (const item of agenda) {
    const itemId = newId<'AgendaItem'>();
    await points.add(id, { id: itemId, ...item }, by);
    if (item.kind === 'officers' && item.candidate !== by) await points.answer(id, itemId, 'yes', item.candidate);
  }
  await service.call(id, by);
  for (const one of members) if ((await stateOf(world, id)) === 'proposed') await service.back(id, one);
  if (world.below(12) === 0) await allowed(service.callOff(id, 'Bolnav.', by));
  world.note(`assembly ${await stateOf(world, id)}`);
  return id;
}

async function stateOf(world: SimulatedWorld, id: AssemblyId): Promise<Assembly['state']> {
  return (await world.get(AssembliesQueries).find(id))!.state;
}

/** Members vote, through another or on paper where their rule knows that; then the votes' time passes. */
async function sit(
  world: SimulatedWorld,
  { id, items, rule, associationId }: Assembly,
  choices: readonly Choice[],
): Promise<void> {
  // prettier-ignore
  const members = await membersOf(world, associationId);
  for (const { voteId } of items)
    for (const one of members) await speak(world, { voteId: voteId!, associationId, rule: rule! }, { one, members, choices }); // prettier-ignore
  await world.pass(rule!.hours * 3_600 + SLACK_SECONDS);
  const held = (await world.get(AssembliesQueries).find(id))!;
  if (held.state !== 'closed') throw new Error(`the assembly ${id} is ${held.state} when its votes are over`);
  for (const { kind, effect, outcome } of held.items)
    if (kind === 'officers') world.note(`election ${effect ?? outcome}`);
}

interface Poll {
  readonly voteId: VoteId;
  readonly associationId: BodyId;
  readonly rule: Pick<VoteRule, 'proxies' | 'paperAllowed'>;
}
interface Voter {
  readonly one: PersonId;
  readonly members: readonly PersonId[];
  readonly choices: readonly Choice[];
}

/** What one member does in one vote. */
async function speak(world: SimulatedWorld, poll: Poll, { one, members, choices }: Voter): Promise<void> {
  const [lot, { voteId, rule }, choice] = [world.below(12), poll, world.one(choices)];
  if (lot === 0) return;
  if (lot === 1) return void (await allowed(world.get(VotesService).declareConflict(voteId, one, 'E fratele meu.')));
  if (rule.proxies > 0 && lot < 5 && (await throughAnother(world, voteId, { giver: one, holder: world.one(members), choice }))) return; // prettier-ignore
  if (rule.paperAllowed && lot < 8 && (await onPaper(world, poll, { one, choice }))) return;
  for (let times = lot === 8 ? 2 : 1; times > 0; times -= 1) {
    const said = times === 1 ? choice : 'abstain';
    await allowed(world.get(VotesService).cast(voteId, said, null, one).then(({ receipt }) => world.ballots.set(receipt, said))); // prettier-ignore
  }
}

/** Somebody asks another to vote for him; now and then that one does not, or he votes himself after all. */
async function throughAnother(
  world: SimulatedWorld,
  voteId: VoteId,
  { giver, holder, choice }: { giver: PersonId; holder: PersonId; choice: Choice },
): Promise<boolean> {
  const proxies = world.get(ProxiesService);
  if (!(await allowed(proxies.name(voteId, holder, giver)))) return false;
  if (world.below(5) === 0) return true;
  if (await allowed(proxies.castFor(voteId, giver, choice, holder))) world.note('member voted through another');
  return world.below(4) > 0;
}

/** A member's ballot on paper: one officer enters it, another signs, says no, or nobody does in time. */
async function onPaper(
  world: SimulatedWorld,
  { voteId, associationId }: Poll,
  { one, choice }: { one: PersonId; choice: Choice },
): Promise<boolean> {
  const [papers, id] = [world.get(PaperVotesService), newId<'Approval'>()];
  const [first, second] = (await officersOf(world, associationId, OFFICERS)).filter((officer) => officer !== one);
  if (!second) return false;
  const typed = { id, voteId, personId: one, number: `V-${id.slice(-9)}`, choice };
  if (!(await allowed(papers.enter(typed, first!)))) return false;
  const lot = world.below(6);
  if (lot === 0) return true;
  if (lot === 1) return allowed(papers.decline({ id }, 'Semnătura lipsește.', second)).then(() => false);
  await allowed(papers.sign(id, second).then(({ receipt }) => world.ballots.set(receipt, choice)));
  world.note('member voted on paper');
  return true;
}

/** What members do around assemblies. */
export const ASSEMBLIES_ACTS = acts({
  assembly: [assembly, 0, 3, 2],
  wholeAssembly: [wholeAssembly, 0, 2, 1],
});
