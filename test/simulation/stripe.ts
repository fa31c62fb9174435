import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Sandbox, startSandbox } from '#apps/stripe-sandbox/src/sandbox.js';
import { WebhookService } from '#libs/payments/src/index.js';
import type { Of } from './house.js';

/** The secret with which the simulated Stripe signs. */
export const SECRET = 'whsec_test';

/** In which order, and how often, what Stripe tells is told. */
export interface Telling {
  readonly order?: 'first' | 'last' | 'shuffle';
  readonly seed?: number;
  readonly copies?: number;
}

/** A charge, refund or dispute as Stripe lists it. */
interface Listed {
  readonly id: string;
  readonly charge: string;
  readonly amount: number;
  readonly status: string;
}

/** A movement of the balance as Stripe lists it. */
interface Moved {
  readonly id: string;
  readonly fee: number;
  readonly currency: string;
}

/** The simulated Stripe of a seed: what it tells waits at its side until it is let through, one after the other. */
export class SimulatedStripe {
  /** How what is told next is told; null: nothing comes through for now. */
  telling: Telling | null = {};
  /** Whether something was lost that only a reconciliation finds. */
  lost = false;

  private constructor(
    readonly sandbox: Sandbox,
    private readonly receiver: http.Server,
  ) {}

  /** `get` gives the service of a house that is open just now. */
  static async start(get: <T>(type: Of<T>) => T): Promise<SimulatedStripe> {
    let one: SimulatedStripe | null = null;
    const receiver = http.createServer((request, response) => {
      void receive(request, get(WebhookService)).then((status) => {
        if (status !== 200) one!.lost = true;
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/stripe`;
    // Who finds the door closed once does not come again: reconciliation must find what he had to say.
    const settings = { rateLimit: 0, retrySeconds: [], payoutEverySeconds: 0 };
    const sandbox = await startSandbox({ webhookUrl, webhookSecret: SECRET, settings, ticking: false });
    await sandbox.control.rule({ action: 'hold' });
    one = new SimulatedStripe(sandbox, receiver);
    return one;
  }

  get control(): Sandbox['control'] {
    return this.sandbox.control;
  }

  /** Lets through what waits; gives how much that was. */
  async tell(): Promise<number> {
    if (this.telling === null) return 0;
    return (await this.control.release(this.telling)).released;
  }

  /** Loses the next so many messages. */
  async lose(times: number): Promise<void> {
    await this.control.clearRules();
    await this.control.rule({ action: 'drop', times });
    await this.control.rule({ action: 'hold' });
    this.lost = true;
  }

  /** Reconciliation has found what was lost; nothing more gets lost for now. */
  async found(): Promise<void> {
    this.lost = false;
    await this.control.clearRules();
    await this.control.rule({ action: 'hold' });
  }

  /** What each charge took from its payer in the end: less what was refunded, and what his bank took back for good. */
  async netByCharge(): Promise<Map<string, bigint>> {
    const net = new Map<string, bigint>();
    for (const { id, amount, status } of await this.list<Listed>('charges'))
      if (status === 'succeeded') net.set(id, BigInt(amount));
    for (const { charge, amount, status } of await this.list<Listed>('refunds'))
      if (status === 'succeeded') net.set(charge, net.get(charge)! - BigInt(amount));
    for (const { charge, amount, status } of await this.list<Listed>('disputes'))
      if (status === 'lost') net.set(charge, net.get(charge)! - BigInt(amount));
    return net;
  }

  /** What it kept as its fees, by currency in capitals, in minor units. */
  async fees(): Promise<Map<string, bigint>> {
    const sums = new Map<string, bigint>();
    for (const { fee, currency } of await this.list<Moved>('balance_transactions')) {
      const name = currency.toUpperCase();
      sums.set(name, (sums.get(name) ?? 0n) + BigInt(fee));
    }
    return sums;
  }

  /** What stands on the balance, by currency in capitals, in minor units. */
  async balance(): Promise<Map<string, bigint>> {
    const { available, pending } = await this.ask<Record<'available' | 'pending', { amount: number; currency: string }[]>>('balance'); // prettier-ignore
    const sums = new Map<string, bigint>();
    for (const { amount, currency } of [...available, ...pending]) {
      const name = currency.toUpperCase();
      sums.set(name, (sums.get(name) ?? 0n) + BigInt(amount));
    }
    return sums;
  }

  private async list<T extends { id: string }>(what: string): Promise<T[]> {
    const all: T[] = [];
    for (let more = true; more;) {
      const after = all.length > 0 ? `&starting_after=${all.at(-1)!.id}` : '';
      const page = await this.ask<{ data: T[]; has_more: boolean }>(`${what}?limit=100${after}`);
      all.push(...page.data);
      more = page.has_more;
    }
    return all;
  }

  private async ask<T>(what: string): Promise<T> {
    // As a stranger would, whatever was ordered for our own calls.
    await this.control.clearFaults();
    const answer = await fetch(`${this.sandbox.url}/v1/${what}`, {
      headers: { authorization: 'Bearer sk_test_sandbox' },
    });
    return (await answer.json()) as T;
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    this.receiver.closeAllConnections();
    this.receiver.close();
  }
}

async function receive(request: http.IncomingMessage, door: WebhookService): Promise<number> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    await door.receive(Buffer.concat(parts), request.headers['stripe-signature'] as string | undefined);
    return 200;
  } catch {
    return 400;
  }
}
