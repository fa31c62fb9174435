import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 50;

/** Repeats an assertion until it holds; after `seconds` it fails with what the last try said. */
export async function eventually<T>(check: () => Promise<T>, seconds = 120): Promise<T> {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
