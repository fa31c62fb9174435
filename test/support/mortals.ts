import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningWorld } from './world.js';

type Process = 'web' | 'worker';

/** The web that Stripe and people know and the only worker of a world, as processes of their own that are killed and started anew. Close them before it. */
export class Mortals {
  private readonly alive = new Map<Process, ChildProcess>();

  private constructor(private readonly running: RunningWorld) {}

  /** Takes the places of the first web and of all workers. Needs a second web. */
  static async of(running: RunningWorld): Promise<Mortals> {
    const mortals = new Mortals(running);
    await running.stopWorkers();
    for (const which of ['worker', 'web'] as const) await mortals.start(which);
    return mortals;
  }

  /** Kills one as it stands, and starts another in its place. */
  async kill(which: Process): Promise<void> {
    const doomed = this.alive.get(which)!;
    doomed.kill('SIGKILL');
    await once(doomed, 'exit');
    await this.start(which);
  }

  /** Kills these while something goes on, once at least: after so long, and each time later, so that a slow machine gets on too. */
  async killDuring<T>(work: Promise<T>, which: readonly Process[], everyMs: number): Promise<T> {
    let over = false;
    const done = work.finally(() => (over = true));
    // What goes wrong meanwhile is heard at the end.
    done.catch(() => undefined);
    for (let round = 1; round === 1 || !over; round += 1) {
      await sleep(everyMs * round);
      for (const one of which) await this.kill(one);
    }
    return done;
  }

  close(): void {
    for (const child of this.alive.values()) child.kill('SIGKILL');
  }

  private async start(which: Process): Promise<void> {
    this.alive.set(which, await (which === 'web' ? this.running.webProcess() : this.running.workerProcess()));
  }
}
