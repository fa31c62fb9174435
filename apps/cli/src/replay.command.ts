import { parseArgs } from 'node:util';
import { Money } from '#libs/kernel/src/index.js';
import { type Command, UsageError } from './command.js';
import { placeOf } from './place.js';
import type { WorldPlace } from './world/world.js';
import { ILLUSTRATIVE } from './replay/countries.data.js';
import type { WaveSize } from './replay/crowd.js';
import { Wave } from './replay/wave.js';
import { type Compared, isExact, type ProjectResult, type WaveResult } from './replay/wave-result.js';

const USUAL = { towns: 13, donors: 3400, seed: 24 };
/** 1.1 million lei from 3,400 people; other sizes in proportion. */
const WAVE_BANI = 110_000_000n;

/** Drives a wave of the real size through a running Plai and checks every total to the ban. */
export const replay: Command = {
  name: 'replay',
  about:
    '[--towns 13] [--projects as towns] [--donors 3400] [--seed 24]: drive a wave of giving through a running Plai, public doors only',
  async run(args) {
    const { seed, ...size } = asked(args);
    const { towns, projects, donors, total } = size;
    console.log(`seed ${seed}: ${towns} towns, ${projects} projects, ${donors} donors, ${lei(total)} lei.`);
    console.log(`Single sums, the plans' figures and the rates of ${illustrative()} are illustrative: from the seed.`);
    const place = placeOf(process.env);
    await mustRun(place);
    const from = performance.now();
    const seconds = () => (performance.now() - from) / 1000;
    const tell = (line: string) => console.log(`${seconds().toFixed(0).padStart(5)} s  ${line}`);
    const result = await new Wave(place, size, seed, tell).play();
    return report(result, total, seconds());
  },
};

/** All three that `npm start` brings; throws with what does not answer, and how to say where it is. */
async function mustRun({ publicUrl, sandboxUrl, mailboxUrl }: WorldPlace): Promise<void> {
  const doors = [
    ['Plai', publicUrl, 'PORT or PUBLIC_URL'],
    ['the Stripe sandbox', sandboxUrl, 'SANDBOX_PORT'],
    ['the mailbox', mailboxUrl, 'MAILBOX_PORT or MAILBOX_URL'],
  ] as const;
  for (const [what, url, variables] of doors) {
    await fetch(url).catch(() => {
      throw new UsageError(
        `${what} does not answer at ${url}: run \`npm start\` first; ${variables} says where it is.`,
      );
    });
  }
}

function asked(args: readonly string[]): WaveSize & { seed: number } {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { towns: text, projects: text, donors: text, seed: text } });
  const towns = number(values.towns, USUAL.towns);
  const projects = number(values.projects, towns);
  if (projects > towns) throw new UsageError('each project has a town of its own: --projects is at most --towns');
  const donors = number(values.donors, USUAL.donors);
  const total = (WAVE_BANI * BigInt(donors)) / BigInt(USUAL.donors);
  return { towns, projects, donors, total, seed: number(values.seed, USUAL.seed) };
}

function report({ projects, findings, requests }: WaveResult, total: bigint, seconds: number): number {
  for (const project of projects) console.log(lineOf(project));
  const sum = (of: (project: ProjectResult) => Compared) => ({
    expected: projects.reduce((all, project) => all + of(project).expected, 0n),
    shown: projects.reduce((all, project) => all + of(project).shown, 0n),
  });
  const [raised, donors] = [sum((project) => project.raised), sum((project) => project.donors)];
  const [townHalls, grants] = [sum((project) => project.townHall), sum((project) => project.grant)];
  const exact = projects.every(isExact) && raised.shown === total;
  console.log(`in all ${lei(raised.shown)} lei of ${lei(total)} from ${donors.shown} donors of ${donors.expected}`);
  console.log(
    `beside it, as memorandum: town halls ${lei(townHalls.shown)} lei of ${lei(townHalls.expected)}, grants ${lei(grants.shown)} lei of ${lei(grants.expected)}`,
  );
  console.log(exact ? 'exact to the ban' : 'WRONG');
  console.log(
    `${seconds.toFixed(0)} seconds, ${requests} requests, audit: ${findings.length === 0 ? 'empty' : JSON.stringify(findings)}`,
  );
  return exact && findings.length === 0 ? 0 : 1;
}

function lineOf(project: ProjectResult): string {
  const { title, state, raised, donors, townHall, grant } = project;
  const verdict = isExact(project)
    ? 'exact'
    : `WRONG, expected ${[raised, townHall, grant].map(({ expected }) => lei(expected)).join(', ')} lei, ${donors.expected} donors`;
  const sums = [raised, townHall, grant].map(({ shown }) => lei(shown).padStart(12));
  return `${title.padEnd(36)} raised ${sums[0]} lei, ${String(donors.shown).padStart(4)} donors, town hall ${sums[1]}, grant ${sums[2]}  ${state}  ${verdict}`;
}

function illustrative(): string {
  return ILLUSTRATIVE.map(([currency]) => currency).join(', ');
}

function lei(bani: bigint): string {
  return Money.lei(bani).toString();
}

function number(text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`"${text}" is not a whole number from 1`);
  return value;
}
