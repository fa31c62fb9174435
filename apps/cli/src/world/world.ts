import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromRoot } from '#libs/platform/src/index.js';
import { ApiClient, type Tally } from './api.client.js';
import { LettersClient } from './letters.client.js';

/** Where everything of a running development Plai is. */
export interface WorldPlace {
  readonly publicUrl: string;
  readonly mailboxUrl: string;
  readonly sandboxUrl: string;
  readonly opsToken: string;
  readonly replayToken: string;
}

/** Somebody who is signed in. */
export interface Actor {
  readonly email: string;
  readonly name: string;
  readonly api: ApiClient;
}

const PAUSE_MS = 150;
const RAW_TOKEN = /\/sign-in\/([^\s/]+)$/;

/** A running Plai seen from outside: its public API, its letters, its payments, and a clock that can be moved. */
export class World {
  readonly tally: Tally = { requests: 0 };
  readonly anybody: ApiClient;
  readonly letters: LettersClient;

  constructor(readonly place: WorldPlace) {
    this.anybody = new ApiClient(place.publicUrl, this.tally, place.replayToken);
    this.letters = new LettersClient(place.mailboxUrl);
  }

  /** Signs somebody in by the letter he gets, again whenever his session has run out; a new address is taken in first. */
  async signIn(email: string, name: string): Promise<Actor> {
    return { email, name, api: await this.anybody.as(() => this.enter(email)) };
  }

  private async enter(email: string): Promise<string> {
    const after = await this.letters.newest(email);
    await this.anybody.post('/sign-in-links', { email, lang: 'ro', register: true });
    const link = await this.letters.link(email, /https?:\/\/\S+\/sign-in\/\S+/, { after });
    const token = RAW_TOKEN.exec(link)![1]!;
    return (await this.anybody.post<{ session: string }>('/sessions', { token })).session;
  }

  /** Moves Plai's clock and the sandbox's forward by the same. */
  async passTime(seconds: number): Promise<void> {
    await this.operations('POST', '/ops/clock', { seconds });
    await this.sandbox('/clock', { seconds });
  }

  /** Waits until nothing is left to be done by the worker and nothing is on its way from Stripe. */
  async settle(seconds = 600): Promise<void> {
    for (const until = performance.now() + seconds * 1000; performance.now() < until; await sleep(PAUSE_MS)) {
      await fetch(`${this.place.sandboxUrl}/_control/idle?timeoutMs=5000`).catch(() => undefined);
      const state = JSON.parse(await this.operations('GET', '/ops/queues')) as { idle: boolean };
      if (state.idle) return;
    }
    throw new Error('Plai did not come to rest');
  }

  /** Repeats a look until it gives something. */
  async until<T>(what: string, look: () => Promise<T | null | false | undefined>, seconds = 120): Promise<T> {
    for (const until = performance.now() + seconds * 1000; performance.now() < until; await sleep(PAUSE_MS)) {
      const found = await look();
      if (found) return found;
    }
    throw new Error(`it did not happen: ${what}`);
  }

  /** The findings of the audit, run now. */
  async audit(): Promise<unknown[]> {
    return (JSON.parse(await this.operations('GET', '/ops/audit')) as { data: unknown[] }).data;
  }

  /** A request to the sandbox's control. */
  async sandbox<T>(path: string, body?: unknown, method = 'POST'): Promise<T> {
    const url = `${this.place.sandboxUrl}/_control${path}`;
    const init =
      body === undefined ? {} : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(url, init);
    if (!answer.ok) throw new Error(`sandbox ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** A request behind the operations token. */
  operations(method: string, path: string, body?: unknown): Promise<string> {
    return this.anybody.plain(method, path, { body, token: this.place.opsToken });
  }

  /** The example document that people of a replay send in. */
  get paper(): Buffer {
    return readFileSync(fromRoot('apps/cli/data/paper.pdf'));
  }
}

/** Runs `work` over items, so many at a time, in their order. */
export async function eachOf<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index]!, index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
}
