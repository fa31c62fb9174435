import { parseArgs } from 'node:util';
import type { Command } from './command.js';
import { placeOf } from './place.js';
import { Wave, type WaveResult } from './replay/wave.js';

const USUAL = { towns: 13, donors: 3400, seed: 24 };
/** 1.1 million lei from 3,400 people. */
const BANI_A_DONOR = 110_000_000n / 3400n;
const WHOLE_WAVE = 110_000_000n;

/** Drives a wave of the real size through a running Plai and checks every total to the ban. */
export const replay: Command = {
  name: 'replay',
  about: '[--towns 13] [--donors 3400] [--seed 24]: drive a wave of giving through a running Plai, public doors only',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { towns: { type: 'string' }, donors: { type: 'string' }, seed: { type: 'string' } },
    });
    const [towns, donors, seed] = [
      number(values.towns, USUAL.towns),
      number(values.donors, USUAL.donors),
      number(values.seed, USUAL.seed),
    ];
    const total = donors === USUAL.donors ? WHOLE_WAVE : BANI_A_DONOR * BigInt(donors);
    console.log(
      `seed ${seed}: ${towns} towns, ${donors} donors, ${lei(total)} lei; sums and some rates are illustrative`,
    );
    const from = performance.now();
    const seconds = () => ((performance.now() - from) / 1000).toFixed(0).padStart(5);
    const result = await new Wave(placeOf(process.env), { towns, donors, total }, seed, (line) =>
      console.log(`${seconds()} s  ${line}`),
    ).play();
    return report(result, total, seconds());
  },
};

function report({ projects, findings, requests }: WaveResult, total: bigint, seconds: string): number {
  for (const { title, expected, raised, donors, state } of projects) {
    const verdict = raised === expected ? 'exact' : `WRONG, expected ${lei(expected)}`;
    console.log(
      `${title.padEnd(40)} ${lei(raised).padStart(14)} lei  ${String(donors).padStart(5)} donors  ${state}  ${verdict}`,
    );
  }
  const raised = projects.reduce((sum, project) => sum + project.raised, 0n);
  const exact = raised === total && projects.every((project) => project.raised === project.expected);
  console.log(`in all ${lei(raised)} lei of ${lei(total)}: ${exact ? 'exact to the ban' : 'WRONG'}`);
  console.log(
    `${seconds.trim()} seconds, ${requests} requests, audit: ${findings.length === 0 ? 'empty' : JSON.stringify(findings)}`,
  );
  return exact && findings.length === 0 ? 0 : 1;
}

function lei(bani: bigint): string {
  return `${bani / 100n}.${String(bani % 100n).padStart(2, '0')}`;
}

function number(text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise);
  if (!Number.isInteger(value) || value < 1) throw new Error(`"${text}" is not a whole number from 1`);
  return value;
}
