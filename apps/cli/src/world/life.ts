import { sign, type Operators, type Town } from './town.js';
import { inRomanian } from './texts.js';
import type { Works } from './works-plan.js';
import { eachOf, type World } from './world.js';

interface VoteSeen {
  readonly id: string;
  readonly subject: string;
  readonly state: string;
  readonly closesAt: string;
}

/** Seconds in which even thousands of cards are charged. */
const PATIENCE = 1800;

/** Every member votes on what is open about one subject ("project:ID", "tranche:ID"); gives when the vote closes. */
export async function voteOn(
  world: World,
  town: Town,
  subject: string,
  choices: readonly string[] = ['yes'],
): Promise<Date> {
  const vote = await world.until(`a vote on ${subject}`, async () => {
    const { data } = await world.anybody.get<{ data: VoteSeen[] }>(`/votes?associationId=${town.associationId}`);
    return data.find((one) => one.subject === subject && one.state === 'open');
  });
  await eachOf(town.voters, 4, async ({ api }, index) => {
    await api.put(`/votes/${vote.id}/ballot`, { choice: choices[index % choices.length] });
  });
  return new Date(vote.closesAt);
}

/** The state of a project. */
async function stateOf({ id, town }: Works): Promise<string> {
  const { project } = await town.mayor.api.get<{ project: { state: string } }>(`/projects/${id}`);
  return project.state;
}

/** Waits until a project has come to one of these states. */
export async function reach(world: World, works: Works, ...states: string[]): Promise<void> {
  await world.until(
    `${inRomanian(works.plan.title)}: ${states.join(' or ')}`,
    async () => states.includes(await stateOf(works)),
    PATIENCE,
  );
}

/** Two operators publish what an association has endorsed. */
export async function publish(world: World, [first, second]: Operators, works: Works): Promise<void> {
  await reach(world, works, 'review');
  const { approvalId } = await first.api.post<{ approvalId: string }>(`/projects/${works.id}/review`, {
    decision: 'recommend',
  });
  await sign(second, approvalId);
  await reach(world, works, 'published', 'campaign');
}

/** Moves the clock past a moment; gives by how many seconds. */
export async function passUntil(world: World, moment: Date, slackSeconds = 60): Promise<number> {
  const { now } = JSON.parse(await world.operations('POST', '/ops/clock', { seconds: 0 })) as { now: string };
  const seconds = Math.ceil((moment.getTime() - Date.parse(now)) / 1000) + slackSeconds;
  if (seconds > 0) await world.passTime(seconds);
  return Math.max(0, seconds);
}
