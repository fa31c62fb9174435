import { type MoneyJson, newId } from '#libs/kernel/src/index.js';

/** What went wrong, as the API said it. */
class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly body: unknown,
    request: string,
  ) {
    super(`${request}: ${status} ${code} ${JSON.stringify(body)}`);
  }
}

/** Counts what a whole run asks of the server. */
export interface Tally {
  requests: number;
}

/** For how long a server that does not answer is asked again: long enough to be started anew on a busy machine. */
const PATIENCE_MS = 300_000;
const PAUSE_MS = 250;

/**
 * Somebody at the public API: signed in or not. A request that the network or a restarting server lost is sent again:
 * every command carries its own id, so a repeat changes nothing.
 */
export class ApiClient {
  private session: string | undefined;

  constructor(
    readonly base: string,
    private readonly tally: Tally,
    private readonly replayToken: string,
    private readonly signInAgain?: () => Promise<string>,
  ) {}

  /** The same server as a person who signs in now, and again whenever his session has run out. */
  async as(signIn: () => Promise<string>): Promise<ApiClient> {
    const client = new ApiClient(this.base, this.tally, this.replayToken, signIn);
    client.session = await signIn();
    return client;
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  /** All rows of a list, page by page. */
  async list<T>(path: string): Promise<T[]> {
    const rows: T[] = [];
    const next = (after: string) => `${path}${path.includes('?') ? '&' : '?'}limit=100${after}`;
    for (let after: string | null = ''; after !== null;) {
      const page: { data: T[]; next: string | null } = await this.get(next(after));
      rows.push(...page.data);
      after = page.next && `&after=${page.next}`;
    }
    return rows;
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PUT', path, body);
  }

  /** A command; its key makes a repeat harmless. */
  post<T>(path: string, body: unknown = {}, key: string = newId()): Promise<T> {
    return this.send<T>('POST', path, body, key);
  }

  delete(path: string): Promise<void> {
    return this.send('DELETE', path);
  }

  /** Sends a file in. */
  async upload(bytes: Buffer, name: string): Promise<{ id: string }> {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bytes)]), name);
    return this.answer<{ id: string }>('POST', '/files', () => ({ body: form, headers: this.headers() }));
  }

  /** A request outside `/api/v1`: operations and pages. */
  async plain(method: string, path: string, init: { body?: unknown; token?: string } = {}): Promise<string> {
    const headers = { ...this.headers(), ...(init.token ? { authorization: `Bearer ${init.token}` } : {}) };
    const body = init.body === undefined ? undefined : JSON.stringify(init.body);
    const answer = await this.patiently(`${this.base}${path}`, {
      method,
      body,
      headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
    });
    const text = await answer.text();
    if (!answer.ok) throw new ProblemError(answer.status, 'plain', text.slice(0, 500), `${method} ${path}`);
    return text;
  }

  private send<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const named: Record<string, string> = key ? { 'idempotency-key': key } : {};
    const text = body === undefined ? undefined : JSON.stringify(body);
    return this.answer<T>(method, path, () => ({ body: text, headers: { ...this.headers(), ...json, ...named } }));
  }

  private async answer<T>(method: string, path: string, init: () => RequestInit): Promise<T> {
    let answer = await this.patiently(`${this.base}/api/v1${path}`, { method, ...init() });
    if (answer.status === 401 && this.signInAgain) {
      await answer.body?.cancel();
      this.session = await this.signInAgain();
      answer = await this.patiently(`${this.base}/api/v1${path}`, { method, ...init() });
    }
    const text = await answer.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    if (answer.ok) return json as T;
    const type = (json as { type?: string } | undefined)?.type ?? '';
    throw new ProblemError(answer.status, type.split('/').at(-1) ?? '', json, `${method} ${path}`);
  }

  private async patiently(url: string, init: RequestInit): Promise<Response> {
    for (const until = performance.now() + PATIENCE_MS; ;) {
      try {
        this.tally.requests += 1;
        const answer = await fetch(url, init);
        if (![502, 503, 504].includes(answer.status) || performance.now() >= until) return answer;
        await answer.body?.cancel();
      } catch (error) {
        if (performance.now() >= until) throw error;
      }
      await new Promise((resume) => setTimeout(resume, PAUSE_MS));
    }
  }

  private headers(): Record<string, string> {
    return {
      'x-replay-token': this.replayToken,
      'accept-language': 'ro',
      ...(this.session ? { authorization: `Bearer ${this.session}` } : {}),
    };
  }
}

/** Lei as the API wants them, from bani. */
export function lei(bani: bigint): MoneyJson {
  const text = bani.toString().padStart(3, '0');
  return { amount: `${text.slice(0, -2)}.${text.slice(-2)}`, currency: 'MDL' };
}
