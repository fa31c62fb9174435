import { Money, type MoneyJson } from '#libs/kernel/src/index.js';
import { inRomanian } from '../world/texts.js';
import type { Works } from '../world/works-plan.js';
import type { World } from '../world/world.js';
import type { Donor } from './crowd.js';
import type { Beside } from './wave-works.js';

/** A figure worked out apart, and the same as Plai shows it. */
export interface Compared {
  readonly expected: bigint;
  readonly shown: bigint;
}

/** What one project came to; sums are bani. */
export interface ProjectResult {
  readonly title: string;
  readonly state: string;
  readonly raised: Compared;
  readonly donors: Compared;
  readonly townHall: Compared;
  readonly grant: Compared;
}

/** What a replay came to. */
export interface WaveResult {
  readonly projects: readonly ProjectResult[];
  readonly findings: readonly unknown[];
  readonly requests: number;
}

/** What a project shows at the end, beside what was given to it. */
export async function resultOf(
  { anybody }: World,
  { id, plan }: Works,
  donors: readonly Donor[],
  { townHall, grant }: Beside,
): Promise<ProjectResult> {
  const { project, totals } = await anybody.get<{
    project: { state: string };
    totals: { raised: MoneyJson; donors: number };
  }>(`/projects/${id}`);
  const { data } = await anybody.get<{ data: { kind: string; paid: MoneyJson }[] }>(`/projects/${id}/shares`);
  const paid = (kind: string) => lei(data.find((one) => one.kind === kind)!.paid);
  return {
    title: inRomanian(plan.title),
    state: project.state,
    raised: { expected: donors.reduce((sum, one) => sum + one.lei, 0n), shown: lei(totals.raised) },
    donors: { expected: BigInt(donors.length), shown: BigInt(totals.donors) },
    townHall: { expected: townHall, shown: paid('town') },
    grant: { expected: grant, shown: paid('partner') },
  };
}

/** Whether every figure of a project is exact. */
export function isExact({ raised, donors, townHall, grant }: ProjectResult): boolean {
  return [raised, donors, townHall, grant].every(({ expected, shown }) => expected === shown);
}

function lei({ amount }: MoneyJson): bigint {
  return Money.parse(amount, 'MDL').minor;
}
