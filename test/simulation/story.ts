import { createHash } from 'node:crypto';
import { DomainError } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import type { Phase } from './act.js';
import { HAPPENS } from './acts/all.js';
import { Oracle, type Says } from './oracle.js';
import { outside, proven } from './outside.js';
import { promised } from './promised.js';
import { recounted } from './recounted.js';
import { voices } from './voices.js';
import { type Ground, SimulatedWorld } from './world.js';

/** What is to be told. */
export interface Wanted {
  readonly seed: number;
  readonly acts: number;
  /** From which act on a wrong is planted, to see that it is seen; null: never. */
  readonly breach: number | null;
  /** Hears of each act as it ends. */
  readonly hear: (line: string) => void;
}

/** How a story ended. */
export interface Told {
  readonly seed: number;
  readonly acts: number;
  readonly refused: number;
  /** The same for the same story and the same sums at its end. */
  readonly hash: string;
  /** The act after which something was wrong, and what. */
  readonly broken: { readonly act: number; readonly name: string; readonly says: Says } | null;
  readonly seconds: number;
  /** Of these, what the oracle took, and how many of its questions had to be asked. */
  readonly oracleSeconds: number;
  readonly asked: number;
  readonly asking: number;
  /** How often each act was done and refused, and what came of some. */
  readonly table: readonly (readonly [what: string, done: number, refused: readonly string[]])[];
}

const WHOLE_EVERY = 25;
const CAMPAIGN_SECONDS = 13 * 86_400;

class Broken extends Error {
  constructor(readonly says: Says) {
    super(says.join('\n'));
  }
}

/** Tells the story of one seed, and asks after every act whether all is well. */
export async function tell(ground: Ground, { seed, acts, breach, hear }: Wanted): Promise<Told> {
  const began = performance.now();
  const world = await SimulatedWorld.open(seed, ground);
  const teller = new Teller(world, await Oracle.open(ground.databaseUrl), hear);
  const broken = await teller.tell(acts, breach === null ? null : { from: breach, kind: seed });
  await teller.close();
  const { lines, refused, oracle, oracleMs, sums } = teller;
  return {
    ...{ seed, acts: lines.length, refused, broken, asked: oracle.asked, asking: oracle.asking },
    table: [...tableOf(lines), ...[...world.came].map(([what, times]) => [`– ${what}`, times, []] as const)],
    hash: createHash('sha256')
      .update([...lines, ...sums].join('\n'))
      .digest('hex')
      .slice(0, 16),
    seconds: (performance.now() - began) / 1000,
    oracleSeconds: oracleMs / 1000,
  };
}

class Teller {
  readonly lines: string[] = [];
  sums: readonly string[] = [];
  refused = 0;
  oracleMs = 0;
  private readonly lengths: readonly [number, number];

  constructor(
    private readonly world: SimulatedWorld,
    readonly oracle: Oracle,
    private readonly hear: (line: string) => void,
  ) {
    this.lengths = [30 + world.below(40), 50 + world.below(40)];
  }

  /** Gives where it broke, or null. */
  async tell(acts: number, breach: { from: number; kind: number } | null): Promise<Told['broken']> {
    try {
      for (let n = 0; n < acts; n += 1) {
        if (n === this.lengths[0]) await this.world.pass(CAMPAIGN_SECONDS);
        await this.act(n);
        await this.world.actIsOver();
        if (breach !== null && n >= breach.from) await this.plant(breach.kind);
        await this.look();
        if (this.world.below(3)) await this.world.settle().then(() => this.look());
        if ((n + 1) % WHOLE_EVERY === 0) await this.whole();
      }
      await this.whole();
      await this.timed(async () => must(await proven(this.world)));
      this.sums = await sumsOf(this.world);
      return null;
    } catch (error) {
      const says = error instanceof Broken ? error.says : [(error as Error).stack ?? String(error)];
      return { act: this.lines.length, name: this.lines.at(-1) ?? 'the beginning', says };
    }
  }

  async close(): Promise<void> {
    await this.oracle.close();
    await this.world.close();
  }

  private async act(n: number): Promise<void> {
    const { name, run } = this.world.one(HAPPENS[this.phase(n)]);
    this.lines.push(name);
    try {
      await run(this.world);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.refused += 1;
      this.lines[n] = `${name} refused ${error.code}`;
    }
    this.hear(`${n + 1} ${this.lines[n]}`);
  }

  private async plant(kind: number): Promise<void> {
    const what = await this.oracle.plant(kind);
    if (what === null) return;
    await this.look();
    throw new Error(`nobody saw this: ${what}`);
  }

  private phase(n: number): Phase {
    const [giving, spending] = this.lengths;
    if (n < giving) return 'giving';
    return n < giving + spending ? 'spending' : 'ending';
  }

  private async look(): Promise<void> {
    await this.timed(async () => must(await this.oracle.look(this.world.house)));
  }

  /** Everything has arrived: the whole audit agrees with the one by parts, and the books with the world outside. */
  private async whole(): Promise<void> {
    await this.world.quiet();
    await this.timed(async () => {
      must(await this.oracle.look(this.world.house));
      must(await this.oracle.whole(this.world.house));
      must(await outside(this.world));
      must(await promised(this.world));
      must(await voices(this.world));
      must(await recounted(this.world));
    });
  }

  private async timed(work: () => Promise<void>): Promise<void> {
    const began = performance.now();
    await work().finally(() => (this.oracleMs += performance.now() - began));
  }
}

function must(says: Says): void {
  if (says.length > 0) throw new Broken(says);
}

/** What stands in the books at the end by kind of account: the same each time, though no id is. */
async function sumsOf({ house }: SimulatedWorld): Promise<string[]> {
  const sums = new Map<string, bigint>();
  for (const { code, debit, credit } of await house.get(LedgerQueries).trialBalance()) {
    const [book, owner, name, currency] = code.split(':');
    const kind = [book, owner!.split('/')[0], name, currency].join(':');
    sums.set(kind, (sums.get(kind) ?? 0n) + debit.minor - credit.minor);
  }
  return [...sums].map(([kind, minor]) => `${kind} ${minor}`).sort();
}

function tableOf(lines: readonly string[]): Told['table'] {
  const table = new Map<string, [number, string[]]>();
  for (const line of lines) {
    const [name, , code] = line.split(' ') as [string, string?, string?];
    const row = table.get(name) ?? [0, []];
    table.set(name, row);
    if (code) row[1].push(code);
    else row[0] += 1;
  }
  return [...table].map(([name, [done, refused]]) => [name, done, refused]);
}
