import http from 'node:http';
import { type AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { type Control } from './control.js';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.js';

/** One webhook call as it came. */
export interface Received {
  event: Stripe.Event;
  body: string;
  signature: string;
}
/** A sandbox with the real SDK before it and a webhook receiver behind it. */
export interface Bench {
  stripe: Stripe;
  sandbox: Sandbox;
  control: Control;
  received: Received[];
  /** What the receiver answers, by attempt; 200 when it is empty. */
  answers: number[];
  /** Types of all events so far in the order in which they happened; all are delivered by then (in any order). */
  types(): Promise<string[]>;
  close(): Promise<void>;
}

export const SECRET = 'whsec_bench';

/** Starts all three; the SDK does not repeat by itself. */
export async function bench(options: SandboxOptions = {}): Promise<Bench> {
  const received: Received[] = [];
  const answers: number[] = [];
  const receiver = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      received.push({
        event: JSON.parse(body) as Stripe.Event,
        body,
        signature: String(request.headers['stripe-signature']),
      });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const sandbox = await startSandbox({ webhookUrl, webhookSecret: SECRET, ...options });
  const stripe = client(sandbox);
  return {
    stripe,
    sandbox,
    control: sandbox.control,
    received,
    answers,
    types: async () => {
      await sandbox.control.idle();
      const { data } = await stripe.events.list({ limit: 100 });
      return data.map((event) => event.type).reverse();
    },
    close: async () => {
      await sandbox.close();
      receiver.closeAllConnections();
      await new Promise((resolve) => receiver.close(resolve));
    },
  };
}

/** The real SDK, unmodified, pointed at a sandbox. */
export function client(sandbox: Sandbox, key = 'sk_test_bench'): Stripe {
  return new Stripe(key, {
    host: sandbox.host,
    port: sandbox.port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** What a call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

/** Parameters of a session that takes a gift now. */
export const gift = (amount = 5000, currency = 'eur'): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  submit_type: 'donate',
  success_url: 'https://plai.example/thanks?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://plai.example/again',
  line_items: [
    { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: 'Iluminat stradal' } } },
  ],
});
